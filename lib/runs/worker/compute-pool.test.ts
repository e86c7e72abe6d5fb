import path from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { TaskFailedError } from "@/lib/errors";
import { type ComputePool, createComputePool } from "./compute-pool";

const file = path.join(import.meta.dirname, "testing", "fragile-thread.mjs");

let pool: ComputePool | null = null;

afterEach(async () => {
  await pool?.close();
  pool = null;
});

/** The fragile thread understands wishes only. */
function wish(threads: ComputePool, text: string): Promise<unknown> {
  const request: unknown = { wish: text };
  return threads.compute("consolidate-dark-rings", request as never);
}

describe("createComputePool", () => {
  test("replaces a thread that dies and fails only its own work", async () => {
    pool = createComputePool(2, { file });
    const answers = await Promise.allSettled(["a", "exit", "b", "throw", "c"].map((text) => wish(pool!, text)));
    expect(answers.map(({ status }) => status)).toEqual([
      "fulfilled",
      "rejected",
      "fulfilled",
      "rejected",
      "fulfilled",
    ]);
    await expect(wish(pool, "exit")).rejects.toThrow(
      "compute thread: the thread ended with code 7, expected an answer",
    );
    await expect(wish(pool, "throw")).rejects.toThrow(/the thread died: a fault of the program/);
    expect(await wish(pool, "still here")).toBe("still here");
  });

  test("says when a thread has no memory left", async () => {
    pool = createComputePool(1, { file, maxHeapMib: 32 });
    await expect(wish(pool, "eat memory")).rejects.toThrow(TaskFailedError);
    await expect(wish(pool, "eat memory")).rejects.toThrow(/out of memory \(limit 32 MiB\)/);
    expect(await wish(pool, "still here")).toBe("still here");
  });
});
