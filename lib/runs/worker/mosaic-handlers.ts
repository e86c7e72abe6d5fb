// The database half of mosaic-exposure: of the blocks that the detectors' own tasks left, or of the mounted images at once.

import { pool } from "@/lib/database/client";
import { type MetricToSave, saveMetricValues } from "@/lib/database/save-dark-rings";
import { saveImageProducts } from "@/lib/database/save-images";
import { TaskFailedError } from "@/lib/errors";
import { type BinResult, type DetectorReport, type DetectorToBin, failureOf } from "../tasks/bin-detectors";
import { removeDetectorBlocks } from "../tasks/mosaic-exposure";
import type { ComputePool } from "./compute-pool";
import type { Outcome } from "./handlers";
import { type InputImage, ownerOf, readListedImages, residualMetrics } from "./image-handlers";
import { toPlainError } from "./plain-error";
import type { TaskRow } from "./read-task";

const BATCHES_PER_THREAD = 3;
/** More are told in their metrics, which are of every detector. */
const MOST_FAILURES = 5;
const MOST_NOTES = 20;

/**
 * Make the mosaics of an exposure from those of its detectors that are there.
 *
 * @param task its row
 * @param threads where to compute
 * @returns rows of the mosaics
 */
export async function handleMosaic(task: TaskRow, threads: ComputePool): Promise<Outcome> {
  const images = await readListedImages(task);
  return images.length > 0 ? mosaicOfImages(task, images, threads) : mosaicOfBlocks(task, threads);
}

/** Of what the tasks of its detectors left. */
async function mosaicOfBlocks(task: TaskRow, threads: ComputePool): Promise<Outcome> {
  const { runId, instrument, exposureId, codeVersion } = task;
  const result = await pool().query<{ detector: number; name: string | null; state: string }>(
    `SELECT t.detector, i.detector_name AS name, t.state FROM task t LEFT JOIN detector_image i ON i.id = t.image_id
     WHERE t.run_id = $1 AND t.instrument = $2 AND t.exposure_id = $3 AND t.name = 'visualize-detector'
     ORDER BY t.detector`,
    [runId, instrument, String(exposureId)],
  );
  const isThere = ({ state }: { state: string }) => state === "done";
  const detectors = result.rows
    .filter(isThere)
    .map(({ detector, name }) => ({ detector, name: name ?? `${detector}` }));
  const missing = result.rows.filter((row) => !isThere(row)).map(({ detector }) => detector);
  if (detectors.length === 0) {
    throw new TaskFailedError({
      place: `${instrument} exposure ${exposureId}`,
      found: `not one of its detectors (${missing.length}) has an image`,
      expected: "at least one",
    });
  }
  const mosaics = await threads.compute("mosaic-exposure", {
    ...{ runId, instrument, exposureId, codeVersion, detectors },
    configuration: task.configurations[task.name] ?? {},
  });
  const notes = missing.length === 0 ? [] : [describeMissing(missing, result.rows.length)];
  return {
    megapixels: null,
    notes: [...notes, ...mosaics.notes],
    save: (client) => saveImageProducts(client, ownerOf(task), mosaics.products),
    // kept when a detector failed: it may be done again, and the mosaics with it
    after: () => {
      if (missing.length === 0) removeDetectorBlocks(runId, instrument, exposureId);
    },
  };
}

/** Of the mounted images themselves: the detectors have no tasks of their own. */
async function mosaicOfImages(
  task: TaskRow,
  images: readonly (InputImage | null)[],
  threads: ComputePool,
): Promise<Outcome> {
  const { runId, instrument, exposureId, codeVersion } = task;
  const listed = images.filter((image) => image !== null);
  const configuration = task.configurations["visualize-detector"] ?? {};
  const { binned, reports } = await binInBatches(listed, configuration, threads);
  const mosaics =
    binned.length === 0
      ? { products: [], notes: [] }
      : await threads.compute(
          "mosaic-exposure",
          {
            ...{ runId, instrument, exposureId, codeVersion, detectors: binned },
            configuration: task.configurations[task.name] ?? {},
          },
          binned.map(({ values }) => values.buffer),
        );
  const failure = failureOfImages(task, images.length, reports);
  return {
    megapixels: reports.reduce((sum, { megapixels }) => sum + megapixels, 0),
    notes: [...notesOf(images.length, reports), ...mosaics.notes],
    ...(failure === null ? {} : { failure }),
    async save(client) {
      await saveImageProducts(client, ownerOf(task), mosaics.products);
      await saveMetricValues(client, ownerOf(task), reports.flatMap(metricsOf));
    },
  };
}

