// What the worker and its compute threads say to each other. Everything can be cloned between threads.

import type { ErrorTag } from "@/lib/errors";
import type { BinRequest, BinResult } from "../tasks/bin-detectors";
import type { CombineRequest, CombineResult } from "../tasks/combine-detector";
import type { ConsolidateRequest, ConsolidateResult } from "../tasks/consolidate-dark-rings";
import type { FindRequest, FindResult } from "../tasks/find-dark-rings";
import type { MosaicRequest, MosaicResult } from "../tasks/mosaic-exposure";
import type { VisualizeRequest, VisualizeResult } from "../tasks/visualize-detector";

export interface ThreadWork {
  "find-dark-rings": { request: FindRequest; result: FindResult };
  "consolidate-dark-rings": { request: ConsolidateRequest; result: ConsolidateResult };
  "combine-detector": { request: CombineRequest; result: CombineResult };
  "visualize-detector": { request: VisualizeRequest; result: VisualizeResult };
  "bin-detectors": { request: BinRequest; result: BinResult };
  "mosaic-exposure": { request: MosaicRequest; result: MosaicResult };
}

export type WorkName = keyof ThreadWork;

/** One piece of work on its way into a thread. */
export type ThreadRequest = { [Name in WorkName]: { name: Name; request: ThreadWork[Name]["request"] } }[WorkName];

/** An error on its way out of a thread: classes do not survive the way, their fields do. */
export interface PlainError {
  /** null: none of ours, so a fault of the program */
  tag: ErrorTag | null;
  place: string;
  found: string;
  expected: string;
  message: string;
  stack: string;
}

export type ThreadAnswer = { ok: true; result: unknown } | { ok: false; error: PlainError };
