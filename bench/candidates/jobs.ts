// A mount of many small jobs: milliseconds a job, and whether the last ones take longer than the first.

import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { runScript } from "./ingest";

/** px each way: some sixty files a job, few rows */
const SIZE = 160;

const manyTakenInSchema = z.object({
  jobs: z.number(),
  /** rows of both modes */
  candidates: z.number(),
  /** milliseconds of the first scan, and of the next, which finds nothing changed */
  scan: z.number(),
  again: z.number(),
  /** milliseconds a job in each quarter of the first scan, its files not counted */
  quarters: z.array(z.number()),
  peakMegabytes: z.number(),
});
export type ManyTakenIn = z.output<typeof manyTakenInSchema>;

/**
 * Takes in a mount of simulated jobs.
 *
 * @param options scratch folder, folder that keeps jobs (null: made anew), number of jobs
 */
export function benchJobs({ home, folder, jobs }: { home: string; folder: string | null; jobs: number }): ManyTakenIn {
  const root = folder === null ? `${home}-many` : path.join(folder, `jobs-${jobs}`);
  mkdirSync(root, { recursive: true });
  try {
    runScript("make-jobs.ts", [root, 1, jobs, SIZE, "all"]);
    return manyTakenInSchema.parse(JSON.parse(runScript("many-jobs.ts", [root])));
  } finally {
    if (folder === null) rmSync(root, { recursive: true });
  }
}

/** Prints times a job, and growth. */
export function printJobs({ jobs, candidates, scan, again, quarters, peakMegabytes }: ManyTakenIn): void {
  const parts = quarters.map((ms) => ms.toFixed(1)).join(", ");
  console.log(
    `${jobs} jobs, ${candidates} rows: ${(scan / jobs).toFixed(1)} ms a job (${parts} by quarters); again, unchanged ${again.toFixed(0)} ms; at most ${peakMegabytes.toFixed(0)} MB`,
  );
}
