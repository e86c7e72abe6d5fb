// Which runs' rings a ranked list shows, and of which of their exposures.
import "server-only";
import { pool } from "@/lib/database/client";
import { SHOWABLE_RUN_SQL } from "@/lib/database/shown-run";
import { SHOWN_RUNS_SQL } from "./default-run";

/** Rings of one run: all of them, or where another run is shown for some of its exposures, those of the others. */
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

/** For each exposure the run that is shown, put together by run; runs with nothing to show are left out. */
export async function listShownRuns(): Promise<ShownRun[]> {
  const { rows } = await pool().query<RunPart>(
    `WITH pair AS (
       SELECT DISTINCT task.run_id, instrument, exposure_id FROM task JOIN run ON run.id = task.run_id WHERE ${SHOWABLE_RUN_SQL}),
     shown AS (${SHOWN_RUNS_SQL})
     SELECT pair.run_id AS "runId", instrument, array_agg(exposure_id) FILTER (WHERE shown.run_id = pair.run_id) AS shown,
       count(*) FILTER (WHERE shown.run_id <> pair.run_id)::int AS superseded
     FROM pair JOIN shown USING (instrument, exposure_id) GROUP BY pair.run_id, instrument ORDER BY pair.run_id, instrument`,
  );
  return [...Map.groupBy(rows, (row) => row.runId)].flatMap(([runId, parts]): ShownRun[] => {
    if (parts.every((part) => part.superseded === 0)) return [{ runId, only: null }];
    return parts.flatMap(({ instrument, shown }) =>
      shown ? [{ runId, only: { instrument, exposureIds: shown } }] : [],
    );
  });
}
