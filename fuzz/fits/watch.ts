// Keeps child processes at work on their shares of the cases: one that hangs is ended, one that died is followed by another.

import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import type { Message } from "./child";

export interface FoundFault {
  caseNumber: number;
  /** Seed file and mutations; unknown for a case that killed its process: run it alone. */
  origin: string;
  text: string;
}

export interface Share {
  seed: number;
  first: number;
  stride: number;
  end: number;
}

interface Progress {
  onCase(): void;
  onFault(fault: FoundFault): void;
  onEndings(endings: [string, number][]): void;
}

/** A case takes some 10 ms; a call that hangs is only told by silence. */
const SILENCE_MILLISECONDS = 20_000;
/** Heap of a child: base of some 60 MB, and what a case may take. */
const HEAP_MEGABYTES = 192;

/** Runs a share of the cases to its end. */
export async function watchShare(share: Share, progress: Progress): Promise<void> {
  let next = share.first;
  while (next < share.end) next = await runChild({ ...share, first: next }, progress);
}

/** Until the child ends, however; gives the case to go on with. */
function runChild(share: Share, progress: Progress): Promise<number> {
  const args = [share.seed, share.first, share.stride, share.end].map(String);
  const child = fork(join(import.meta.dirname, "child.ts"), args, {
    execArgv: ["--import", "tsx", `--max-old-space-size=${HEAP_MEGABYTES}`],
    stdio: ["ignore", "inherit", "pipe", "ipc"],
  });
  let current: number | null = null;
  let next: number | null = null;
  let silence = endOnSilence(child);
  let lastWords = "";
  child.stderr?.on("data", (text: Buffer) => {
    lastWords = (lastWords + text.toString()).slice(-2000);
  });
  child.on("message", (message: Message) => {
    clearTimeout(silence);
    silence = endOnSilence(child);
    if (message.kind === "case") {
      current = message.caseNumber;
      progress.onCase();
    } else if (message.kind === "finding") {
      const { caseNumber, seedName, recipe, text } = message;
      progress.onFault({ caseNumber, origin: `${seedName}: ${recipe.join("; ")}`, text });
    } else {
      next = message.caseNumber;
      progress.onEndings(message.endings);
    }
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code, signal) => {
      clearTimeout(silence);
      if (next !== null) return resolve(next);
      if (current === null) return reject(new Error(`the fuzzing process does not start: ${lastWords}`));
      const how = signal === "SIGKILL" ? "hung, or was killed" : `died (${signal ?? `exit ${code}`})`;
      const text = `the process ${how}\n${lastWords.split("\n").slice(-12).join("\n")}`;
      progress.onFault({ caseNumber: current, origin: "unknown", text });
      resolve(current + share.stride);
    });
  });
}

function endOnSilence(child: ChildProcess): NodeJS.Timeout {
  return setTimeout(() => child.kill("SIGKILL"), SILENCE_MILLISECONDS);
}
