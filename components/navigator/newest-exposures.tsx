// The newest exposures, in short.
import Link from "next/link";
import type { ExposureRow } from "@/lib/queries/exposures";
import { type PlainColumn, PlainTable } from "../tables/plain-table";
import { formatMjd } from "../ui/format";
import { NumberCell } from "../ui/number-cell";
import { StatusMark } from "../ui/status-mark";
import { exposureHref, statusWords } from "./exposure-columns";

const NOT_MEASURED = "no run has ended on it";

const COLUMNS: readonly PlainColumn<ExposureRow>[] = [
  { header: "●", cell: (row) => <StatusMark status={row.status} word={statusWords(row)} /> },
  { header: "instrument", cell: (row) => row.instrument },
  {
    header: "exposure",
    cell: (row) => (
      <Link className="mono" href={exposureHref(row)} prefetch={false}>
        {row.exposureId}
      </Link>
    ),
  },
  { header: "type", cell: (row) => row.observationType ?? "–" },
  { header: "filter", cell: (row) => row.physicalFilter ?? "–" },
  {
    header: "middle [UT]",
    cell: (row) => <span className="mono">{row.mjdMid === null ? "–" : formatMjd(row.mjdMid)}</span>,
  },
  { header: "dets", isNumber: true, cell: (row) => <NumberCell value={row.detectorCount} digits={0} /> },
  {
    header: "rings",
    isNumber: true,
    cell: (row) => <NumberCell value={row.ringCount} digits={0} reason={NOT_MEASURED} />,
  },
  {
    header: "best",
    isNumber: true,
    cell: (row) => <NumberCell value={row.bestScore} digits={3} reason={NOT_MEASURED} />,
  },
];

export function NewestExposures({ rows }: { rows: readonly ExposureRow[] }) {
  return (
    <PlainTable
      label="Newest exposures"
      rows={rows}
      columns={COLUMNS}
      rowKey={(row) => `${row.instrument} ${row.exposureId}`}
    />
  );
}
