// Which runs' rings a ranked list shows, and of which of their exposures.
import "server-only";
import { pool } from "@/lib/database/client";

/** Rings of one run: all of them, or where a newer run has measured some of its exposures again, those of the others. */
export interface ShownRun {
  runId: number;
  /** null: all of the run */
  only: { instrument: string; exposureIds: string[] } | null;
}

interface RunPart {
  runId: number;
  instrument: string;
  shown: string[] | null;
  superseded: number;
}

/** For each exposure its newest ended run in annulus mode, put together by run; runs with nothing to show are left out. */
export async function listShownRuns(): Promise<ShownRun[]> {
  const { rows } = await pool().query<RunPart>(
    `WITH pair AS (
       SELECT DISTINCT run_id, instrument, exposure_id FROM task
       WHERE run_id IN (SELECT id FROM run WHERE mode = 'annulus' AND state IN ('done', 'failed'))),
     ranked AS (SELECT *, max(run_id) OVER (PARTITION BY instrument, exposure_id) AS newest FROM pair)
     SELECT run_id AS "runId", instrument, array_agg(exposure_id) FILTER (WHERE newest = run_id) AS shown,
       count(*) FILTER (WHERE newest <> run_id)::int AS superseded
     FROM ranked GROUP BY run_id, instrument ORDER BY run_id, instrument`,
  );
  return [...Map.groupBy(rows, (row) => row.runId)].flatMap(([runId, parts]): ShownRun[] => {
    if (parts.every((part) => part.superseded === 0)) return [{ runId, only: null }];
    return parts.flatMap(({ instrument, shown }) =>
      shown ? [{ runId, only: { instrument, exposureIds: shown } }] : [],
    );
  });
}
