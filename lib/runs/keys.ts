// Keys of runs and tasks: derived from what goes in, so that the same request twice is the same work once.

import { createHash } from "node:crypto";
import type { ResolvedPipeline, ResolvedTask } from "./pipelines";

/** One image that a run will work on. */
export interface RunInput {
  imageId: bigint;
  instrument: string;
  exposureId: bigint;
  detector: number;
  /** checksum of the image's file, changes when the file does */
  checksum: string;
  hdu: number;
}

/** An image with the facts of its exposure that plan its tasks. */
export interface SelectedImage extends RunInput {
  detectorName: string;
  /** of the exposure; null where the headers do not tell */
  observationType: string | null;
  physicalFilter: string | null;
  /** the exposure as its survey spells it, else its id */
  label: string;
  /** stage of processing */
  productType: string;
  pixelCount: number;
}

/**
 * JSON with the names of every object in order, so that equal values have equal text.
 *
 * @param value anything JSON can hold; bigint as text
 * @returns the text
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_name, part: unknown) => {
    if (typeof part === "bigint") return String(part);
    if (part === null || typeof part !== "object" || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
  });
}

function digest(parts: readonly unknown[]): string {
  return createHash("sha256").update(canonicalJson(parts)).digest("hex");
}

/**
 * Key of a run. Spelling of the query, order of the rows and ids of the database do not enter.
 *
 * @param pipeline resolved tasks with versions and configuration
 * @param codeVersion version of the software
 * @param inputs images, in any order
 * @returns 64 hexadecimal digits
 */
export function runKey(pipeline: ResolvedPipeline, codeVersion: string, inputs: readonly RunInput[]): string {
  const images = inputs.map((input) => [input.instrument, input.exposureId, input.detector, input.checksum, input.hdu]);
  const sorted = images.map((image) => canonicalJson(image)).sort();
  return digest(["run", pipeline.name, pipeline.tasks, codeVersion, sorted]);
}

/**
 * Key of a task of a run.
 *
 * @param ofRun key of the run
 * @param task resolved task
 * @param subject what it works on: instrument, exposure, detector (null: the whole exposure)
 * @param inputChecksum from the image, or from exposureChecksum
 * @returns 64 hexadecimal digits
 */
export function taskKey(
  ofRun: string,
  task: ResolvedTask,
  subject: { instrument: string; exposureId: bigint; detector: number | null },
  inputChecksum: string,
): string {
  const { instrument, exposureId, detector } = subject;
  return digest([
    "task",
    ofRun,
    task.name,
    task.version,
    task.configuration,
    instrument,
    exposureId,
    detector,
    inputChecksum,
  ]);
}

/**
 * Checksum over what a task takes beside its own image, or as a combination.
 *
 * @param inputs images and calibrations in their order
 * @returns 64 hexadecimal digits
 */
export function inputsChecksum(inputs: readonly { role: string; checksum: string }[]): string {
  return digest(["inputs", inputs.map(({ role, checksum }) => [role, checksum])]);
}

/**
 * Checksum over all inputs of one exposure.
 *
 * @param inputs images of the exposure, in any order
 * @returns 64 hexadecimal digits
 */
export function exposureChecksum(inputs: readonly RunInput[]): string {
  const images = inputs.map((input) => canonicalJson([input.detector, input.checksum, input.hdu])).sort();
  return digest(["exposure", images]);
}
