// The database half of each kind of task: rows in, work on a compute thread, rows out.

import type { PoolClient } from "pg";
import { pool } from "@/lib/database/client";
import {
  type DarkRingToSave,
  type MetricToSave,
  type RowOwner,
  saveCopiedDarkRings,
  saveCopiedMetricValues,
  saveDarkRings,
  saveMetricValues,
  saveRanks,
} from "@/lib/database/save-dark-rings";
import { NotFoundError, TaskFailedError } from "@/lib/errors";
import { readRings } from "../read-rings";
import { removeDetectorStamps } from "../tasks/consolidate-dark-rings";
import type { FindResult } from "../tasks/find-dark-rings";
import type { ComputePool } from "./compute-pool";
import { handleCombine, handleVisualize, RESIDUAL_METRICS } from "./image-handlers";
import { handleMosaic } from "./mosaic-handlers";
import { readTaskImage, type TaskRow } from "./read-task";

/** What a handler leaves: rows to save in the transaction that ends the task, and what to do after it. */
export interface Outcome {
  megapixels: number | null;
  notes: string[];
  /** what makes the task fail although there is something to save; a retry does all of it again */
  failure?: Error;
  save(client: PoolClient): Promise<void>;
  /** once the rows hold */
  after?(): void;
}

type Handler = (task: TaskRow, threads: ComputePool) => Promise<Outcome>;

const HANDLERS: Record<string, Handler> = {
  "find-dark-rings": handleFind,
  "consolidate-dark-rings": handleConsolidate,
  "combine-bias": handleCombine,
  "combine-dark": handleCombine,
  "combine-flat": handleCombine,
  "visualize-detector": handleVisualize,
  "mosaic-exposure": handleMosaic,
};

/** Metrics of a detector with their units; those in pixel values take the image's unit. */
const DETECTOR_METRICS = [
  "dark_rings",
  "best_score",
  "noise",
  "mean",
  "median",
  "saturated_fraction",
  "masked_fraction",
  "plane_sigma",
] as const;

/** Metrics of a detector by kind of task: a failed one says of each that it was not measured. */
const METRICS_OF_TASK: Record<string, readonly string[]> = {
  "find-dark-rings": DETECTOR_METRICS,
  "visualize-detector": RESIDUAL_METRICS,
};

/**
 * Do a task.
 *
 * @param task its row
 * @param threads where to compute
 * @returns what to save
 * @throws whatever makes the task fail
 */
export async function handleTask(task: TaskRow, threads: ComputePool): Promise<Outcome> {
  const handler = HANDLERS[task.name];
  if (handler !== undefined) return handler(task, threads);
  const expected = Object.keys(HANDLERS).join(" or ");
  throw new TaskFailedError({ place: `task ${task.key}`, found: `kind ${task.name}`, expected });
}

/**
 * Why a failed detector has no numbers, one row per metric, so that no page takes their absence for zero.
 *
 * @param client connection that holds the transaction
 * @param task that failed
 * @param reason its message
 */
export async function saveNotMeasured(client: PoolClient, task: TaskRow, reason: string): Promise<void> {
  if (task.detector === null) return;
  const rows = (METRICS_OF_TASK[task.name] ?? []).map((metric) => ({
    metric,
    value: null,
    unit: "",
    notMeasuredReason: reason,
  }));
  await saveMetricValues(client, ownerOf(task), rows);
}

function ownerOf(task: TaskRow): RowOwner {
  const { runId, key, instrument, exposureId, detector } = task;
  return { runId, taskKey: key, instrument, exposureId, detector };
}

async function handleFind(task: TaskRow, threads: ComputePool): Promise<Outcome> {
  const image = await readTaskImage(task);
  const { runId, instrument, exposureId, codeVersion } = task;
  const { detectorName, productType, mountRoot, rules, path, hdu } = image;
  const result = await threads.compute("find-dark-rings", {
    ...{ runId, instrument, exposureId, codeVersion, detectorName, productType, mountRoot, rules, path, hdu },
    configuration: task.configurations[task.name] ?? {},
    detector: task.detector ?? 0,
    checksum: task.inputChecksum,
  });
  const rings: DarkRingToSave[] = result.rings;
  return {
    megapixels: result.statistics.megapixels,
    notes: result.notes,
    async save(client) {
      await saveDarkRings(client, ownerOf(task), detectorName, rings);
      await saveMetricValues(client, ownerOf(task), detectorMetrics(result));
    },
  };
}

function detectorMetrics({ rings, statistics, saturatedFraction, unit, mode, notes }: FindResult): MetricToSave[] {
  // without a noise there is no threshold: none found is not the same as none there
  const isSearched = mode === "reference" || statistics.planeSigma !== null;
  const scores = rings.flatMap(({ gaussianLikeScore }) => gaussianLikeScore ?? []);
  const noSaturation = "the file tells no saturation level";
  return [
    measured("dark_rings", isSearched ? rings.length : null, "", `nothing was searched: ${notes.join("; ")}`),
    measured("best_score", scores.length === 0 ? null : Math.max(...scores), "", "no dark ring with a score"),
    measured("noise", statistics.noise, unit),
    measured("mean", statistics.mean, unit),
    measured("median", statistics.median, unit),
    measured("saturated_fraction", saturatedFraction, "", noSaturation),
    measured("masked_fraction", statistics.maskedFraction, ""),
    measured("plane_sigma", statistics.planeSigma, unit, "reference mode does not measure it"),
  ];
}

