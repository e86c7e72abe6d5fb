// Columns of a mount's files: the state and, where a file is not usable, why.
import Link from "next/link";
import type { MountedFileRow } from "@/lib/queries/mounts";
import { exposureHref } from "../navigator/exposure-columns";
import type { DataColumn } from "../tables/columns";
import { formatBytes, formatUt } from "../ui/format";
import { type Status, StatusMark } from "../ui/status-mark";

const STATUS: Record<string, Status> = {
  new: "pass",
  unchanged: "pass",
  changed: "pass",
  unreadable: "fail",
  unsupported: "warn",
  vanished: "none",
};

/** A readable file with a reason is usable in part only. */
function statusOf({ state, reason }: MountedFileRow): Status {
  const status = STATUS[state] ?? "none";
  return status === "pass" && reason !== null ? "warn" : status;
}

export const FILE_COLUMNS: readonly DataColumn<MountedFileRow>[] = [
  {
    id: "state",
    header: "state",
    description: "● readable ■ unreadable ▲ unsupported, or readable in part ○ vanished",
    width: 120,
    value: (file) => file.state,
    cell: (file) => <StatusMark status={statusOf(file)} word={file.state} withWord />,
  },
  {
    id: "path",
    header: "path under the mount",
    width: 420,
    value: (file) => file.path,
    cell: (file) => (
      <span className="mono" title={file.path}>
        {file.path}
      </span>
    ),
  },
  {
    id: "pixels",
    header: "images",
    description: "all images of the file side by side, whether or not a run can use them",
    width: 80,
    value: (file) => file.hduCount,
    cell: (file) =>
      file.hduCount && file.state !== "vanished" ? (
        <Link href={`/images?file=${file.id}`} prefetch={false}>
          pixels
        </Link>
      ) : (
        <span className="dim">–</span>
      ),
  },
  {
    id: "reason",
    header: "reason: place, found, expected",
    width: 520,
    grows: true,
    value: (file) => file.reason,
    cell: (file) => <span title={file.reason ?? undefined}>{file.reason ?? ""}</span>,
  },
  {
    id: "exposure",
    header: "exposure",
    width: 200,
    value: (file) => file.exposure?.exposureId ?? null,
    cell: (file) =>
      file.exposure ? (
        <Link className="mono" href={exposureHref(file.exposure)} prefetch={false}>
          {file.exposure.instrument} {file.exposure.exposureId}
        </Link>
      ) : (
        <span className="dim">–</span>
      ),
  },
  { id: "survey", header: "survey", width: 110, value: (file) => file.survey, cell: (file) => file.survey ?? "–" },
  {
    id: "hdus",
    header: "HDUs",
    width: 70,
    isNumber: true,
    value: (file) => file.hduCount,
    cell: (file) => <span className="mono">{file.hduCount ?? "–"}</span>,
  },
  {
    id: "bytes",
    header: "size",
    width: 90,
    isNumber: true,
    value: (file) => file.bytes,
    cell: (file) => <span className="mono">{formatBytes(file.bytes)}</span>,
  },
  {
    id: "modified",
    header: "modified",
    unit: "UT",
    width: 160,
    value: (file) => file.modifiedAt,
    cell: (file) => <span className="mono">{formatUt(file.modifiedAt)}</span>,
  },
];
