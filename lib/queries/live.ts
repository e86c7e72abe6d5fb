// What is being computed and scanned now: the run indicator, the last scan, the progress of the Runs pages.
import "server-only";
import { pool } from "@/lib/database/client";
import { readRunProgress } from "@/lib/runs/run-progress";

export interface LiveRun {
  id: number;
  pipeline: string;
  state: string;
  tasksDone: number;
  tasksFailed: number;
  taskCount: number;
  megapixelsPerSecond: number | null;
  secondsLeft: number | null;
}

export interface LiveState {
  runs: LiveRun[];
  scanning: { id: number; name: string; note: string | null }[];
  /** UT, ISO 8601; null: nothing was ever scanned */
  lastScanAt: string | null;
}

/** Active runs with their progress, mounts being scanned, and the end of the last scan. */
export async function findLiveState(): Promise<LiveState> {
  const [active, mounts] = await Promise.all([
    pool().query<{ id: number }>("SELECT id FROM run WHERE state IN ('queued', 'running') ORDER BY id"),
    pool().query<{ id: number; name: string; scan_state: string; scan_note: string | null; scanned_at: Date | null }>(
      `SELECT id, name, scan_state, scan_note, scanned_at AT TIME ZONE 'UTC' AS scanned_at FROM mount WHERE removed_at IS NULL`,
    ),
  ]);
  const runs = await Promise.all(active.rows.map(({ id }) => readRunProgress(id)));
  const scans = mounts.rows.flatMap(({ scanned_at }) => (scanned_at ? [scanned_at.getTime()] : []));
  return {
    runs: runs.map(({ runId, pipeline, state, tasks, taskCount, megapixelsPerSecond, secondsLeft }) => ({
      id: runId,
      pipeline,
      state,
      tasksDone: tasks.done,
      tasksFailed: tasks.failed,
      taskCount,
      megapixelsPerSecond,
      secondsLeft,
    })),
    scanning: mounts.rows
      .filter((mount) => mount.scan_state === "scanning")
      .map(({ id, name, scan_note }) => ({ id, name, note: scan_note })),
    lastScanAt: scans.length > 0 ? new Date(Math.max(...scans)).toISOString() : null,
  };
}
