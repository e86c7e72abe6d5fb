"use client";
// Files of an exposure and the headers of the chosen one, searchable.
import type { ReactNode } from "react";
import type { ExposureFile } from "@/lib/queries/exposure";
import type { DataColumn } from "../tables/columns";
import { DataTable } from "../tables/data-table";
import { formatBytes, formatUt } from "../ui/format";
import { type Status, StatusMark } from "../ui/status-mark";
import styles from "./exposure.module.css";

const STATUS: Record<string, Status> = {
  new: "pass",
  unchanged: "pass",
  changed: "pass",
  vanished: "warn",
  unreadable: "fail",
  unsupported: "none",
};

const COLUMNS: readonly DataColumn<ExposureFile>[] = [
  {
    id: "state",
    header: "state",
    width: 54,
    align: "center",
    value: (file) => file.state,
    cell: (file) => (
      <StatusMark
        status={STATUS[file.state] ?? "none"}
        word={file.reason ? `${file.state}: ${file.reason}` : file.state}
      />
    ),
  },
  {
    id: "path",
    header: "file",
    width: 260,
    value: (file) => file.path,
    cell: (file) => (
      <span className="mono" title={`${file.mount}/${file.path}`}>
        {file.path.slice(file.path.lastIndexOf("/") + 1)}
      </span>
    ),
  },
  {
    id: "detectors",
    header: "detectors",
    width: 120,
    value: (file) => file.detectors.join(" "),
    cell: (file) => (
      <span className="mono" title={file.detectors.join(" ")}>
        {file.detectors.length > 2 ? `${file.detectors.length} detectors` : file.detectors.join(" ")}
      </span>
    ),
  },
  {
    id: "hdus",
    header: "HDUs",
    width: 60,
    isNumber: true,
    value: (file) => file.hduCount,
    cell: (file) => <span className="mono">{file.hduCount ?? "○"}</span>,
  },
  {
    id: "bytes",
    header: "size",
    width: 80,
    isNumber: true,
    value: (file) => Number(file.bytes),
    cell: (file) => <span className="mono">{formatBytes(Number(file.bytes))}</span>,
  },
  {
    id: "modified",
    header: "modified UT",
    width: 150,
    value: (file) => formatUt(file.modifiedAt),
    cell: (file) => <span className="mono">{formatUt(file.modifiedAt)}</span>,
  },
  { id: "survey", header: "read as", width: 90, value: (file) => file.survey, cell: (file) => file.survey ?? "○" },
  { id: "mount", header: "mount", width: 120, value: (file) => file.mount, cell: (file) => file.mount },
];

export interface FilesViewProps {
  files: readonly ExposureFile[];
  total: number;
  currentId: string | null;
  onCurrent: (id: string) => void;
  /** the header of the chosen file */
  children: ReactNode;
}

export function FilesView({ files, total, currentId, onCurrent, children }: FilesViewProps) {
  return (
    <div className={styles.files}>
      <div className={styles.header}>
        <span className={styles.dim}>
          {files.length === total ? `${total} files` : `the first ${files.length} of ${total} files`}
        </span>
        <DataTable
          label="Files"
          rows={files}
          columns={COLUMNS}
          rowId={(file) => file.id}
          selection={{ currentId, onCurrent }}
        />
      </div>
      {children}
    </div>
  );
}
