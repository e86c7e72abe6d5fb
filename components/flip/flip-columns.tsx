// The list beside the image: what it is, and what was said of it.
import type { FlipRow } from "@/lib/queries/flip-through";
import type { DataColumn } from "../tables/columns";
import { formatDay } from "../ui/format";

/** Name of a row within its list: the exposure, or the detector where the rows are detectors. */
export function rowKey(row: FlipRow, isByDetector: boolean): string {
  return isByDetector ? (row.detectorName ?? "") : row.exposureId;
}

const VERDICT: DataColumn<FlipRow> = {
  id: "verdict",
  header: "verdict",
  description: "what was said last of this stage of the image; ○ nobody has judged it, ✎ there is a comment",
  width: 104,
  grows: true,
  canSort: false,
  value: (row) => row.label,
  cell: (row) => (
    <span title={[row.label ?? "not judged", row.comment].filter(Boolean).join(": ")}>
      {row.label ?? (row.isThere ? "○" : "")}
      {row.comment ? " ✎" : ""}
      {row.isThere ? "" : <span className="dim"> no image</span>}
    </span>
  ),
};

const text = (
  id: string,
  header: string,
  width: number,
  value: (row: FlipRow) => string | number | null,
): DataColumn<FlipRow> => ({
  id,
  header,
  width,
  canSort: false,
  value,
  cell: (row) => <span title={String(value(row) ?? "")}>{value(row) ?? "–"}</span>,
});

/** Columns of a list of exposures of one day, of several days, or of detectors. */
export function flipColumns(isByDetector: boolean, isOneDay: boolean): DataColumn<FlipRow>[] {
  if (isByDetector) return [text("detector", "detector", 96, (row) => row.detectorName), VERDICT];
  return [
    ...(isOneDay ? [] : [text("day", "day", 98, (row) => (row.dayObs === null ? null : formatDay(row.dayObs)))]),
    { ...text("seq", "seq", 48, (row) => row.seqNum ?? row.exposureId.slice(-6)), align: "right" },
    text("type", "type", 70, (row) => row.observationType),
    text("filter", "filter", 60, (row) => row.physicalFilter),
    VERDICT,
  ];
}
