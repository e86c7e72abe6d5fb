// What the navigator's filters offer, and its calendar.
import "server-only";
import { pool } from "@/lib/database/client";
import { type ExposureFilter, exposureConditions } from "./exposure-filter";

export interface ExposureFacets {
  instruments: string[];
  types: (string | null)[];
  filters: (string | null)[];
  programs: (string | null)[];
  mounts: { id: number; name: string }[];
}

/** The values that occur, in alphabetical order; null stands for "none given". */
export async function listExposureFacets(): Promise<ExposureFacets> {
  const distinct = async (column: string) => {
    const { rows } = await pool().query<{ value: string | null }>(
      `SELECT DISTINCT ${column} AS value FROM exposure ORDER BY value NULLS LAST`,
    );
    return rows.map(({ value }) => value);
  };
  const [instruments, types, filters, programs, mounts] = await Promise.all([
    distinct("instrument"),
    distinct("observation_type"),
    distinct("physical_filter"),
    distinct("program"),
    pool().query<{ id: number; name: string }>("SELECT id, name FROM mount WHERE removed_at IS NULL ORDER BY name"),
  ]);
  const named = instruments.filter((name): name is string => name !== null);
  return { instruments: named, types, filters, programs, mounts: mounts.rows };
}

export interface CalendarDay {
  /** YYYYMMDD */
  day: number;
  count: number;
  failing: number;
  measured: number;
}

/** Days with exposures, oldest first: how many there are, how many have a detector measured, how many a failed task. */
export async function listDays(filter: ExposureFilter): Promise<CalendarDay[]> {
  const values: unknown[] = [];
  const { day: _, ...others } = filter;
  const where = [...exposureConditions(others, values), "exposure.day_obs IS NOT NULL"].join(" AND ");
  const { rows } = await pool().query<CalendarDay>(
    `WITH judged AS (SELECT instrument, exposure_id, bool_or(task.state = 'failed') AS failed,
         bool_or(task.state = 'done') AS measured
       FROM task WHERE task.state IN ('done', 'failed') GROUP BY instrument, exposure_id)
     SELECT day_obs AS day, count(*)::int AS count, count(*) FILTER (WHERE judged.measured)::int AS measured,
       count(*) FILTER (WHERE judged.failed)::int AS failing
     FROM exposure LEFT JOIN judged USING (instrument, exposure_id) WHERE ${where} GROUP BY day_obs ORDER BY day_obs`,
    values,
  );
  return rows;
}
