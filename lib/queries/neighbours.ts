// What stands beside an exposure: the others of its day, and the days about it.
import "server-only";
import { pool } from "@/lib/database/client";

interface DayNeighbour {
  exposureId: string;
  seqNum: number | null;
  observationType: string | null;
}

export interface Neighbours {
  /** exposures of the same day and instrument, in order; at most 2000 */
  ofDay: DayNeighbour[];
  /** first exposure of the day before and after; null: there is none */
  previousDay: string | null;
  nextDay: string | null;
}

/** Neighbours of an exposure; without a day all are empty. */
export async function listNeighbours(instrument: string, dayObs: number | null): Promise<Neighbours> {
  if (dayObs === null) return { ofDay: [], previousDay: null, nextDay: null };
  const [ofDay, days] = await Promise.all([
    pool().query<DayNeighbour>(
      `SELECT exposure_id AS "exposureId", seq_num AS "seqNum", observation_type AS "observationType" FROM exposure
       WHERE instrument = $1 AND day_obs = $2 ORDER BY exposure_id LIMIT 2000`,
      [instrument, dayObs],
    ),
    pool().query<{ previousDay: string | null; nextDay: string | null }>(
      `SELECT
         (SELECT exposure_id FROM exposure WHERE instrument = $1 AND day_obs < $2 ORDER BY day_obs DESC, exposure_id LIMIT 1)
           AS "previousDay",
         (SELECT exposure_id FROM exposure WHERE instrument = $1 AND day_obs > $2 ORDER BY day_obs, exposure_id LIMIT 1) AS "nextDay"`,
      [instrument, dayObs],
    ),
  ]);
  return { ofDay: ofDay.rows, previousDay: days.rows[0]?.previousDay ?? null, nextDay: days.rows[0]?.nextDay ?? null };
}
