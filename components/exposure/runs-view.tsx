"use client";
// Runs that worked on an exposure: which one the page shows, what each found, and two side by side.
import Link from "next/link";
import type { ExposureRun } from "@/lib/queries/exposure";
import type { DataColumn } from "../tables/columns";
import { DataTable } from "../tables/data-table";
import { formatUt } from "../ui/format";
import { NumberCell } from "../ui/number-cell";
import { type Status, StatusMark } from "../ui/status-mark";

const STATUS: Record<string, Status> = {
  queued: "waiting",
  running: "running",
  done: "pass",
  failed: "fail",
  cancelled: "none",
};

/** "186 done, 3 failed" */
function tasksText(tasks: Record<string, number>): string {
  return Object.entries(tasks)
    .map(([state, count]) => `${count} ${state}`)
    .join(", ");
}

export interface RunsViewProps {
  runs: readonly ExposureRun[];
  shownId: number | null;
  /** address of this exposure as another run saw it */
  hrefOfRun: (runId: number) => string;
  /** address of the comparison of two runs */
  hrefOfComparison: (first: number, second: number) => string;
}

export function RunsView({ runs, shownId, hrefOfRun, hrefOfComparison }: RunsViewProps) {
  const columns: readonly DataColumn<ExposureRun>[] = [
    {
      id: "state",
      header: "state",
      width: 54,
      align: "center",
      value: (run) => run.state,
      cell: (run) => <StatusMark status={STATUS[run.state] ?? "none"} word={run.state} />,
    },
    {
      id: "id",
      header: "run",
      width: 60,
      isNumber: true,
      value: (run) => run.id,
      cell: (run) => <Link href={`/runs/${run.id}`}>{run.id}</Link>,
    },
    { id: "pipeline", header: "pipeline", width: 140, value: (run) => run.pipeline, cell: (run) => run.pipeline },
    { id: "mode", header: "mode", width: 90, value: (run) => run.mode, cell: (run) => run.mode },
    {
      id: "tasks",
      header: "tasks of this exposure",
      width: 190,
      value: (run) => tasksText(run.tasks),
      cell: (run) => tasksText(run.tasks),
    },
    {
      id: "rings",
      header: "rings",
      width: 80,
      isNumber: true,
      value: (run) => run.ringCount,
      cell: (run) => <NumberCell value={run.ringCount} digits={0} />,
    },
    {
      id: "selected",
      header: "selected",
      width: 80,
      isNumber: true,
      value: (run) => run.selectedCount,
      cell: (run) => <NumberCell value={run.selectedCount} digits={0} />,
    },
    {
      id: "made",
      header: "requested UT",
      width: 160,
      value: (run) => formatUt(run.createdAt),
      cell: (run) => <span className="mono">{formatUt(run.createdAt)}</span>,
    },
    {
      id: "version",
      header: "version",
      width: 150,
      value: (run) => run.codeVersion,
      cell: (run) => <span className="mono">{run.codeVersion}</span>,
    },
    {
      id: "show",
      header: "show",
      width: 150,
      canSort: false,
      value: () => null,
      cell: (run) =>
        run.id === shownId ? (
          "shown on this page"
        ) : (
          <>
            <Link href={hrefOfRun(run.id)}>show</Link>
            {shownId === null ? null : (
              <>
                {" · "}
                <Link href={hrefOfComparison(shownId, run.id)}>compare</Link>
              </>
            )}
          </>
        ),
    },
    {
      id: "query",
      header: "selection",
      width: 320,
      value: (run) => run.query,
      cell: (run) => <span className="mono">{run.query}</span>,
    },
  ];
  return <DataTable label="Runs of this exposure" rows={runs} columns={columns} rowId={(run) => String(run.id)} />;
}
