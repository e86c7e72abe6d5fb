// How far a run is: counts of its tasks, speed and time left.

import { pool } from "@/lib/database/client";
import { NotFoundError } from "@/lib/errors";
import { publishProgress, type RunEvent, type TaskCounts } from "./progress";

/** Speed is taken over this time: long enough to be steady, short enough to follow a second worker. */
const SPEED_WINDOW_SECONDS = 20;

interface CountRow {
  state: keyof TaskCounts;
  count: number;
  recent: number;
  recent_megapixels: number | null;
  first_end_age: number | null;
}

/**
 * The state of a run as one event.
 *
 * @param runId id of the run
 * @returns counts per state, Mpix/s over the last 20 s and the seconds left at the pace of that time
 * @throws NotFoundError when there is no such run
 */
export async function readRunProgress(runId: number): Promise<RunEvent> {
  const run = await pool().query<{ state: string; pipeline: string; task_count: number }>(
    "SELECT state, pipeline, task_count FROM run WHERE id = $1",
    [runId],
  );
  const row = run.rows[0];
  if (row === undefined) throw new NotFoundError({ place: `run ${runId}`, found: "none", expected: "an existing run" });
  const counts = await pool().query<CountRow>(
    `SELECT state, count(*)::int AS count,
       (count(*) FILTER (WHERE ended_at > now() - make_interval(secs => $2)))::int AS recent,
       sum(megapixels) FILTER (WHERE ended_at > now() - make_interval(secs => $2)) AS recent_megapixels,
       extract(epoch FROM now() - min(started_at) FILTER (WHERE ended_at > now() - make_interval(secs => $2)))::float8
         AS first_end_age
     FROM task WHERE run_id = $1 GROUP BY state`,
    [runId, SPEED_WINDOW_SECONDS],
  );
  return {
    kind: "run",
    runId,
    pipeline: row.pipeline,
    state: row.state,
    taskCount: row.task_count,
    ...summarize(counts.rows, row.state),
  };
}

function summarize(rows: CountRow[], state: string): Pick<RunEvent, "tasks" | "megapixelsPerSecond" | "secondsLeft"> {
  const tasks: TaskCounts = { waiting: 0, queued: 0, running: 0, done: 0, failed: 0, cancelled: 0 };
  for (const row of rows) tasks[row.state] = row.count;
  const recent = rows.reduce((sum, row) => sum + row.recent, 0);
  const megapixels = rows.reduce((sum, row) => sum + (row.recent_megapixels ?? 0), 0);
  const age = Math.max(...rows.map((row) => row.first_end_age ?? 0), 0);
  const seconds = Math.min(SPEED_WINDOW_SECONDS, age);
  const isMoving = recent > 0 && seconds > 0;
  const isOver = state === "done" || state === "failed" || state === "cancelled";
  const open = tasks.waiting + tasks.queued + tasks.running;
  return {
    tasks,
    megapixelsPerSecond: isMoving && megapixels > 0 ? megapixels / seconds : null,
    secondsLeft: isMoving && !isOver ? open / (recent / seconds) : null,
  };
}

/**
 * Tell all pages and terminals how far a run is.
 *
 * @param runId id of the run
 */
export async function publishRunProgress(runId: number): Promise<void> {
  await publishProgress(await readRunProgress(runId));
}
