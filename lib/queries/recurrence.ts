// Rings at the same detector position in several exposures.
import "server-only";
import { groupRecurrences, type Recurrence, type RecurringRing } from "@/lib/dark-rings/recurrence";
import { pool } from "@/lib/database/client";
import { shownRunsSql } from "./default-run";
import { filterConditions, TRIAGE_SORTS, type TriageFilter } from "./triage-filter";

/** Best rings that are looked at; the page says so when there are more. */
const RING_LIMIT = 200_000;

export interface RecurrenceDetector {
  detector: number;
  name: string;
  width: number;
  height: number;
}

export interface RecurrencePage {
  recurrences: Recurrence[];
  ringCount: number;
  exposureCount: number;
  /** of the first exposure: where a position lies on its sensor, and what the sensor is called */
  detectors: RecurrenceDetector[];
  /** true: only the best 200,000 rings were grouped */
  isCapped: boolean;
}

/**
 * Groups the rings that the filter keeps, of the run it names or else of the shown run of each exposure, by detector position.
 * Detectors are told apart by number alone: name an instrument.
 */
export async function listRecurringRings(
  filter: TriageFilter,
  options: { radiusPixels: number; minExposures: number },
): Promise<RecurrencePage> {
  const values: unknown[] = [];
  const shown = shownRunsSql(filter.run, values);
  const conditions = filterConditions(filter, values);
  const column = TRIAGE_SORTS[filter.sort ?? "score"];
  const where = conditions.length ? `WHERE ${conditions.join(" AND ")}` : "";
  const { rows } = await pool().query<RecurringRing>(
    `WITH shown AS (${shown})
     SELECT ring.id, ring.exposure_id AS "exposureId", ring.detector, ring.ring_center_x AS x, ring.ring_center_y AS y,
       ring.${column} AS score, ring.run_id AS "runId", ring.stamp_index AS "stampIndex"
     FROM dark_ring ring JOIN shown USING (run_id, instrument, exposure_id) ${where}
     ORDER BY ring.${column} DESC NULLS LAST LIMIT ${RING_LIMIT + 1}`,
    values,
  );
  const rings = rows.slice(0, RING_LIMIT);
  const { rows: detectors } = await pool().query<RecurrenceDetector>(
    `SELECT DISTINCT ON (detector) detector, detector_name AS name, width, height FROM detector_image
     WHERE ($1::text IS NULL OR instrument = $1) AND exposure_id = $2 ORDER BY detector, id`,
    [filter.instrument ?? null, rings[0]?.exposureId ?? null],
  );
  return {
    detectors,
    recurrences: groupRecurrences(rings, options.radiusPixels, options.minExposures),
    ringCount: rings.length,
    exposureCount: new Set(rings.map((ring) => ring.exposureId)).size,
    isCapped: rows.length > RING_LIMIT,
  };
}
