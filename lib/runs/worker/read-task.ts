// The row of a task with everything its handler needs.

import { z } from "zod";
import { pool } from "@/lib/database/client";
import { NotFoundError } from "@/lib/errors";

const configurations = z.record(z.string(), z.record(z.string(), z.unknown()));

export interface TaskRow {
  key: string;
  runId: number;
  name: string;
  stage: number;
  instrument: string;
  exposureId: bigint;
  detector: number | null;
  imageId: bigint | null;
  inputChecksum: string;
  /** of its run: task name → settings */
  configurations: Record<string, Record<string, unknown>>;
  codeVersion: string;
}

export interface ImageRow {
  detectorName: string;
  productType: string;
  hdu: number;
  width: number;
  height: number;
  path: string;
  mountRoot: string;
  rules: string | null;
}

interface RawTask {
  run_id: number;
  name: string;
  stage: number;
  instrument: string;
  exposure_id: string;
  detector: number | null;
  image_id: string | null;
  input_checksum: string;
  configuration: unknown;
  code_version: string;
}

/**
 * @param key of the task
 * @returns its row with its run's configuration
 * @throws NotFoundError
 */
export async function readTask(key: string): Promise<TaskRow> {
  const result = await pool().query<RawTask>(
    `SELECT t.run_id, t.name, t.stage, t.instrument, t.exposure_id, t.detector, t.image_id, t.input_checksum,
       r.configuration, r.code_version
     FROM task t JOIN run r ON r.id = t.run_id WHERE t.key = $1`,
    [key],
  );
  const row = result.rows[0];
  if (row === undefined) throw new NotFoundError({ place: `task ${key}`, found: "none", expected: "an existing task" });
  return {
    key,
    runId: row.run_id,
    name: row.name,
    stage: row.stage,
    instrument: row.instrument,
    exposureId: BigInt(row.exposure_id),
    detector: row.detector,
    imageId: row.image_id === null ? null : BigInt(row.image_id),
    inputChecksum: row.input_checksum,
    configurations: configurations.parse(row.configuration),
    codeVersion: row.code_version,
  };
}

/**
 * @param task of one detector
 * @returns where its pixels are
 * @throws NotFoundError when a scan has found the file gone, or changed so that it has no such image
 */
export async function readTaskImage(task: TaskRow): Promise<ImageRow> {
  const result = await pool().query<{ [Column in keyof ImageRow]: ImageRow[Column] }>(
    `SELECT i.detector_name AS "detectorName", i.product_type AS "productType", i.hdu, i.width, i.height, f.path,
       m.root AS "mountRoot", m.rules
     FROM detector_image i JOIN mounted_file f ON f.id = i.file_id JOIN mount m ON m.id = f.mount_id
     WHERE i.id = $1`,
    [task.imageId === null ? null : String(task.imageId)],
  );
  const row = result.rows[0];
  if (row !== undefined) return row;
  throw new NotFoundError({
    place: `${task.instrument} exposure ${task.exposureId}, detector ${task.detector}`,
    found: "its image is no longer listed",
    expected: "the image that was selected; scan its mount and ask again",
  });
}
