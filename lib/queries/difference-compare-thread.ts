// Entry of the thread that measures comparisons, so that a second of sorting and drawing does not keep other requests waiting.
// Runs under tsx in development and tests, as build/difference-compare-thread.mjs in production.

import { parentPort } from "node:worker_threads";
import { toPlainError } from "@/lib/runs/worker/plain-error";
import { TaskFailedError } from "../errors";
import { compareColumns } from "./difference-compare-columns";
import type { CompareThreadAnswer, CompareThreadRequest } from "./difference-compare-in-thread";
import { measureComparison } from "./difference-compare-measure";

if (parentPort === null) {
  throw new TaskFailedError({
    place: "comparison",
    found: "its thread started as a program",
    expected: "a thread of the server",
  });
}
const port = parentPort;
port.on("message", ({ rows, request }: CompareThreadRequest) => {
  let answer: CompareThreadAnswer;
  try {
    answer = { ok: true, answer: measureComparison(compareColumns(rows, request), request) };
  } catch (error) {
    answer = { ok: false, error: toPlainError(error) };
  }
  port.postMessage(answer);
});
