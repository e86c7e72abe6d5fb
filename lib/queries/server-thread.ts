// Threads of the server for what would hold its pages up.
import "server-only";
import type { Worker } from "node:worker_threads";
import { threadEntry } from "@/lib/runs/worker/thread-entry";

/**
 * Starts a thread.
 *
 * @param source its entry, below the project; the bundle of it in production
 */
export function startServerThread(source: string): Worker {
  // asked for at run time: the server's bundler would take the file of a thread into its own bundle
  const { Worker } = process.getBuiltinModule("node:worker_threads");
  const { file, options } = threadEntry(source, process.env.NODE_ENV === "production");
  return new Worker(file, options);
}
