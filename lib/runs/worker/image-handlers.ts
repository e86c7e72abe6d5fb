// The database half of the tasks that make images: rows in, work on a compute thread, rows out.

import { z } from "zod";
import type { CalibrationKind } from "@/lib/calibration/kinds";
import { pool } from "@/lib/database/client";
import { type MetricToSave, type RowOwner, saveMetricValues } from "@/lib/database/save-dark-rings";
import { saveImageProducts } from "@/lib/database/save-images";
import { FileUnreadableError, NotFoundError, TaskFailedError } from "@/lib/errors";
import type { CombineInput } from "../tasks/combine-detector";
import { findTaskDefinition } from "../tasks/definitions";
import type { CalibrationFile } from "../tasks/load-calibration";
import type { VisualizeResult } from "../tasks/visualize-detector";
import type { ComputePool } from "./compute-pool";
import type { Outcome } from "./handlers";
import type { TaskRow } from "./read-task";

/** What a residual is measured by, or said not to be. */
export const RESIDUAL_METRICS = ["residual_mean", "residual_noise"] as const;

/** Whose rows a task writes. */
export function ownerOf(task: TaskRow): RowOwner {
  const { runId, key, instrument, exposureId, detector } = task;
  return { runId, taskKey: key, instrument, exposureId, detector };
}

export interface InputImage extends CombineInput {
  detector: number;
  physicalFilter: string | null;
  observationType: string | null;
}

/** The images of a task in their order, as its rows list them; null for one that is no longer listed. */
export async function readListedImages(task: TaskRow): Promise<(InputImage | null)[]> {
  const result = await pool().query<{ [Field in keyof InputImage]: InputImage[Field] | null }>(
    `SELECT i.detector, i.detector_name AS "detectorName", i.product_type AS "productType", i.hdu, i.width, i.height, f.path,
       m.root AS "mountRoot", m.rules, t.checksum, coalesce(e.label, e.exposure_id::text) AS label,
       e.exposure_time_seconds AS "exposureTimeSeconds", e.physical_filter AS "physicalFilter",
       e.observation_type AS "observationType"
     FROM task_input t LEFT JOIN detector_image i ON i.id = t.image_id LEFT JOIN mounted_file f ON f.id = i.file_id
       LEFT JOIN mount m ON m.id = f.mount_id
       LEFT JOIN exposure e ON e.instrument = i.instrument AND e.exposure_id = i.exposure_id
     WHERE t.task_key = $1 AND t.role = 'image' ORDER BY t.position`,
    [task.key],
  );
  return result.rows.map((row) => inputImage.safeParse(row).data ?? null);
}

async function readInputImages(task: TaskRow): Promise<InputImage[]> {
  return (await readListedImages(task)).map((image, index) => {
    if (image !== null) return image;
    throw new NotFoundError({
      place: `${task.name} of ${task.instrument} detector ${task.detector}, image ${index + 1}`,
      found: "its image is no longer listed",
      expected: "the image that was selected; scan its mount and ask again",
    });
  });
}

const inputImage = z.object({
  detector: z.number(),
  detectorName: z.string(),
  productType: z.string(),
  hdu: z.number(),
  width: z.number(),
  height: z.number(),
  path: z.string(),
  mountRoot: z.string(),
  rules: z.string().nullable(),
  checksum: z.string(),
  label: z.string(),
  exposureTimeSeconds: z.number().nullable(),
  physicalFilter: z.string().nullable(),
  observationType: z.string().nullable(),
});

/** The calibrations of a task, which must be those that were chosen when it was asked for. */
async function readCalibrations(task: TaskRow): Promise<CalibrationFile[]> {
  const result = await pool().query<{
    kind: CalibrationKind;
    run_id: number | null;
    path: string | null;
    hdu: number | null;
    unit: string | null;
    bytes: string | null;
    checksum: string;
    found: string | null;
  }>(
    `SELECT t.role AS kind, p.run_id, p.path, p.hdu, p.unit, p.bytes, t.checksum, p.checksum AS found
     FROM task_input t LEFT JOIN image_product p ON p.id = t.product_id
     WHERE t.task_key = $1 AND t.role <> 'image' ORDER BY t.position`,
    [task.key],
  );
  return result.rows.map(({ kind, run_id: runId, path, hdu, unit, bytes, checksum, found }) => {
    if (runId !== null && path !== null && hdu !== null && unit !== null && found === checksum) {
      return { kind, runId, path, hdu, unit, bytes: Number(bytes) };
    }
    throw new FileUnreadableError({
      place: `combined ${kind} of ${task.instrument} detector ${task.detector}`,
      found: found === null ? "no longer listed" : `made again since this run was asked for, by run ${runId}`,
      expected: "the one that was chosen; ask again",
    });
  });
}

/**
 * Combine the exposures of one detector.
 *
 * @param task its row
 * @param threads where to compute
 * @returns the product's row
 */
export async function handleCombine(task: TaskRow, threads: ComputePool): Promise<Outcome> {
  const { runId, instrument, exposureId, codeVersion } = task;
  const kind = findTaskDefinition(task.name)?.kind;
  const images = await readInputImages(task);
  const [first] = images;
  if (kind === undefined || first === undefined || task.detector === null) {
    throw new TaskFailedError({ place: `task ${task.key}`, found: "no combination", expected: "images of a detector" });
  }
  const { product, megapixels, notes } = await threads.compute("combine-detector", {
    ...{ kind, runId, instrument, exposureId, codeVersion, images },
    configuration: task.configurations[task.name] ?? {},
    detector: task.detector,
    detectorName: first.detectorName,
    physicalFilter: first.physicalFilter,
    calibrations: await readCalibrations(task),
  });
  return { megapixels, notes, save: (client) => saveImageProducts(client, ownerOf(task), [product]) };
}

/**
 * Make the images of one detector.
 *
 * @param task its row
 * @param threads where to compute
 * @returns rows of its products and of what was measured on its residual
 */
export async function handleVisualize(task: TaskRow, threads: ComputePool): Promise<Outcome> {
  const { runId, instrument, exposureId, codeVersion } = task;
  const [image] = await readInputImages(task);
  if (image === undefined || task.detector === null) {
    throw new TaskFailedError({ place: `task ${task.key}`, found: "no image", expected: "the image of a detector" });
  }
  const result = await threads.compute("visualize-detector", {
    ...image,
    ...{ runId, instrument, exposureId, codeVersion },
    configuration: task.configurations[task.name] ?? {},
    detector: task.detector,
    calibrations: await readCalibrations(task),
  });
  return {
    megapixels: result.megapixels,
    notes: result.notes,
    async save(client) {
      await saveImageProducts(client, ownerOf(task), result.products);
      await saveMetricValues(client, ownerOf(task), residualMetrics(result));
    },
  };
}

/** Rows of what was measured on a residual, or why there is none. */
export function residualMetrics({ residual }: Pick<VisualizeResult, "residual">): MetricToSave[] {
  const { mean, noise, unit, reason } = residual;
  return RESIDUAL_METRICS.map((metric) => {
    const value = metric === "residual_mean" ? mean : noise;
    return { metric, value, unit, notMeasuredReason: value === null ? (reason ?? "no finite pixel") : null };
  });
}
