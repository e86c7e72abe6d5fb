// The files of the FITS bench. Those of shared/peers where its script is there; else a simulated detector, written by us and
// compressed by fpack where that is installed.

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { environment } from "@/lib/environment";
import { writeFits } from "@/lib/readers/fits";
import { simulateDetector } from "@/lib/simulate";

const WIDTH = 4072;
const HEIGHT = 4000;

/** Compressed file: its plain one and fpack's options. The names and options are those of shared/peers/make_data.py. */
const PACKED: Record<string, [string, ...string[]]> = {
  "i16_rice.fits.fz": ["i16.fits", "-r"],
  "u16_rice.fits.fz": ["u16.fits", "-r"],
  "f32_rice_q4.fits.fz": ["f32.fits", "-r", "-q", "4"],
  "f32_rice_q4_d2.fits.fz": ["f32.fits", "-r", "-qz", "4"],
  "f32_rice_q4_nod.fits.fz": ["f32.fits", "-r", "-q0", "4"],
  "f32_gzip1_lossless.fits.fz": ["f32.fits", "-g1", "-q", "0"],
  "f32_gzip2_lossless.fits.fz": ["f32.fits", "-g2", "-q", "0"],
  "i16_gzip2.fits.fz": ["i16.fits", "-g2"],
  "i16_hcomp.fits.fz": ["i16.fits", "-h"],
  "plio.fits.fz": ["mask.fits", "-p"],
};

/** Fills a folder with what is missing there. Returns where the pixels come from. */
export function makeFiles(folder: string): string {
  mkdirSync(folder, { recursive: true });
  const script = path.join(environment().projectRoot, "../shared/peers/make_data.py");
  if (existsSync(path.join(folder, "f32.fits"))) return "files that were in the folder";
  if (existsSync(script) && spawnSync("/usr/bin/python3", [script, folder], { stdio: "ignore" }).status === 0) {
    return "shared/peers/make_data.py";
  }
  writePlainFiles(folder);
  const hasFpack = spawnSync("fpack", ["-V"], { stdio: "ignore" }).status === 0;
  if (hasFpack) for (const name of Object.keys(PACKED)) pack(folder, name);
  return hasFpack ? "our simulation and fpack" : "our simulation; no compressed files, because fpack is not installed";
}

function writePlainFiles(folder: string): void {
  const { pixels } = simulateDetector({ width: WIDTH, height: HEIGHT, seed: "bench fits" });
  const write = (name: string, values: Float32Array | Int16Array | Int32Array, cards: [string, number][]) =>
    writeFileSync(
      path.join(folder, name),
      writeFits([{ cards, image: { width: WIDTH, height: HEIGHT, pixels: values } }]),
    );
  const stored = (offset: number) =>
    Int16Array.from(pixels, (value) => Math.max(-32768, Math.min(32767, value + offset)));
  write("f32.fits", pixels, []);
  write("i16.fits", stored(0), []);
  write("u16.fits", stored(1000 - 32768), [
    ["BSCALE", 1],
    ["BZERO", 32768],
  ]);
  write("scaled.fits", stored(0), [
    ["BSCALE", 0.5],
    ["BZERO", 100],
  ]);
  write(
    "mask.fits",
    Int16Array.from(pixels, (value, i) => (value > 500 ? 32 : 0) | (i % 101 === 0 ? 4 : 0)),
    [],
  );
}

function pack(folder: string, name: string): void {
  const [plain = "", ...options] = PACKED[name] ?? [];
  const { status } = spawnSync("fpack", [...options, "-O", path.join(folder, name), path.join(folder, plain)]);
  if (status !== 0) throw new Error(`fpack ${options.join(" ")} of ${plain} ended with ${status}`);
}
