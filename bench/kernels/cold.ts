// Whole processes: bin/annulus detect against source-extractor on the same pixels, from the start to the catalogue.

import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { environment } from "@/lib/environment";
import type { Run } from "./thread";

const PARAMETERS = ["NUMBER", "X_IMAGE", "Y_IMAGE", "FLUX_ISO", "ISOAREA_IMAGE"];
/** The settings of the sep row: 3 sigma, 9 pixels, no deblending, no cleaning, no filter. */
const SETTINGS = "-DETECT_THRESH 3 -DETECT_MINAREA 9 -DEBLEND_NTHRESH 1 -CLEAN N -FILTER N -VERBOSE_TYPE QUIET";

/** `bin/annulus detect FILE --mode MODE --out CATALOGUE`: launcher, start of Node, reading, detection, writing. */
export function runAnnulus(file: string, mode: "annulus" | "reference", folder: string): Run {
  const program = path.join(environment().projectRoot, "bin/annulus");
  return timed(program, ["detect", file, "--mode", mode, "--out", path.join(folder, "ours.csv")]);
}

/** The version, or null where it is not installed; writes what it needs into the folder. */
export function prepareSourceExtractor(folder: string): string | null {
  const { status, stdout } = spawnSync("source-extractor", ["-v"], { encoding: "utf8" });
  if (status !== 0) return null;
  writeFileSync(path.join(folder, "default.sex"), spawnSync("source-extractor", ["-dd"]).stdout);
  writeFileSync(path.join(folder, "default.param"), `${PARAMETERS.join("\n")}\n`);
  return /[\d.]+/.exec(stdout)?.[0] ?? "unknown";
}

/** source-extractor on the negated image: it finds what is bright. */
export function runSourceExtractor(negated: string, folder: string): Run {
  const files = ["-c", "default.sex", "-PARAMETERS_NAME", "default.param", "-CATALOG_NAME", "theirs.cat"];
  return timed("source-extractor", [negated, ...files, ...SETTINGS.split(" ")], folder);
}

function timed(program: string, args: string[], cwd?: string): Run {
  const before = endedChildrenMs();
  const started = performance.now();
  const { status, stderr } = spawnSync(program, args, { cwd, encoding: "utf8" });
  const ms = performance.now() - started;
  if (status !== 0) throw new Error(`${path.basename(program)} ended with ${status}: ${stderr}`);
  return { ms, cpuMs: endedChildrenMs() - before, note: "whole process" };
}

/** Processor time of all children that ended, by proc(5), to 10 ms; process.resourceUsage() tells of this process alone. */
function endedChildrenMs(): number {
  const stat = readFileSync("/proc/self/stat", "utf8");
  const [user = Number.NaN, system = Number.NaN] = stat
    .slice(stat.lastIndexOf(")") + 2)
    .split(" ")
    .slice(13, 15)
    .map(Number);
  return (user + system) * 10;
}
