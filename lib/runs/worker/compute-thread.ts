// Entry of a compute thread: owns one set of kernels, works on one thing at a time, stays warm.
// Runs under tsx in development and tests, as build/compute-thread.mjs in production.

import { parentPort } from "node:worker_threads";
import { isAnnulusError, TaskFailedError } from "@/lib/errors";
import { createKernels } from "@/lib/kernels";
import { binDetectors } from "../tasks/bin-detectors";
import { combineDetector } from "../tasks/combine-detector";
import { consolidateExposure } from "../tasks/consolidate-dark-rings";
import { findOnDetector } from "../tasks/find-dark-rings";
import { mosaicExposure } from "../tasks/mosaic-exposure";
import { visualizeDetector } from "../tasks/visualize-detector";
import type { ThreadAnswer, ThreadRequest } from "./messages";
import { toPlainError } from "./plain-error";

const kernels = createKernels();

async function answer(message: ThreadRequest): Promise<{ result: unknown; transfer: ArrayBuffer[] }> {
  switch (message.name) {
    case "find-dark-rings":
      return { result: await findOnDetector(message.request, kernels), transfer: [] };
    case "consolidate-dark-rings":
      return { result: await consolidateExposure(message.request), transfer: [] };
    case "combine-detector":
      return { result: await combineDetector(message.request, kernels), transfer: [] };
    case "visualize-detector":
      return { result: await visualizeDetector(message.request, kernels), transfer: [] };
    case "bin-detectors": {
      const result = await binDetectors(message.request, kernels);
      return { result, transfer: result.binned.map(({ values }) => values.buffer) };
    }
    case "mosaic-exposure":
      return { result: await mosaicExposure(message.request), transfer: [] };
  }
}

if (parentPort === null) {
  throw new TaskFailedError({
    place: "compute thread",
    found: "started as a program",
    expected: "a thread of a worker",
  });
}
const port = parentPort;
port.on("message", (message: ThreadRequest) => {
  const mark = kernels.mark();
  answer(message).then(
    ({ result, transfer }) => {
      kernels.release(mark);
      port.postMessage({ ok: true, result } satisfies ThreadAnswer, transfer);
    },
    (error: unknown) => {
      kernels.release(mark);
      port.postMessage({ ok: false, error: toPlainError(error) } satisfies ThreadAnswer);
      // after a fault of the program nobody knows what state the kernels are in: the pool starts another thread
      if (!isAnnulusError(error)) port.close();
    },
  );
});
