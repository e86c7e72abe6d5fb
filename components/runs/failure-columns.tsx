// Columns of a run's failed tasks: where, what was found, what was expected.
import Link from "next/link";
import type { FailureRow } from "@/lib/queries/runs";
import { exposureHref } from "../navigator/exposure-columns";
import type { DataColumn } from "../tables/columns";
import { formatUt } from "../ui/format";

function detectorHref(task: FailureRow): string {
  const href = exposureHref(task);
  return task.detectorName === null ? href : `${href}/${encodeURIComponent(task.detectorName)}`;
}

/** "place: found, expected …" in its three parts; what is not written so is found as a whole. */
function partsOf(message: string | null): { place: string; found: string; expected: string } {
  const parts = /^(?<place>.*?): (?<found>.*), expected (?<expected>.*)$/s.exec(message ?? "")?.groups;
  return { place: parts?.place ?? "", found: parts?.found ?? message ?? "", expected: parts?.expected ?? "" };
}

export const FAILURE_COLUMNS: readonly DataColumn<FailureRow>[] = [
  {
    id: "exposure",
    header: "exposure",
    width: 200,
    value: (task) => task.exposureId,
    cell: (task) => (
      <Link className="mono" href={exposureHref(task)} prefetch={false}>
        {task.instrument} {task.exposureId}
      </Link>
    ),
  },
  {
    id: "detector",
    header: "detector",
    width: 110,
    value: (task) => task.detector,
    cell: (task) => (
      <Link className="mono" href={detectorHref(task)} prefetch={false}>
        {task.detectorName ?? task.detector ?? "whole exposure"}
      </Link>
    ),
  },
  { id: "task", header: "task", width: 160, value: (task) => task.name, cell: (task) => task.name },
  {
    id: "kind",
    header: "kind",
    description: "FileUnreadable and TaskFailed may succeed on retry; MalformedFile and UnsupportedFormat will not",
    width: 140,
    value: (task) => task.errorTag,
    cell: (task) => task.errorTag ?? "–",
  },
  {
    id: "found",
    header: "found",
    width: 300,
    value: (task) => partsOf(task.errorMessage).found,
    cell: (task) => <span title={partsOf(task.errorMessage).found}>{partsOf(task.errorMessage).found}</span>,
  },
  {
    id: "expected",
    header: "expected",
    width: 300,
    value: (task) => partsOf(task.errorMessage).expected,
    cell: (task) => <span title={partsOf(task.errorMessage).expected}>{partsOf(task.errorMessage).expected}</span>,
  },
  {
    id: "place",
    header: "place",
    width: 420,
    grows: true,
    value: (task) => partsOf(task.errorMessage).place,
    cell: (task) => (
      <span title={[task.errorMessage, task.errorCause].filter(Boolean).join("\n")}>
        {partsOf(task.errorMessage).place}
      </span>
    ),
  },
  {
    id: "attempts",
    header: "attempts",
    width: 80,
    isNumber: true,
    value: (task) => task.attempts,
    cell: (task) => <span className="mono">{task.attempts}</span>,
  },
  {
    id: "ended",
    header: "ended",
    unit: "UT",
    width: 156,
    value: (task) => task.endedAt,
    cell: (task) => <span className="mono">{formatUt(task.endedAt) ?? "–"}</span>,
  },
  { id: "worker", header: "worker", width: 180, value: (task) => task.worker, cell: (task) => task.worker ?? "–" },
];
