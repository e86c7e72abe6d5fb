// Writes what the dark-ring tasks found. Rows of a task are replaced, never added to: a task that runs twice
// leaves what it would have left once. Every function works in the caller's transaction.

import type { PoolClient } from "pg";
import { type CopyValue, copyRows } from "./copy-rows";

export interface DarkRingToSave {
  footprintId: number;
  area: number;
  circularity: number;
  gaussianLikeScore: number | null;
  gaussianSigmaPixels: number | null;
  gaussianDiameterPixels: number | null;
  passesHoleChecks: boolean;
  holeFracBbox: number;
  holeFracTotal: number;
  centerOffset: number;
  y0: number;
  y1: number;
  x0: number;
  x1: number;
  ringScore: number | null;
  ringRadiusPixels: number | null;
  ringWidthPixels: number | null;
  blobScorePadded: number | null;
  morphology: string | null;
  centerX: number;
  centerY: number;
  peakSignificance: number | null;
  meanDepthSigma: number | null;
  integratedDepthSigma: number | null;
  maskedFraction: number | null;
  flags: readonly string[];
}

/** Which task a row belongs to, and whose detector it is about. */
export interface RowOwner {
  runId: number;
  taskKey: string;
  instrument: string;
  exposureId: bigint;
  detector: number | null;
}

export interface MetricToSave {
  /** left out: that of the task */
  detector?: number;
  metric: string;
  /** null: not measured, then with the reason */
  value: number | null;
  unit: string;
  notMeasuredReason: string | null;
}

const RING_COLUMNS: readonly (readonly [string, keyof DarkRingToSave])[] = [
  ["footprint_id", "footprintId"],
  ["area", "area"],
  ["circularity", "circularity"],
  ["gaussian_like_score", "gaussianLikeScore"],
  ["gaussian_sigma_pixels", "gaussianSigmaPixels"],
  ["gaussian_diameter_pixels", "gaussianDiameterPixels"],
  ["passes_hole_checks", "passesHoleChecks"],
  ["hole_frac_bbox", "holeFracBbox"],
  ["hole_frac_total", "holeFracTotal"],
  ["center_offset", "centerOffset"],
  ["y0", "y0"],
  ["y1", "y1"],
  ["x0", "x0"],
  ["x1", "x1"],
  ["ring_score", "ringScore"],
  ["ring_radius_pixels", "ringRadiusPixels"],
  ["ring_width_pixels", "ringWidthPixels"],
  ["blob_score_padded", "blobScorePadded"],
  ["morphology", "morphology"],
  ["ring_center_x", "centerX"],
  ["ring_center_y", "centerY"],
  ["peak_significance", "peakSignificance"],
  ["mean_depth_sigma", "meanDepthSigma"],
  ["integrated_depth_sigma", "integratedDepthSigma"],
  ["masked_fraction", "maskedFraction"],
  ["flags", "flags"],
];

const OWNER_COLUMNS = ["run_id", "task_key", "instrument", "exposure_id", "detector"] as const;

function ownerValues(owner: RowOwner): CopyValue[] {
  return [owner.runId, owner.taskKey, owner.instrument, owner.exposureId, owner.detector];
}

/**
 * Replace the rings of a task.
 *
 * @param client connection that holds the transaction
 * @param owner the task and its detector
 * @param detectorName name in the camera
 * @param rings of the detector
 */
export async function saveDarkRings(
  client: PoolClient,
  owner: RowOwner,
  detectorName: string,
  rings: readonly DarkRingToSave[],
): Promise<void> {
  await client.query(
    "DELETE FROM dark_ring WHERE run_id = $1 AND instrument = $2 AND exposure_id = $3 AND detector = $4",
    [owner.runId, owner.instrument, String(owner.exposureId), owner.detector],
  );
  const columns = [...OWNER_COLUMNS, "detector_name", ...RING_COLUMNS.map(([column]) => column)];
  const common = [...ownerValues(owner), detectorName];
  const rows = rings.map((ring) => [...common, ...RING_COLUMNS.map(([, field]) => ring[field])]);
  await copyRows(client, "dark_ring", columns, rows);
}

