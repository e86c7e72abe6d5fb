// What the filters of flip-through offer beside detectors and stages (flip-scope.ts).
import "server-only";
import { pool } from "@/lib/database/client";

export interface FlipChoices {
  instruments: string[];
  /** YYYYMMDD, newest first; at most 1000 */
  days: number[];
  /** null: exposures without a type or filter */
  types: (string | null)[];
  filters: (string | null)[];
}

/** Instruments, and the days, types and filters of the exposures of one. */
export async function listFlipChoices(instrument: string): Promise<FlipChoices> {
  const distinct = async <T>(column: string, order: string) => {
    const { rows } = await pool().query<{ value: T }>(
      `SELECT DISTINCT ${column} AS value FROM exposure WHERE instrument = $1 ORDER BY ${order} LIMIT 1000`,
      [instrument],
    );
    return rows.map(({ value }) => value);
  };
  const [instruments, days, types, filters] = await Promise.all([
    pool().query<{ instrument: string }>("SELECT DISTINCT instrument FROM exposure ORDER BY instrument"),
    distinct<number | null>("day_obs", "value DESC NULLS LAST"),
    distinct<string | null>("observation_type", "value"),
    distinct<string | null>("physical_filter", "value"),
  ]);
  return {
    instruments: instruments.rows.map((row) => row.instrument),
    days: days.filter((day): day is number => day !== null),
    types,
    filters,
  };
}

/** Days before and after one on which an instrument took exposures; null: none. */
export async function findDaysBeside(instrument: string, day: number): Promise<[number | null, number | null]> {
  const { rows } = await pool().query<{ before: number | null; after: number | null }>(
    `SELECT (SELECT max(day_obs) FROM exposure WHERE instrument = $1 AND day_obs < $2) AS before,
       (SELECT min(day_obs) FROM exposure WHERE instrument = $1 AND day_obs > $2) AS after`,
    [instrument, day],
  );
  return [rows[0]?.before ?? null, rows[0]?.after ?? null];
}
