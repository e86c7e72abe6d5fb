// One thread for comparisons, one comparison at a time; one that nobody waits for any more is ended with its thread.
import "server-only";
import type { Worker } from "node:worker_threads";
import type { PlainError } from "@/lib/runs/worker/messages";
import { fromPlainError } from "@/lib/runs/worker/plain-error";
import { TaskFailedError } from "../errors";
import type { CompareRows } from "./difference-compare-columns";
import type { CompareAnswer } from "./difference-compare-measure";
import type { CompareRequest } from "./difference-compare-request";
import { startServerThread } from "./server-thread";

/** To the thread; rows are copied, for they are kept. */
export interface CompareThreadRequest {
  rows: CompareRows;
  request: CompareRequest;
}

/** From it. */
export type CompareThreadAnswer = { ok: true; answer: CompareAnswer } | { ok: false; error: PlainError };

// pages and routes each have this module once, and one thread together
const holder: typeof globalThis & { annulusCompareThread?: Worker; annulusCompareBefore?: Promise<unknown> } =
  globalThis;

/**
 * compareColumns and measureComparison on the thread, behind those that were asked for earlier.
 *
 * @param work rows and request
 * @param signal of who waits
 * @throws what these throw; the signal's reason; TaskFailedError when the thread dies
 */
export function measureInThread(work: CompareThreadRequest, signal?: AbortSignal): Promise<CompareAnswer> {
  const measured = (holder.annulusCompareBefore ?? Promise.resolve()).then(() => {
    signal?.throwIfAborted();
    return measureNow(work, signal);
  });
  holder.annulusCompareBefore = measured.catch(() => undefined);
  return measured;
}

function measureNow(work: CompareThreadRequest, signal: AbortSignal | undefined): Promise<CompareAnswer> {
  holder.annulusCompareThread ??= startServerThread("lib/queries/difference-compare-thread.ts");
  const thread = holder.annulusCompareThread;
  return new Promise((resolve, reject) => {
    const settle = (end: () => void) => {
      thread.off("message", take).off("error", fail).off("exit", miss);
      signal?.removeEventListener("abort", abandon);
      // waits for the next comparison, and keeps no program from ending meanwhile
      thread.unref();
      end();
    };
    const take = (told: CompareThreadAnswer) =>
      settle(() => (told.ok ? resolve(told.answer) : reject(fromPlainError(told.error))));
    const lose = (error: unknown) => {
      holder.annulusCompareThread = undefined;
      settle(() => reject(error));
      void thread.terminate();
    };
    const fail = (cause: Error) => lose(threadLost(cause.message, cause));
    const miss = (code: number) => lose(threadLost(`its thread ended with code ${code}`));
    const abandon = () => lose(signal?.reason);
    signal?.addEventListener("abort", abandon);
    thread.on("message", take).on("error", fail).on("exit", miss);
    thread.ref();
    thread.postMessage(work);
  });
}

function threadLost(found: string, cause?: unknown): TaskFailedError {
  return new TaskFailedError({ place: "comparison", found, expected: "an answer" }, { cause });
}
