// Entry of a thread that passes over images for their stamps, one at a time, with its own kernels, which stay warm.
// Runs under tsx in development and tests, as build/difference-stamp-thread.mjs in production.

import { parentPort } from "node:worker_threads";
import { toPlainError } from "@/lib/runs/worker/plain-error";
import { TaskFailedError } from "../errors";
import { type PassRequest, passOverImage } from "./difference-stamp-pass";
import type { PassAnswer } from "./difference-stamp-threads";

if (parentPort === null) {
  throw new TaskFailedError({
    place: "stamps",
    found: "their thread started as a program",
    expected: "a thread of the server",
  });
}
const port = parentPort;
port.on("message", (request: PassRequest) => {
  passOverImage(request).then(
    (cut) => port.postMessage({ ok: true, cut } satisfies PassAnswer, cut === null ? [] : [cut.pixels.buffer]),
    (error: unknown) => port.postMessage({ ok: false, error: toPlainError(error) } satisfies PassAnswer),
  );
});
