// npm run bench -- combine [--rounds N]: sigma-clipped mean of 5, 20 and 100 images against astropy on the same machine in the same run.
// Writes bench/results/combine.json.

import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { environment } from "@/lib/environment";
import { createKernels } from "@/lib/kernels";
import { combineClipped, openCombine } from "@/lib/kernels/combine";

const VALUES = 5_000_000;
const MOST_PIXELS = 250_000;
const { values: options } = parseArgs({ options: { rounds: { type: "string", default: "5" } } });

interface Row {
  inputs: number;
  pixels: number;
  /** best of the rounds, ms */
  annulusMs: number;
  astropyMs: number;
  /** how often ours goes into astropy's */
  ratio: number;
}

const kernels = createKernels();
const rows = [5, 20, 100].map((inputs) => compare(inputs, Number(options.rounds)));
for (const { inputs, pixels, annulusMs, astropyMs, ratio } of rows) {
  console.log(
    `${inputs} images of ${pixels} pixels: ${annulusMs.toFixed(1)} ms, astropy ${astropyMs.toFixed(1)} ms: ${ratio.toFixed(1)} x`,
  );
}
const folder = path.join(environment().projectRoot, "bench", "results");
mkdirSync(folder, { recursive: true });
writeFileSync(path.join(folder, "combine.json"), `${JSON.stringify(rows, null, 2)}\n`);

function compare(inputs: number, rounds: number): Row {
  const pixels = Math.min(MOST_PIXELS, Math.floor(VALUES / inputs));
  const annulusMs = Math.min(...measure(inputs, pixels, rounds));
  const script = path.join(environment().projectRoot, "bench", "combine.py");
  const args = [script, inputs, pixels, rounds].map(String);
  const lines = execFileSync("/usr/bin/python3", args, { encoding: "utf8" }).trim().split("\n");
  const astropyMs = Math.min(...lines.map(Number));
  return { inputs, pixels, annulusMs, astropyMs, ratio: astropyMs / annulusMs };
}

function measure(inputs: number, pixels: number, rounds: number): number[] {
  const mark = kernels.mark();
  const buffers = openCombine(kernels, inputs, pixels);
  const values = kernels.float32(buffers.planes, inputs * buffers.capacity);
  // about Gaussian: the sum of four
  for (let i = 0; i < values.length; i++) {
    values[i] =
      6 * (Math.random() + Math.random() + Math.random() + Math.random() - 2) + (i < pixels && i % 97 === 0 ? 5000 : 0);
  }
  const laps = Array.from({ length: rounds }, () => {
    const startMs = performance.now();
    combineClipped(kernels, buffers, pixels, { nSigma: 3, iterations: 3, spread: "std" });
    return performance.now() - startMs;
  });
  kernels.release(mark);
  return laps;
}
