// What the exposure page shows beside the rings: facts, neighbours, runs, detectors, files.
import "server-only";
import { findCamera } from "@/lib/cameras";
import { pool } from "@/lib/database/client";

export interface ExposurePageFacts {
  instrument: string;
  exposureId: string;
  dayObs: number | null;
  seqNum: number | null;
  observationType: string | null;
  physicalFilter: string | null;
  mjdMid: number | null;
  exposureTimeSeconds: number | null;
  object: string | null;
  label: string | null;
  missing: string[];
  /** neighbours by exposure id on the same instrument; null at the ends */
  previous: string | null;
  next: string | null;
}

/** Facts and neighbours of one exposure; null when there is none. */
export async function findExposure(instrument: string, exposureId: bigint): Promise<ExposurePageFacts | null> {
  const { rows } = await pool().query<ExposurePageFacts>(
    `SELECT instrument, exposure_id AS "exposureId", day_obs AS "dayObs", seq_num AS "seqNum",
       observation_type AS "observationType", physical_filter AS "physicalFilter", mjd_mid AS "mjdMid",
       exposure_time_seconds AS "exposureTimeSeconds", object, label, missing,
       (SELECT max(exposure_id) FROM exposure WHERE instrument = $1 AND exposure_id < $2) AS previous,
       (SELECT min(exposure_id) FROM exposure WHERE instrument = $1 AND exposure_id > $2) AS next
     FROM exposure WHERE instrument = $1 AND exposure_id = $2`,
    [instrument, exposureId],
  );
  return rows[0] ?? null;
}

export interface ExposureRun {
  id: number;
  pipeline: string;
  mode: string;
  query: string;
  codeVersion: string;
  /** queued | running | done | failed | cancelled */
  state: string;
  createdAt: Date;
  endedAt: Date | null;
  /** tasks of this exposure in the run, by state */
  tasks: Record<string, number>;
  ringCount: number;
  selectedCount: number;
}

/** Runs that have tasks for an exposure, newest first. */
export async function listExposureRuns(instrument: string, exposureId: bigint): Promise<ExposureRun[]> {
  const { rows } = await pool().query<ExposureRun>(
    `WITH mine AS (
       SELECT run_id, state, count(*)::int AS count FROM task WHERE instrument = $1 AND exposure_id = $2
       GROUP BY run_id, state)
     SELECT run.id, pipeline, mode, query, code_version AS "codeVersion", state, created_at AT TIME ZONE 'UTC' AS "createdAt",
       ended_at AT TIME ZONE 'UTC' AS "endedAt",
       (SELECT jsonb_object_agg(mine.state, mine.count) FROM mine WHERE mine.run_id = run.id) AS tasks,
       (SELECT count(*)::int FROM dark_ring WHERE instrument = $1 AND exposure_id = $2 AND run_id = run.id) AS "ringCount",
       (SELECT count(rank)::int FROM dark_ring WHERE instrument = $1 AND exposure_id = $2 AND run_id = run.id) AS "selectedCount"
     FROM run WHERE run.id IN (SELECT run_id FROM mine) ORDER BY run.id DESC`,
    [instrument, exposureId],
  );
  return rows;
}

/**
 * The run whose measurements a page shows: the one asked for, else by the rule of lib/database/shown-run, else the newest
 * ended, else the newest. Runs that only make images measure nothing.
 */
export function chooseRun(runs: readonly ExposureRun[], asked: number | null): ExposureRun | null {
  const measuring = runs.filter((run) => run.mode !== "images");
  const ended = measuring.filter((run) => run.state === "done" || run.state === "failed");
  const showable = ended.filter((run) => run.mode === "annulus");
  const measured = showable.find((run) => (run.tasks.done ?? 0) > 0);
  return measuring.find((run) => run.id === asked) ?? measured ?? showable[0] ?? ended[0] ?? measuring[0] ?? null;
}

interface MetricOfDetector {
  metric: string;
  value: number | null;
  unit: string;
  reason: string | null;
}

export interface DetectorRow {
  detector: number;
  name: string;
  /** present | vanished | unreadable; null: no image */
  imageState: string | null;
  productType: string | null;
  /** state of its find-dark-rings task in the run; null: the run has none for it */
  taskState: string | null;
  error: string | null;
  note: string | null;
  metrics: MetricOfDetector[];
}

