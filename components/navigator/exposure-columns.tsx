// Columns of the navigator.
import Link from "next/link";
import type { ExposureRow } from "@/lib/queries/exposures";
import type { DataColumn } from "../tables/columns";
import { formatDay, formatMjd } from "../ui/format";
import { NumberCell } from "../ui/number-cell";
import { StatusMark } from "../ui/status-mark";

/** Address of an exposure's page. */
export function exposureHref(row: { instrument: string; exposureId: string }): string {
  return `/exposures/${encodeURIComponent(row.instrument)}/${row.exposureId}`;
}

/** The status in words: what is missing, failed or running. */
export function statusWords(row: ExposureRow): string {
  if (row.status === "running") return `running: ${row.openCount} tasks to go`;
  if (row.status === "none") return "not measured: no run has ended on it";
  if (row.status === "fail") return `${row.failedCount} of ${row.detectorCount} detectors failed`;
  if (row.status === "warn")
    return `${row.detectorCount - row.measuredCount} of ${row.detectorCount} detectors not measured`;
  return "all detectors measured";
}

function missingReason(row: ExposureRow, fact: string): string {
  return row.missing.find((line) => line.startsWith(`${fact}:`)) ?? `the header does not tell`;
}

/** A fact of the header, or – with the reason why there is none. */
function Fact({ row, name, text }: { row: ExposureRow; name: string; text: string | null }) {
  if (text !== null) return <span title={text}>{text}</span>;
  return (
    <span className="dim" title={missingReason(row, name)}>
      –
    </span>
  );
}

const NOT_MEASURED = "no run has ended on it";

export const EXPOSURE_COLUMNS: readonly DataColumn<ExposureRow>[] = [
  {
    id: "status",
    header: "●",
    description: "status: ● all measured ▲ some not measured ■ some failed ○ not measured ◌ running",
    width: 36,
    align: "center",
    canSort: false,
    value: (row) => row.status,
    cell: (row) => <StatusMark status={row.status} word={statusWords(row)} />,
  },
  {
    id: "instrument",
    header: "instrument",
    width: 100,
    value: (row) => row.instrument,
    cell: (row) => row.instrument,
  },
  {
    id: "exposure",
    header: "exposure",
    description: "exposure id; opens the exposure",
    width: 130,
    value: (row) => row.exposureId,
    cell: (row) => (
      <Link className="mono" href={exposureHref(row)} prefetch={false} tabIndex={-1}>
        {row.exposureId}
      </Link>
    ),
  },
  {
    id: "seq",
    header: "day, seq",
    description: "observing day and sequence number",
    width: 140,
    isNumber: true,
    value: (row) => (row.dayObs === null ? null : row.dayObs * 1e6 + (row.seqNum ?? 0)),
    cell: (row) => (
      <span className="mono">
        <Fact
          row={row}
          name="dayObs"
          text={row.dayObs === null ? null : `${formatDay(row.dayObs)} ${row.seqNum ?? ""}`}
        />
      </span>
    ),
  },
  {
    id: "type",
    header: "type",
    width: 80,
    value: (row) => row.observationType,
    cell: (row) => <Fact row={row} name="observationType" text={row.observationType} />,
  },
  {
    id: "filter",
    header: "filter",
    width: 150,
    value: (row) => row.physicalFilter,
    cell: (row) => <Fact row={row} name="physicalFilter" text={row.physicalFilter} />,
  },
  {
    id: "time",
    header: "exp",
    unit: "s",
    description: "exposure time",
    width: 70,
    isNumber: true,
    value: (row) => row.exposureTimeSeconds,
    cell: (row) =>
      row.exposureTimeSeconds === null ? (
        <Fact row={row} name="exposureTimeSeconds" text={null} />
      ) : (
        <NumberCell value={row.exposureTimeSeconds} digits={1} unit="s" />
      ),
  },
  {
    id: "start",
    header: "middle",
    unit: "UT",
    description: "middle of the exposure",
    width: 156,
    value: (row) => row.mjdMid,
    cell: (row) => (
      <span className="mono">
        <Fact row={row} name="mjdMid" text={row.mjdMid === null ? null : formatMjd(row.mjdMid)} />
      </span>
    ),
  },
  {
    id: "detectors",
    header: "dets",
    description: "detectors that have an image",
    width: 60,
    isNumber: true,
    value: (row) => row.detectorCount,
    cell: (row) => <NumberCell value={row.detectorCount} digits={0} />,
  },
  {
    id: "rings",
    header: "rings",
    description: "dark footprints found by the shown run, on all measured detectors",
    width: 72,
    isNumber: true,
    value: (row) => row.ringCount,
    cell: (row) => <NumberCell value={row.ringCount} digits={0} reason={NOT_MEASURED} />,
  },
  {
    id: "best",
    header: "best",
    description: "highest gaussian_like_score, −1 to 1",
    width: 70,
    isNumber: true,
    value: (row) => row.bestScore,
    cell: (row) => (
      <NumberCell
        value={row.bestScore}
        digits={3}
        reason={row.runId === null ? NOT_MEASURED : "no footprint has a score"}
      />
    ),
  },
  {
    id: "noise",
    header: "noise",
    unit: "e⁻",
    description: "median over the detectors of the robust sigma of the pixels; hover says when the unit is another",
    width: 80,
    isNumber: true,
    value: (row) => row.noise,
    cell: (row) => <NumberCell value={row.noise} digits={2} unit={row.noiseUnit ?? undefined} reason={NOT_MEASURED} />,
  },
  {
    id: "failing",
    header: "failing",
    description: "detectors whose task failed",
    width: 74,
    isNumber: true,
    value: (row) => (row.runId === null ? null : row.failedCount),
    cell: (row) => <NumberCell value={row.runId === null ? null : row.failedCount} digits={0} reason={NOT_MEASURED} />,
  },
  {
    id: "object",
    header: "object",
    width: 170,
    value: (row) => row.object,
    cell: (row) => <Fact row={row} name="object" text={row.object} />,
  },
  {
    id: "label",
    header: "name in the survey",
    width: 190,
    canSort: false,
    value: (row) => row.label,
    cell: (row) => (
      <span className="mono">
        <Fact row={row} name="label" text={row.label} />
      </span>
    ),
  },
];
