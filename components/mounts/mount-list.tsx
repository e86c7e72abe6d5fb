"use client";
// The data roots: what is in them by state, when they were scanned, and what can be done with them.
import { Button } from "@mantine/core";
import Link from "next/link";
import type { MountRow } from "@/lib/queries/mounts";
import { type PlainColumn, PlainTable } from "../tables/plain-table";
import { formatBytes, formatCount, formatUt } from "../ui/format";
import { type Status, StatusMark } from "../ui/status-mark";
import styles from "./mounts.module.css";

export interface MountListProps {
  mounts: readonly MountRow[];
  /** mount whose files are shown below */
  current: number | null;
  /** address that shows files of one state of a mount */
  hrefOf: (mountId: number, state: string) => string;
  isBusy: boolean;
  onScan: (mountId: number) => void;
  onRemove: (mount: MountRow) => void;
}

function statusOf(mount: MountRow): { status: Status; word: string } {
  if (mount.scanState === "failed")
    return { status: "fail", word: `scan failed: ${mount.scanNote ?? "no reason given"}` };
  if (mount.scanState === "scanning") return { status: "running", word: `scanning: ${mount.scanNote ?? ""}` };
  if (mount.scannedAt === null) return { status: "none", word: "not scanned yet" };
  if (mount.troubledCount > 0) return { status: "warn", word: `${formatCount(mount.troubledCount)} files to look at` };
  return { status: "pass", word: "every file is readable" };
}

function ScanCell({ mount }: { mount: MountRow }) {
  const { status, word } = statusOf(mount);
  if (status === "fail" || status === "running")
    return (
      <span className={styles.scan} title={word}>
        {word}
      </span>
    );
  return <span className="mono">{formatUt(mount.scannedAt) ?? "not scanned yet"}</span>;
}

function columnsOf({ current, hrefOf, isBusy, onScan, onRemove }: MountListProps): PlainColumn<MountRow>[] {
  const count = (state: string) => ({
    header: state,
    isNumber: true,
    cell: (mount: MountRow) => (
      <Link className="mono" href={hrefOf(mount.id, state)} scroll={false}>
        {formatCount(mount.files[state] ?? 0)}
      </Link>
    ),
  });
  return [
    { header: "●", cell: (mount) => <StatusMark {...statusOf(mount)} /> },
    {
      header: "mount",
      cell: (mount) => (
        <Link
          href={hrefOf(mount.id, "all")}
          scroll={false}
          aria-current={mount.id === current ? "true" : undefined}
          title={mount.name}
        >
          {mount.name.length > 28 ? `${mount.name.slice(0, 27)}…` : mount.name}
        </Link>
      ),
    },
    {
      header: "folder",
      isWide: true,
      cell: (mount) => (
        <span className="mono" title={mount.root}>
          {mount.root}
        </span>
      ),
    },
    { header: "kind", cell: (mount) => (mount.hasRules ? `${mount.kind}, own rules` : mount.kind) },
    { header: "exposures", isNumber: true, cell: (mount) => <ExposureCount mount={mount} /> },
    {
      header: "files",
      isNumber: true,
      cell: (mount) => (
        <Link className="mono" href={hrefOf(mount.id, "all")} scroll={false}>
          {formatCount(mount.fileCount)}
        </Link>
      ),
    },
    { header: "size", isNumber: true, cell: (mount) => <span className="mono">{formatBytes(mount.bytes)}</span> },
    ...["new", "changed", "unreadable", "unsupported", "vanished"].map(count),
    { header: "last scan [UT]", cell: (mount) => <ScanCell mount={mount} /> },
    {
      header: "",
      cell: (mount) => (
        <div className={styles.actions}>
          <Button
            size="compact-xs"
            onClick={() => onScan(mount.id)}
            disabled={isBusy}
            aria-label={`Scan ${mount.name} again`}
          >
            Scan
          </Button>
          <Button
            size="compact-xs"
            onClick={() => onRemove(mount)}
            disabled={isBusy}
            aria-label={`Remove ${mount.name}`}
          >
            Remove
          </Button>
        </div>
      ),
    },
  ];
}

function ExposureCount({ mount }: { mount: MountRow }) {
  return (
    <Link className="mono" href={`/exposures?mount=${mount.id}`}>
      {formatCount(mount.exposureCount)}
    </Link>
  );
}

export function MountList(props: MountListProps) {
  return <PlainTable label="Mounts" rows={props.mounts} columns={columnsOf(props)} rowKey={(mount) => mount.id} />;
}
