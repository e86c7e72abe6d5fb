// Compute threads for the bench, bundled as in production.

import { rmSync } from "node:fs";
import path from "node:path";
import { Worker } from "node:worker_threads";
import { build } from "esbuild";
import { environment } from "@/lib/environment";
import type { Answer, Order } from "./thread";

export interface Thread {
  run(order: Order): Promise<Answer>;
  close(): Promise<unknown>;
}

/** Starts so many threads. */
export async function startThreads(count: number): Promise<Thread[]> {
  const { projectRoot } = environment();
  const outfile = path.join(projectRoot, `build/bench-kernels-thread.${process.pid}.mjs`);
  const entryPoints = [path.join(projectRoot, "bench/kernels/thread.ts")];
  try {
    await build({ entryPoints, outfile, bundle: true, platform: "node", format: "esm", packages: "external" });
    return await Promise.all(Array.from({ length: count }, () => startThread(outfile)));
  } finally {
    rmSync(outfile, { force: true });
  }
}

function startThread(file: string): Promise<Thread> {
  const worker = new Worker(file);
  const thread: Thread = {
    run: (order) =>
      new Promise((resolve, reject) => {
        worker.removeAllListeners("error").once("message", resolve).once("error", reject);
        worker.postMessage(order);
      }),
    close: () => worker.terminate(),
  };
  return new Promise((resolve, reject) => {
    worker.once("message", () => resolve(thread));
    worker.once("error", reject);
  });
}
