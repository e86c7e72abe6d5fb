// Columns of the list of runs.
import Link from "next/link";
import type { RunRow } from "@/lib/queries/runs";
import type { DataColumn } from "../tables/columns";
import { formatDuration, formatUt } from "../ui/format";
import { NumberCell } from "../ui/number-cell";
import { StatusMark } from "../ui/status-mark";
import { ProgressBar } from "./progress-bar";
import { isActive, runStatus } from "./run-state";

/** Seconds from start to end; null while it goes on or when it never began. */
export function elapsedSeconds(run: Pick<RunRow, "startedAt" | "endedAt">): number | null {
  if (run.startedAt === null || run.endedAt === null) return null;
  return (Date.parse(run.endedAt) - Date.parse(run.startedAt)) / 1000;
}

/** Megapixels per second of compute time in one thread. */
export function speedPerCore(run: { megapixels: number; computeSeconds: number }): number | null {
  return run.computeSeconds > 0 ? run.megapixels / run.computeSeconds : null;
}

export const RUN_COLUMNS: readonly DataColumn<RunRow>[] = [
  {
    id: "state",
    header: "state",
    width: 100,
    value: (run) => run.state,
    cell: (run) => <StatusMark status={runStatus(run.state)} word={run.state} withWord />,
  },
  {
    id: "run",
    header: "run",
    width: 60,
    isNumber: true,
    value: (run) => run.id,
    cell: (run) => (
      <Link className="mono" href={`/runs/${run.id}`} prefetch={false} tabIndex={-1}>
        {run.id}
      </Link>
    ),
  },
  { id: "pipeline", header: "pipeline", width: 160, value: (run) => run.pipeline, cell: (run) => run.pipeline },
  { id: "mode", header: "mode", width: 90, value: (run) => run.mode, cell: (run) => run.mode },
  {
    id: "tasks",
    header: "tasks ended",
    width: 240,
    value: (run) => (run.tasks.done ?? 0) / Math.max(1, run.taskCount),
    cell: (run) => (
      <ProgressBar
        done={run.tasks.done ?? 0}
        failed={run.tasks.failed ?? 0}
        total={run.taskCount}
        label={`Progress of run ${run.id}`}
      />
    ),
  },
  {
    id: "failed",
    header: "failed",
    width: 70,
    isNumber: true,
    value: (run) => run.tasks.failed ?? 0,
    cell: (run) => <NumberCell value={run.tasks.failed ?? 0} digits={0} />,
  },
  {
    id: "exposures",
    header: "exposures",
    width: 90,
    isNumber: true,
    value: (run) => run.exposureCount,
    cell: (run) => <NumberCell value={run.exposureCount} digits={0} />,
  },
  {
    id: "speed",
    header: "speed",
    unit: "Mpix/s/core",
    description: "pixels over the time in the compute threads",
    width: 140,
    isNumber: true,
    value: speedPerCore,
    cell: (run) => <NumberCell value={speedPerCore(run)} digits={1} reason="no detector is done yet" />,
  },
  {
    id: "elapsed",
    header: "took",
    width: 110,
    isNumber: true,
    value: elapsedSeconds,
    cell: (run) => {
      const seconds = elapsedSeconds(run);
      return (
        <span className="mono">{seconds === null ? (isActive(run.state) ? "◌" : "–") : formatDuration(seconds)}</span>
      );
    },
  },
  {
    id: "created",
    header: "asked for",
    unit: "UT",
    width: 160,
    value: (run) => run.createdAt,
    cell: (run) => <span className="mono">{formatUt(run.createdAt)}</span>,
  },
  {
    id: "query",
    header: "selection",
    width: 360,
    grows: true,
    value: (run) => run.query,
    cell: (run) => (
      <code title={run.query} className="mono">
        {run.query === "" ? "everything" : run.query}
      </code>
    ),
  },
];
