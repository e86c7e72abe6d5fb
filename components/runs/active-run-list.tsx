// Runs that go on now, with progress, speed and time left.
import Link from "next/link";
import type { LiveRun } from "@/lib/queries/live";
import { type PlainColumn, PlainTable } from "../tables/plain-table";
import { formatDuration, formatNumber } from "../ui/format";
import { StatusMark } from "../ui/status-mark";
import { ProgressBar } from "./progress-bar";
import { runStatus } from "./run-state";

const COLUMNS: readonly PlainColumn<LiveRun>[] = [
  { header: "●", cell: (run) => <StatusMark status={runStatus(run.state)} word={run.state} /> },
  { header: "run", cell: (run) => <Link href={`/runs/${run.id}`}>{`${run.id} ${run.pipeline}`}</Link> },
  {
    header: "tasks",
    isWide: true,
    cell: (run) => (
      <ProgressBar
        done={run.tasksDone}
        failed={run.tasksFailed}
        total={run.taskCount}
        label={`Progress of run ${run.id}`}
      />
    ),
  },
  {
    header: "Mpix/s",
    isNumber: true,
    cell: (run) => (
      <span className="mono">{run.megapixelsPerSecond === null ? "–" : formatNumber(run.megapixelsPerSecond, 1)}</span>
    ),
  },
  {
    header: "left",
    isNumber: true,
    cell: (run) => <span className="mono">{run.secondsLeft === null ? "–" : formatDuration(run.secondsLeft)}</span>,
  },
];

export function ActiveRunList({ runs }: { runs: readonly LiveRun[] }) {
  if (runs.length === 0) return <p className="dim">Nothing runs. Start a run on the Runs page.</p>;
  return <PlainTable label="Active runs" rows={runs} columns={COLUMNS} rowKey={(run) => run.id} />;
}
