// Runs with failed tasks, newest first, with the message of one.
import Link from "next/link";
import { type PlainColumn, PlainTable } from "../tables/plain-table";
import { formatUt } from "../ui/format";
import { StatusMark } from "../ui/status-mark";

export interface RunFailure {
  runId: number;
  pipeline: string;
  failedCount: number;
  example: string | null;
  endedAt: string | null;
}

const COLUMNS: readonly PlainColumn<RunFailure>[] = [
  { header: "●", cell: (row) => <StatusMark status="fail" word={`${row.failedCount} tasks failed`} /> },
  { header: "run", cell: (row) => <Link href={`/runs/${row.runId}`}>{`${row.runId} ${row.pipeline}`}</Link> },
  { header: "tasks", isNumber: true, cell: (row) => <span className="mono">{row.failedCount}</span> },
  { header: "one of them", isWide: true, cell: (row) => <span title={row.example ?? undefined}>{row.example}</span> },
  { header: "ended [UT]", cell: (row) => <span className="mono">{formatUt(row.endedAt) ?? "runs on"}</span> },
];

export function FailureList({ failures }: { failures: readonly RunFailure[] }) {
  if (failures.length === 0) return <p className="dim">No task has failed.</p>;
  return <PlainTable label="Runs with failures" rows={failures} columns={COLUMNS} rowKey={(row) => row.runId} />;
}