/** Each thread gets several batches, so that none waits long for the other's last one. */
async function binInBatches(
  images: readonly DetectorToBin[],
  configuration: Record<string, unknown>,
  threads: ComputePool,
): Promise<BinResult> {
  const size = Math.max(1, Math.ceil(images.length / (BATCHES_PER_THREAD * threads.threads)));
  const batches = Array.from({ length: Math.ceil(images.length / size) }, (_, i) =>
    images.slice(i * size, (i + 1) * size),
  );
  const ended = await Promise.allSettled(
    batches.map((batch) => threads.compute("bin-detectors", { configuration, images: batch })),
  );
  // a thread that died takes its batch with it, and no other
  const results = ended.map((end, i): BinResult => {
    if (end.status === "fulfilled") return end.value;
    const { message } = toPlainError(end.reason);
    return { binned: [], reports: batches[i]!.map((image) => failureOf(image, message)) };
  });
  return { binned: results.flatMap(({ binned }) => binned), reports: results.flatMap(({ reports }) => reports) };
}

function metricsOf({ detector, reason, unit }: DetectorReport): MetricToSave[] {
  return residualMetrics({ residual: { mean: null, noise: null, unit, reason } }).map((row) => ({ ...row, detector }));
}

/** What is true of many detectors is told once. */
function notesOf(imageCount: number, reports: readonly DetectorReport[]): string[] {
  const missing = reports.filter(({ failure }) => failure !== null).map(({ detector }) => detector);
  const unlisted = imageCount - reports.length;
  const texts = Map.groupBy(
    reports.flatMap(({ name, notes }) => notes.map((text) => ({ name, text }))),
    ({ text }) => text,
  );
  const told = [...texts].map(([text, [first, ...others]]) => {
    if (others.length + 1 === reports.length) return text;
    return `${first!.name}${others.length === 0 ? "" : ` and ${others.length} more`}: ${text}`;
  });
  return [
    ...(missing.length === 0 ? [] : [describeMissing(missing, imageCount)]),
    ...(unlisted === 0 ? [] : [`${unlisted} of ${imageCount} images are no longer listed`]),
    ...told.slice(0, MOST_NOTES),
    ...(told.length > MOST_NOTES ? [`${told.length - MOST_NOTES} more notes`] : []),
  ];
}

/** A detector that is missing makes the task fail, so that a retry does it again. */
function failureOfImages(task: TaskRow, count: number, reports: readonly DetectorReport[]): TaskFailedError | null {
  const broken = reports.flatMap(({ name, failure }) => (failure === null ? [] : [`${name}: ${failure}`]));
  const missing = count - reports.length + broken.length;
  if (missing === 0) return null;
  const shown = broken.length === 0 ? ["their images are no longer listed"] : broken.slice(0, MOST_FAILURES);
  const more = missing > shown.length && broken.length > 0 ? [`${missing - shown.length} more`] : [];
  return new TaskFailedError({
    place: `${task.instrument} exposure ${task.exposureId}`,
    found: `${missing} of ${count} detectors missing (${[...shown, ...more].join("; ")})`,
    expected: "all; the mosaics are of the others",
  });
}

function describeMissing(missing: readonly number[], count: number): string {
  const shown = missing.slice(0, 20).join(", ") + (missing.length > 20 ? " …" : "");
  return `${missing.length} of ${count} detectors are missing: ${shown}`;
}
