// Columns of the truth of a job: what was there, who found it, and why it was missed.
import type { TruthRow } from "@/lib/queries/difference-job";
import type { DataColumn } from "../tables/columns";
import { NumberCell } from "../ui/number-cell";

const MISS_WORDS: Record<string, string> = {
  outside_image: "outside the image",
  no_coverage: "no pixels there",
  edge: "at the edge",
  too_faint: "too faint",
  not_detected: "not detected",
};

function number(
  id: string,
  header: string,
  unit: string,
  read: (row: TruthRow) => number | null,
): DataColumn<TruthRow> {
  return {
    ...{ id, header, unit, width: 84, isNumber: true, value: read },
    cell: (row) => <NumberCell value={read(row)} digits={2} unit={unit} reason="the job does not tell" />,
  };
}

/** A separation, or that the algorithm did not find it. */
function found(id: string, header: string, read: (row: TruthRow) => number | null): DataColumn<TruthRow> {
  return {
    ...number(id, header, "px", read),
    description: `distance to the nearest of ${header}; ✕: not found by it`,
    cell: (row) =>
      read(row) === null ? <span title="not found">✕</span> : <NumberCell value={read(row)} digits={2} unit="px" />,
  };
}

export const TRUTH_COLUMNS: readonly DataColumn<TruthRow>[] = [
  {
    ...{ id: "fate", header: "", width: 34, align: "center" },
    description: "△ found ✕ missed",
    value: (row) => (row.candidateId === null ? 1 : 0),
    cell: (row) => (row.candidateId === null ? <span title="missed">✕</span> : <span title="found">△</span>),
  },
  { ...{ id: "truth", header: "truth", width: 96 }, value: (row) => row.truthId, cell: (row) => row.truthId },
  number("mag", "mag AB", "mag", (row) => row.magAb),
  found("zogy", "ZOGY", (row) => row.zogySeparationPx),
  found("sfft", "SFFT", (row) => row.sfftSeparationPx),
  {
    ...{ id: "missed", header: "why missed", width: 110, grows: true },
    value: (row) => row.missReason,
    cell: (row) => (row.missReason === null ? "" : (MISS_WORDS[row.missReason] ?? row.missReason)),
  },
];
