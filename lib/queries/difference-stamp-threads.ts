// Threads that pass over images for stamps, so that the images of a request are shared between the cores and other requests do not wait.
import "server-only";
import { availableParallelism } from "node:os";
import type { Worker } from "node:worker_threads";
import type { CutStamps } from "@/lib/difference/cut-stamps";
import type { PlainError } from "@/lib/runs/worker/messages";
import { fromPlainError } from "@/lib/runs/worker/plain-error";
import { TaskFailedError } from "../errors";
import type { PassRequest } from "./difference-stamp-pass";
import { startServerThread } from "./server-thread";

/** From a thread; the pixels move. */
export type PassAnswer = { ok: true; cut: CutStamps | null } | { ok: false; error: PlainError };

/** More would wait for the disk, each with 20 MB of its own. */
const MOST_THREADS = 2;

/** 1: threads are worth nothing. */
export const STAMP_THREADS = Math.min(MOST_THREADS, availableParallelism());

interface Slot {
  thread: Worker | null;
  isBusy: boolean;
}

interface Threads {
  slots: Slot[];
  /** who waits for a slot, in the order of asking */
  waiting: ((slot: Slot) => void)[];
}

// pages and routes each have this module once, and the threads together
const holder: typeof globalThis & { annulusStampThreads?: Threads } = globalThis;

/**
 * passOverImage on the next free thread; threads are started when they are needed first, and again after they died.
 *
 * @param request which image, what of it
 * @throws as passOverImage; TaskFailedError when the thread dies
 */
export async function passInThread(request: PassRequest): Promise<CutStamps | null> {
  holder.annulusStampThreads ??= {
    slots: Array.from({ length: STAMP_THREADS }, () => ({ thread: null, isBusy: false })),
    waiting: [],
  };
  const slot = await takeSlot(holder.annulusStampThreads);
  try {
    return await passNow(slot, request);
  } finally {
    giveBack(holder.annulusStampThreads, slot);
  }
}

function takeSlot({ slots, waiting }: Threads): Promise<Slot> {
  const free = slots.find(({ isBusy }) => !isBusy);
  if (!free) return new Promise((resolve) => waiting.push(resolve));
  free.isBusy = true;
  return Promise.resolve(free);
}

function giveBack({ waiting }: Threads, slot: Slot): void {
  const next = waiting.shift();
  if (next) next(slot);
  else slot.isBusy = false;
}

function passNow(slot: Slot, request: PassRequest): Promise<CutStamps | null> {
  slot.thread ??= startServerThread("lib/queries/difference-stamp-thread.ts");
  const { thread } = slot;
  return new Promise((resolve, reject) => {
    const settle = (end: () => void) => {
      thread.off("message", take).off("error", fail).off("exit", miss);
      // waits for the next image, and keeps no program from ending meanwhile
      thread.unref();
      end();
    };
    const take = (told: PassAnswer) => settle(() => (told.ok ? resolve(told.cut) : reject(fromPlainError(told.error))));
    const lose = (found: string, cause?: Error) => {
      slot.thread = null;
      settle(() => reject(new TaskFailedError({ place: request.path, found, expected: "its stamps" }, { cause })));
      void thread.terminate();
    };
    const fail = (cause: Error) => lose(`a thread that died: ${cause.message}`, cause);
    const miss = (code: number) => lose(`a thread that ended with code ${code}`);
    thread.on("message", take).on("error", fail).on("exit", miss);
    thread.ref();
    thread.postMessage(request);
  });
}