/**
 * Replace the metric values of a task.
 *
 * @param client connection that holds the transaction
 * @param owner the task, with its detector or null for the exposure
 * @param metrics values, or reasons why there are none
 */
export async function saveMetricValues(
  client: PoolClient,
  owner: RowOwner,
  metrics: readonly MetricToSave[],
): Promise<void> {
  await client.query("DELETE FROM metric_value WHERE task_key = $1", [owner.taskKey]);
  const columns = [...OWNER_COLUMNS, "metric", "value", "unit", "not_measured_reason"];
  const rows = metrics.map(({ detector = owner.detector, metric, value, unit, notMeasuredReason }) => {
    return [...ownerValues({ ...owner, detector }), metric, value, unit, notMeasuredReason];
  });
  await copyRows(client, "metric_value", columns, rows);
}

/**
 * Write rank and place in the stamp pack of an exposure's rings; rings that are not named have neither.
 *
 * @param client connection that holds the transaction
 * @param owner the consolidating task; its detector is not used
 * @param ranked rings with a rank, a stamp or both
 */
export async function saveRanks(
  client: PoolClient,
  owner: RowOwner,
  ranked: readonly { detector: number; footprintId: number; rank: number | null; stampIndex: number | null }[],
): Promise<void> {
  await client.query(
    `UPDATE dark_ring ring SET rank = r.rank, stamp_index = r.stamp_index
     FROM dark_ring there LEFT JOIN unnest($4::int[], $5::int[], $6::int[], $7::int[])
       AS r(detector, footprint_id, rank, stamp_index)
       ON r.detector = there.detector AND r.footprint_id = there.footprint_id
     WHERE there.id = ring.id AND there.run_id = $1 AND there.instrument = $2 AND there.exposure_id = $3::bigint
       AND (ring.rank IS DISTINCT FROM r.rank OR ring.stamp_index IS DISTINCT FROM r.stamp_index)`,
    [
      owner.runId,
      owner.instrument,
      String(owner.exposureId),
      ranked.map(({ detector }) => detector),
      ranked.map(({ footprintId }) => footprintId),
      ranked.map(({ rank }) => rank),
      ranked.map(({ stampIndex }) => stampIndex),
    ],
  );
}

/**
 * Copy the rings of an exposure from one run to another, which then ranks them its own way.
 *
 * @param client connection that holds the transaction
 * @param owner the task that takes them over; its detector is not used
 * @param fromRunId run that measured them
 */
export async function saveCopiedDarkRings(client: PoolClient, owner: RowOwner, fromRunId: number): Promise<void> {
  const exposure = [owner.runId, owner.instrument, String(owner.exposureId)];
  await client.query("DELETE FROM dark_ring WHERE run_id = $1 AND instrument = $2 AND exposure_id = $3", exposure);
  const columns = ["instrument", "exposure_id", "detector", "detector_name", ...RING_COLUMNS.map(([column]) => column)];
  const list = columns.join(", ");
  await client.query(
    `INSERT INTO dark_ring (run_id, task_key, ${list})
     SELECT $1, $5, ${list} FROM dark_ring WHERE run_id = $4 AND instrument = $2 AND exposure_id = $3::bigint`,
    [...exposure, fromRunId, owner.taskKey],
  );
}

/**
 * Copy what was measured on the detectors of an exposure from one run to another, beside the copied rings: none of them
 * is "not measured" for having been measured before.
 *
 * @param client connection that holds the transaction
 * @param owner the task that takes them over, after saveMetricValues of its own; its detector is not used
 * @param fromRunId run that measured them
 */
export async function saveCopiedMetricValues(client: PoolClient, owner: RowOwner, fromRunId: number): Promise<void> {
  const columns = "instrument, exposure_id, detector, metric, value, unit, not_measured_reason";
  await client.query(
    `INSERT INTO metric_value (run_id, task_key, ${columns})
     SELECT $1, $5, ${columns} FROM metric_value
     WHERE run_id = $4 AND instrument = $2 AND exposure_id = $3::bigint AND detector IS NOT NULL`,
    [owner.runId, owner.instrument, String(owner.exposureId), fromRunId, owner.taskKey],
  );
}
