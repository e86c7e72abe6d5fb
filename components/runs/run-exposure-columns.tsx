// Columns of a run's exposures: what was done, what was found, from which inputs.
import Link from "next/link";
import { exposureHref } from "../navigator/exposure-columns";
import type { DataColumn } from "../tables/columns";
import { NumberCell } from "../ui/number-cell";
import { ProgressBar } from "./progress-bar";

export interface RunExposure {
  instrument: string;
  exposureId: string;
  tasks: Record<string, number | undefined>;
  ringCount: number;
  bestScore: number | null;
  megapixels: number;
  computeSeconds: number;
  inputChecksum: string | null;
  notes: string[];
}

/** Columns for one run: the links keep it as the run shown. */
export function runExposureColumns(runId: number): readonly DataColumn<RunExposure>[] {
  return [
    {
      id: "exposure",
      header: "exposure",
      width: 200,
      value: (row) => row.exposureId,
      cell: (row) => (
        <Link className="mono" href={`${exposureHref(row)}?run=${runId}`} prefetch={false}>
          {row.instrument} {row.exposureId}
        </Link>
      ),
    },
    {
      id: "tasks",
      header: "tasks ended",
      width: 220,
      value: (row) => row.tasks.done ?? 0,
      cell: (row) => (
        <ProgressBar
          done={row.tasks.done ?? 0}
          failed={row.tasks.failed ?? 0}
          total={Object.values(row.tasks).reduce<number>((sum, count) => sum + (count ?? 0), 0)}
          label={`Progress of ${row.exposureId}`}
        />
      ),
    },
    {
      id: "failed",
      header: "failed",
      width: 70,
      isNumber: true,
      value: (row) => row.tasks.failed ?? 0,
      cell: (row) => <NumberCell value={row.tasks.failed ?? 0} digits={0} />,
    },
    {
      id: "rings",
      header: "rings",
      width: 80,
      isNumber: true,
      value: (row) => row.ringCount,
      cell: (row) => (
        <NumberCell value={row.tasks.done ? row.ringCount : null} digits={0} reason="no detector is done yet" />
      ),
    },
    {
      id: "best",
      header: "best",
      description: "highest gaussian_like_score, −1 to 1",
      width: 80,
      isNumber: true,
      value: (row) => row.bestScore,
      cell: (row) => <NumberCell value={row.bestScore} digits={3} reason="no footprint has a score" />,
    },
    {
      id: "megapixels",
      header: "pixels",
      unit: "Mpix",
      width: 110,
      isNumber: true,
      value: (row) => row.megapixels,
      cell: (row) => <NumberCell value={row.megapixels} digits={1} />,
    },
    {
      id: "seconds",
      header: "compute",
      unit: "s",
      width: 100,
      isNumber: true,
      value: (row) => row.computeSeconds,
      cell: (row) => <NumberCell value={row.computeSeconds} digits={2} />,
    },
    {
      id: "checksum",
      header: "checksum of the inputs",
      width: 260,
      value: (row) => row.inputChecksum,
      cell: (row) => <code title={row.inputChecksum ?? undefined}>{row.inputChecksum ?? "–"}</code>,
    },
    {
      id: "notes",
      header: "notes",
      width: 320,
      grows: true,
      value: (row) => row.notes.join("; "),
      cell: (row) => <span title={row.notes.join("\n")}>{row.notes.join("; ")}</span>,
    },
  ];
}
