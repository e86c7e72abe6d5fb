// A job of full size into the database with every stamp of it answered, beside the Python path on the same files.
//
// Ours: scan of a mount that holds the job alone, until its rows are committed: catalogues of both algorithms, SExtractor's, truth, headers
// of nine images, both modes, an index a column; then the stamps of all candidates of annulus mode, 64 x 64 px of eight channels (the PSF
// is on no grid), with the zscale limits of each full image, as the bytes that a page gets (raw float32). No HTTP, and no start of a process.
// Python (peer.py): catalogues by the published rules with pandas; ../shared/peers/cutouts_ref.py on the same images and candidates, which
// leaves a file .npy a candidate. It starts no process either, has no database, and one mode. Both have the files in the disk's cache.

import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { environment } from "@/lib/environment";

const JID = 900001;
const PYTHON = "/usr/bin/python3";
const PROMISED_RATIO = 5;
const PROMISED_MEGABYTES = 700;

const round = z.object({ ms: z.number(), cpuMs: z.number() });
const takenInSchema = z.object({
  candidates: z.number(),
  /** of other jobs in the table */
  tableRows: z.number(),
  answerMegabytes: z.number(),
  /** milliseconds; cpuMs is of this process, not of the database's */
  ours: z.array(round.extend({ scan: z.number(), stamps: z.number() })),
  python: z.array(round.extend({ catalogues: z.number(), images: z.number(), stamps: z.number() })),
  /** largest resident memory of the process that takes in */
  peakMegabytes: z.number(),
});
export type TakenIn = z.output<typeof takenInSchema>;

export interface IngestResults extends TakenIn {
  size: number;
  /** best of Python's rounds by best of ours; null: no Python with astropy and pandas, or no peer script */
  ratio: number | null;
  /** the same of the medians */
  medianRatio: number | null;
}

export interface IngestOptions {
  /** scratch folder */
  home: string;
  /** keeps the job for the next time; null: made anew */
  folder: string | null;
  /** px each way */
  size: number;
  rounds: number;
}

/**
 * Takes in one simulated job, again and again, in turn with Python.
 *
 * @param options where, how large, how often
 */
export function benchIngest({ home, folder, size, rounds }: IngestOptions): IngestResults {
  const root = folder === null ? `${home}-jobs` : path.join(folder, `ingest-${size}`);
  mkdirSync(root, { recursive: true });
  try {
    runScript("make-jobs.ts", [root, JID, 1, size, "channels"]);
    const taken = takenInSchema.parse(
      JSON.parse(runScript("take-in.ts", [root, `jid${JID}`, rounds, home, peerScript()])),
    );
    const ratioOf = (pick: (times: number[]) => number) =>
      taken.python.length === 0 ? null : pick(times(taken.python)) / pick(times(taken.ours));
    return { size, ...taken, ratio: ratioOf((all) => Math.min(...all)), medianRatio: ratioOf(medianOf) };
  } finally {
    if (folder === null) rmSync(root, { recursive: true });
  }
}

function times(rounds: readonly { ms: number }[]): number[] {
  return rounds.map(({ ms }) => ms);
}

function medianOf(all: readonly number[]): number {
  return all.toSorted((a, b) => a - b)[all.length >> 1] ?? Number.NaN;
}

/**
 * Runs a script of this folder as this process runs.
 *
 * @param name of the file
 * @param args for it
 * @returns what it prints
 */
export function runScript(name: string, args: readonly (string | number)[]): string {
  const script = path.join(import.meta.dirname, name);
  const argv = [...process.execArgv, script, ...args.map(String)];
  return execFileSync(process.execPath, argv, {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
    maxBuffer: 2 ** 26,
  });
}

/** "" where there is no peer script, or no Python that can run it */
function peerScript(): string {
  const script = path.join(environment().projectRoot, "../shared/peers/cutouts_ref.py");
  if (!existsSync(PYTHON) || !existsSync(script)) return "";
  return spawnSync(PYTHON, ["-c", "import astropy, numpy, pandas"]).status === 0 ? script : "";
}

/** Prints both, and the ratio (5 at least) and memory (700 MB at most). */
export function printIngest({
  size,
  candidates,
  tableRows,
  ours,
  python,
  ratio,
  medianRatio,
  ...more
}: IngestResults): void {
  const of = <Key extends string>(rounds: readonly Record<Key, number>[], key: Key) => {
    const all = rounds.map((round) => round[key]);
    return `${Math.min(...all).toFixed(0)} (${medianOf(all).toFixed(0)})`;
  };
  console.log(`job of ${size} px, ${candidates} candidates, ${tableRows} other rows in the table; ms, best (median):`);
  console.log(
    `ours   ${of(ours, "ms")}: scan ${of(ours, "scan")}, stamps ${of(ours, "stamps")} of ${more.answerMegabytes.toFixed(0)} MB; processor ${of(ours, "cpuMs")}`,
  );
  const isSmall = more.peakMegabytes <= PROMISED_MEGABYTES;
  console.log(
    `memory at most ${more.peakMegabytes.toFixed(0)} MB ${isSmall ? "met" : "NOT MET"} (${PROMISED_MEGABYTES})`,
  );
  if (ratio === null || medianRatio === null) {
    console.log("python not measured (no astropy or pandas, or no peer script)");
    return;
  }
  console.log(
    `python ${of(python, "ms")}: catalogues ${of(python, "catalogues")}, images ${of(python, "images")}, stamps ${of(python, "stamps")}; processor ${of(python, "cpuMs")}`,
  );
  const verdict = ratio >= PROMISED_RATIO ? "met" : "NOT MET";
  console.log(`ratio ${ratio.toFixed(2)} (${medianRatio.toFixed(2)}) ${verdict} (${PROMISED_RATIO})`);
}
