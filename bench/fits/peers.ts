// The Python peers of the FITS bench: one process that reads what it is told, so that rounds of ours and theirs alternate.

import { type ChildProcessByStdio, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { z } from "zod";

const PYTHON = "/usr/bin/python3";

export type Library = "astropy" | "fitsio";

const Versions = z.record(z.string(), z.string().nullable());
const Answer = z.object({ ms: z.number(), cpuMs: z.number(), sum: z.number() });

/** A process that reads images with astropy and fitsio. */
export interface Peers {
  versions: Record<string, string | null>;
  has(library: Library): boolean;
  /** Milliseconds to open and read, by the clock and of the processor, and the sum of the finite pixels. */
  read(library: Library, file: string, hdu: number): Promise<{ ms: number; cpuMs: number; sum: number }>;
  close(): void;
}

/** Starts the process; null where Python or numpy is not here. */
export async function startPeers(): Promise<Peers | null> {
  if (!existsSync(PYTHON)) return null;
  const child = spawn(PYTHON, [path.join(import.meta.dirname, "peers.py")], { stdio: ["pipe", "pipe", "ignore"] });
  const ask = askOf(child);
  const first = await ask(null);
  if (first === null) return null;
  const versions = Versions.parse(JSON.parse(first));
  return {
    versions,
    has: (library) => library in versions,
    async read(library, file, hdu) {
      const line = await ask(JSON.stringify({ library, path: file, hdu }));
      if (line === null) throw new Error(`${library} gave up on HDU ${hdu} of ${path.basename(file)}`);
      return Answer.parse(JSON.parse(line));
    },
    close: () => child.stdin.end(),
  };
}

/** Sends a line and waits for the next one; null when the process has ended. */
function askOf(child: ChildProcessByStdio<Writable, Readable, null>): (line: string | null) => Promise<string | null> {
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return async (line) => {
    if (line !== null) child.stdin.write(`${line}\n`);
    const { value, done } = await lines.next();
    return done ? null : value;
  };
}