function measured(metric: string, value: number | null, unit: string, reason = "no finite value"): MetricToSave {
  const isMeasured = value !== null && Number.isFinite(value);
  return { metric, unit, value: isMeasured ? value : null, notMeasuredReason: isMeasured ? null : reason };
}

async function handleConsolidate(task: TaskRow, threads: ComputePool): Promise<Outcome> {
  const { runId, instrument, exposureId, codeVersion } = task;
  const source = await findMeasurement(task);
  const rings = await readRings(source.runId, instrument, exposureId);
  const result = await threads.compute("consolidate-dark-rings", {
    ...{ runId, instrument, exposureId, codeVersion, rings },
    configuration: task.configurations[task.name] ?? {},
    detection: source.configuration,
    stampsRunId: source.runId,
  });
  return {
    megapixels: null,
    notes: [
      ...(source.runId === runId ? [] : [`rings of run ${source.runId}`]),
      ...(await describeMissing(source.runId, task)),
      ...result.notes,
    ],
    async save(client) {
      if (source.runId !== runId) await saveCopiedDarkRings(client, ownerOf(task), source.runId);
      await saveRanks(client, ownerOf(task), result.ranked);
      await saveMetricValues(client, ownerOf(task), [await countOfExposure(client, source.runId, task)]);
      if (source.runId !== runId) await saveCopiedMetricValues(client, ownerOf(task), source.runId);
    },
    after: () => removeDetectorStamps(runId, instrument, exposureId),
  };
}

/** Rings of the exposure, when at least one of its detectors was searched. */
async function countOfExposure(client: PoolClient, runId: number, task: TaskRow): Promise<MetricToSave> {
  const sum = await client.query<{ rings: number | null }>(
    `SELECT sum(value)::float8 AS rings FROM metric_value WHERE instrument = $2 AND exposure_id = $3
       AND metric = 'dark_rings' AND run_id = $1 AND detector IS NOT NULL`,
    [runId, task.instrument, String(task.exposureId)],
  );
  return measured("dark_rings", sum.rows[0]?.rings ?? null, "", "none of its detectors could be searched");
}

interface Measurement {
  runId: number;
  configuration: Record<string, unknown>;
}

/** The run that measured the exposure: the task's own, or the newest one when the pipeline only consolidates. */
async function findMeasurement(task: TaskRow): Promise<Measurement> {
  const own = task.configurations["find-dark-rings"];
  if (own !== undefined) return { runId: task.runId, configuration: own };
  const mode = task.configurations[task.name]?.mode ?? "annulus";
  const newest = await pool().query<{ run_id: number; configuration: Record<string, Record<string, unknown>> }>(
    `SELECT t.run_id, r.configuration FROM task t JOIN run r ON r.id = t.run_id
     WHERE t.instrument = $1 AND t.exposure_id = $2 AND t.name = 'find-dark-rings' AND t.state = 'done'
       AND r.mode = $3
     ORDER BY t.run_id DESC LIMIT 1`,
    [task.instrument, String(task.exposureId), mode],
  );
  const row = newest.rows[0];
  if (row !== undefined) return { runId: row.run_id, configuration: row.configuration["find-dark-rings"] ?? {} };
  throw new NotFoundError({
    place: `${task.instrument} exposure ${task.exposureId}`,
    found: `no run in ${mode} mode that found dark rings on it`,
    expected: "run find-dark-rings or dark-rings first",
  });
}

/** "2 of 9 detectors are missing: R22_S11 …": consolidation goes on without them, but says so. */
async function describeMissing(runId: number, task: TaskRow): Promise<string[]> {
  const result = await pool().query<{ detector: number; state: string }>(
    `SELECT detector, state FROM task
     WHERE run_id = $1 AND instrument = $2 AND exposure_id = $3 AND name = 'find-dark-rings' ORDER BY detector`,
    [runId, task.instrument, String(task.exposureId)],
  );
  const missing = result.rows.filter(({ state }) => state !== "done").map(({ detector }) => detector);
  if (missing.length === 0) return [];
  if (missing.length === result.rows.length) {
    throw new TaskFailedError({
      place: `${task.instrument} exposure ${task.exposureId}`,
      found: `not one of its detectors (${missing.length}) was measured`,
      expected: "at least one measured detector",
    });
  }
  const shown = missing.slice(0, 20).join(", ") + (missing.length > 20 ? " …" : "");
  return [`${missing.length} of ${result.rows.length} detectors are missing: ${shown}`];
}
