// The rings of one exposure (or one of its detectors) in one run, best first, each with the verdict of its place.
import "server-only";
import { pool } from "@/lib/database/client";
import { shownRunSql } from "@/lib/database/shown-run";
import { type DarkRingRow, RING_COLUMNS_SQL, VERDICT_JOIN_SQL } from "./dark-ring-row";

/** Keys by which rings are ranked, and their columns. */
const SORT_COLUMNS = {
  score: "gaussian_like_score",
  ring: "ring_score",
  depth: "integrated_depth_sigma",
  area: "area",
} as const;
export type RingSort = keyof typeof SORT_COLUMNS;

/**
 * Rings of one exposure in one run. Descending by the key, rows without it last, then detector, then footprint.
 * @param options.detector only this detector; null: all
 * @param options.limit most rows; `total` counts all
 */
export async function listExposureDarkRings(
  where: { instrument: string; exposureId: bigint; runId: number },
  options: { sort: RingSort; limit: number; detector: number | null },
): Promise<{ rings: DarkRingRow[]; total: number }> {
  const filter = `ring.instrument = $1 AND ring.exposure_id = $2 AND ring.run_id = $3
    AND ($4::int IS NULL OR ring.detector = $4)`;
  const values = [where.instrument, where.exposureId, where.runId, options.detector];
  const column = SORT_COLUMNS[options.sort];
  // the best rows first, then their verdicts: the lateral join is paid for shown rows only
  const [rings, count] = await Promise.all([
    pool().query<DarkRingRow>(
      `SELECT ${RING_COLUMNS_SQL} FROM (
         SELECT * FROM dark_ring ring WHERE ${filter}
         ORDER BY ${column} DESC NULLS LAST, detector, footprint_id LIMIT $5) ring
       ${VERDICT_JOIN_SQL}
       ORDER BY ring.${column} DESC NULLS LAST, ring.detector, ring.footprint_id`,
      [...values, options.limit],
    ),
    pool().query<{ total: number }>(`SELECT count(*)::int AS total FROM dark_ring ring WHERE ${filter}`, values),
  ]);
  return { rings: rings.rows, total: count.rows[0]?.total ?? 0 };
}

/** Rings within `radiusPixels` of a place on one detector, in the shown runs of other exposures; nearest first. */
export async function listRecurrences(
  place: { instrument: string; exposureId: bigint; detector: number; x: number; y: number },
  radiusPixels: number,
): Promise<
  (Pick<DarkRingRow, "id" | "exposureId" | "runId" | "gaussianLikeScore" | "ringScore"> & {
    separationPixels: number;
  })[]
> {
  const { rows } = await pool().query(
    `SELECT ring.id, ring.exposure_id AS "exposureId", ring.run_id AS "runId",
       ring.gaussian_like_score AS "gaussianLikeScore", ring.ring_score AS "ringScore",
       sqrt((ring.ring_center_x - $4) ^ 2 + (ring.ring_center_y - $5) ^ 2) AS "separationPixels"
     FROM dark_ring ring
     JOIN LATERAL (SELECT ${shownRunSql()} AS run_id FROM task JOIN run ON run.id = task.run_id
       WHERE task.instrument = ring.instrument AND task.exposure_id = ring.exposure_id) shown ON shown.run_id = ring.run_id
     WHERE ring.instrument = $1 AND ring.detector = $3 AND ring.exposure_id <> $2
       AND abs(ring.ring_center_x - $4) <= $6 AND abs(ring.ring_center_y - $5) <= $6
       AND (ring.ring_center_x - $4) ^ 2 + (ring.ring_center_y - $5) ^ 2 <= $6 ^ 2
     ORDER BY "separationPixels", ring.exposure_id LIMIT 100`,
    [place.instrument, place.exposureId, place.detector, place.x, place.y, radiusPixels],
  );
  return rows;
}
