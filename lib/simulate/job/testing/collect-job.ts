// A whole job in memory, for tests.

import { type JobFile, type JobSummary, type JobToSimulate, simulateJob } from "..";

/** Files by name and the summary. */
export function collectJob(options: JobToSimulate): { files: Map<string, JobFile>; summary: JobSummary } {
  const files = new Map<string, JobFile>();
  const made = simulateJob(options);
  for (;;) {
    const next = made.next();
    if (next.done) return { files, summary: next.value };
    files.set(next.value.fileName, next.value);
  }
}
