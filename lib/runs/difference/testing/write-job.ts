// A simulated job as a folder on the disk, for tests.

import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type JobSummary, type JobToSimulate, simulateJob } from "@/lib/simulate/job";

/**
 * Writes a job's folder.
 *
 * @param root folder that gets jid<N>
 * @param options of the simulation
 * @returns its ledger and facts
 */
export function writeJob(root: string, options: JobToSimulate): JobSummary {
  const folder = path.join(root, `jid${options.jid ?? 1}`);
  mkdirSync(folder, { recursive: true });
  const made = simulateJob(options);
  for (let next = made.next(); ; next = made.next()) {
    if (next.done) return next.value;
    writeFileSync(path.join(folder, next.value.fileName), next.value.bytes);
  }
}