/**
 * Every detector of the camera and every detector that has an image, with what one run says of it.
 * @param runId null: no run has measured the exposure
 */
export async function listDetectors(
  instrument: string,
  exposureId: bigint,
  runId: number | null,
): Promise<DetectorRow[]> {
  const { rows } = await pool().query<DetectorRow>(
    `WITH image AS (
       SELECT DISTINCT ON (detector) detector, detector_name, state, product_type FROM detector_image
       WHERE instrument = $1 AND exposure_id = $2 ORDER BY detector, state = 'present' DESC, id),
     measured AS (
       SELECT detector, jsonb_agg(jsonb_build_object('metric', metric, 'value', value, 'unit', unit,
         'reason', not_measured_reason)) AS metrics
       FROM metric_value WHERE instrument = $1 AND exposure_id = $2 AND run_id = $3 AND detector IS NOT NULL GROUP BY detector)
     SELECT image.detector, detector_name AS name, image.state AS "imageState", product_type AS "productType",
       task.state AS "taskState", task.error_message AS error, task.note, coalesce(metrics, '[]') AS metrics
     FROM image
     LEFT JOIN task ON task.instrument = $1 AND task.exposure_id = $2 AND task.run_id = $3
       AND task.name = 'find-dark-rings' AND task.detector = image.detector
     LEFT JOIN measured ON measured.detector = image.detector
     ORDER BY image.detector`,
    [instrument, exposureId, runId],
  );
  const present = new Set(rows.map((row) => row.detector));
  const absent = (findCamera(instrument)?.detectors ?? [])
    .filter((detector) => !present.has(detector.id))
    .map(
      ({ id, name }): DetectorRow => ({
        detector: id,
        name,
        imageState: null,
        productType: null,
        taskState: null,
        error: null,
        note: null,
        metrics: [],
      }),
    );
  return [...rows, ...absent].sort((a, b) => a.detector - b.detector);
}

export interface ExposureFile {
  id: string;
  mount: string;
  path: string;
  bytes: string;
  modifiedAt: Date;
  state: string;
  reason: string | null;
  survey: string | null;
  hduCount: number | null;
  /** names of the detectors whose pixels it holds */
  detectors: string[];
}

/** Files that hold pixels of an exposure, in path order; at most `limit`, and how many there are. */
export async function listExposureFiles(
  instrument: string,
  exposureId: bigint,
  limit: number,
): Promise<{ files: ExposureFile[]; total: number }> {
  const { rows } = await pool().query<ExposureFile & { total: number }>(
    `SELECT file.id, mount.name AS mount, file.path, file.bytes, file.modified_at AT TIME ZONE 'UTC' AS "modifiedAt", file.state, file.reason,
       file.survey, file.hdu_count AS "hduCount", array_agg(DISTINCT image.detector_name) AS detectors,
       (count(*) OVER ())::int AS total
     FROM detector_image image JOIN mounted_file file ON file.id = image.file_id JOIN mount ON mount.id = file.mount_id
     WHERE image.instrument = $1 AND image.exposure_id = $2
     GROUP BY file.id, mount.name ORDER BY mount.name, file.path LIMIT $3`,
    [instrument, exposureId, limit],
  );
  return { files: rows.map(({ total: _, ...file }) => file), total: rows[0]?.total ?? 0 };
}

export interface DetectorFile {
  id: string;
  path: string;
  mount: string;
  hdu: number;
  productType: string;
  state: string;
  width: number;
  height: number;
}

/** Files that hold a detector of an exposure; the one that pages show first (products before raws, present before vanished). */
export async function listDetectorFiles(
  instrument: string,
  exposureId: bigint,
  detector: number,
): Promise<DetectorFile[]> {
  const { rows } = await pool().query<DetectorFile>(
    `SELECT file.id, file.path, mount.name AS mount, image.hdu, image.product_type AS "productType", image.state, image.width,
       image.height
     FROM detector_image image JOIN mounted_file file ON file.id = image.file_id JOIN mount ON mount.id = file.mount_id
     WHERE image.instrument = $1 AND image.exposure_id = $2 AND image.detector = $3
     ORDER BY image.state = 'present' DESC, image.product_type = 'raw', image.id`,
    [instrument, exposureId, detector],
  );
  return rows;
}
