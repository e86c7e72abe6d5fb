// The Python peers of the kernels' bench: one process that does what it is told, so that rounds of ours and theirs alternate.

import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { z } from "zod";
import type { Run } from "./thread";

const PYTHON = "/usr/bin/python3";

const Versions = z.record(z.string(), z.string());
const Answer = z.union([
  z.object({ ms: z.number(), cpuMs: z.number(), note: z.string() }),
  z.object({ error: z.string() }),
]);

export interface Peers {
  versions: Record<string, string>;
  /** null: its package is not installed */
  run(work: string, file: string, to?: string): Promise<Run | null>;
  close(): void;
}

/** Starts the process; null where Python or numpy is not here. */
export async function startPeers(): Promise<Peers | null> {
  if (!existsSync(PYTHON)) return null;
  const child = spawn(PYTHON, [path.join(import.meta.dirname, "peers.py")], { stdio: ["pipe", "pipe", "ignore"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const first = await lines.next();
  if (first.done) return null;
  return {
    versions: Versions.parse(JSON.parse(first.value)),
    async run(work, file, to) {
      child.stdin.write(`${JSON.stringify({ work, file, to })}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error(`the peers gave up on ${work}`);
      const answer = Answer.parse(JSON.parse(value));
      return "error" in answer ? null : answer;
    },
    close: () => child.stdin.end(),
  };
}
