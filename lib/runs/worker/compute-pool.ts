// A fixed number of compute threads. A thread that dies takes only its own piece of work with it.

import path from "node:path";
import { Worker } from "node:worker_threads";
import { environment } from "@/lib/environment";
import { TaskFailedError } from "@/lib/errors";
import type { ThreadAnswer, ThreadRequest, ThreadWork, WorkName } from "./messages";
import { fromPlainError } from "./plain-error";
import { type ThreadEntry, threadEntry } from "./thread-entry";

/** JavaScript heap of a thread; pixels lie in WebAssembly memory and typed arrays, beside it. */
const MAX_HEAP_MIB = 2048;

export interface ComputePool {
  readonly threads: number;
  /** Start the threads now, so that the first work does not wait for them. */
  warm(): void;
  /** Do one piece of work on the next free thread. Buffers in `transfer` move there and are gone here. */
  compute<Name extends WorkName>(
    name: Name,
    request: ThreadWork[Name]["request"],
    transfer?: readonly ArrayBuffer[],
  ): Promise<ThreadWork[Name]["result"]>;
  /** End all threads; work that is under way is lost. */
  close(): Promise<void>;
}

interface Work {
  request: ThreadRequest;
  transfer: readonly ArrayBuffer[];
  resolve: (result: never) => void;
  reject: (error: Error) => void;
}

interface Slot {
  thread: Worker | null;
  work: Work | null;
}

export interface ThreadOptions {
  /** program of a thread; the project's own when left out */
  file?: string;
  /** JavaScript heap of a thread */
  maxHeapMib?: number;
}

/**
 * Start compute threads; each is made at its first piece of work and again after it died.
 *
 * @param threads how many
 * @param options program and memory of a thread
 * @returns the pool
 */
export function createComputePool(threads: number, options: ThreadOptions = {}): ComputePool {
  const slots: Slot[] = Array.from({ length: threads }, () => ({ thread: null, work: null }));
  const waiting: Work[] = [];
  let isClosed = false;

  const next = (): void => {
    if (isClosed) return;
    for (const slot of slots) {
      if (slot.work !== null) continue;
      const work = waiting.shift();
      if (work === undefined) return;
      slot.work = work;
      slot.thread ??= startThread(slot, next, options);
      slot.thread.postMessage(work.request, work.transfer);
    }
  };

  return {
    threads,
    warm() {
      for (const slot of slots) slot.thread ??= startThread(slot, next, options);
    },
    compute: (name, request, transfer = []) =>
      new Promise((resolve, reject) => {
        // the mapped type ties name and request together, which the compiler cannot see through the generic
        const message = { name, request } as ThreadRequest;
        waiting.push({ request: message, transfer, resolve, reject });
        next();
      }),
    async close() {
      isClosed = true;
      await Promise.all(slots.map(({ thread }) => thread?.terminate()));
    },
  };
}

function startThread(slot: Slot, next: () => void, { file, maxHeapMib = MAX_HEAP_MIB }: ThreadOptions): Worker {
  const entry = file === undefined ? computeEntry() : { file, options: {} };
  const limits = { resourceLimits: { maxOldGenerationSizeMb: maxHeapMib } };
  const thread = new Worker(entry.file, { ...entry.options, ...limits });
  const settle = (end: (work: Work) => void): void => {
    const { work } = slot;
    slot.work = null;
    if (work !== null) end(work);
    next();
  };
  thread.on("message", (answer: ThreadAnswer) => {
    if (!answer.ok) return settle((work) => work.reject(fromPlainError(answer.error)));
    settle((work) => work.resolve(answer.result as never));
  });
  const lose = (found: string, cause?: unknown): void => {
    if (slot.thread !== thread) return;
    slot.thread = null;
    settle((work) => work.reject(threadLost(found, cause)));
  };
  thread.on("error", (error: Error) => lose(describeDeath(error, maxHeapMib), error));
  thread.on("exit", (code) => lose(`the thread ended with code ${code}`));
  return thread;
}

function threadLost(found: string, cause: unknown): TaskFailedError {
  return new TaskFailedError({ place: "compute thread", found, expected: "an answer" }, { cause });
}

function describeDeath(error: Error, maxHeapMib: number): string {
  const isMemory = "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY";
  return isMemory ? `out of memory (limit ${maxHeapMib} MiB)` : `the thread died: ${error.message}`;
}

/** As a bundle where the program that runs lies beside it. */
function computeEntry(): ThreadEntry {
  const build = path.join(environment().projectRoot, "build");
  return threadEntry("lib/runs/worker/compute-thread.ts", path.dirname(path.resolve(process.argv[1] ?? "")) === build);
}
