// Columns of the table of detectors: failing first, then the chosen quantity, then the rest.
import type { DetectorRow } from "@/lib/queries/exposure";
import type { DataColumn } from "../tables/columns";
import { NumberCell } from "../ui/number-cell";
import { type Status, StatusMark } from "../ui/status-mark";
import { unitSign } from "../ui/unit-sign";
import type { DetectorState } from "./focal-plane-traces";
import { QUANTITIES, type Quantity, readQuantity } from "./quantities";

const STATUS: Record<DetectorState, Status> = {
  measured: "pass",
  "not measured": "none",
  waiting: "waiting",
  running: "running",
  failed: "fail",
  absent: "none",
};

/** What needs a look comes first. */
const ORDER: Record<DetectorState, number> = {
  failed: 0,
  running: 1,
  waiting: 2,
  "not measured": 3,
  measured: 4,
  absent: 5,
};

/** State of a detector in a run: measured as soon as one quantity has a value. */
export function detectorState(row: DetectorRow): { state: DetectorState; reason: string | null } {
  const measured = row.metrics.some((metric) => metric.value !== null);
  if (measured && row.taskState !== "failed") return { state: "measured", reason: row.note };
  return readQuantity(row, "");
}

function quantityColumn(
  { metric, label, digits, description }: Quantity,
  unit: string | null,
): DataColumn<DetectorRow> {
  return {
    id: metric,
    header: label,
    unit: unitSign(unit) || undefined,
    description,
    isNumber: true,
    width: 86,
    value: (row) => readQuantity(row, metric).value,
    cell: (row) => {
      const { value, unit: unitOfRow, reason } = readQuantity(row, metric);
      return <NumberCell value={value} digits={digits} unit={unitOfRow ?? undefined} reason={reason ?? undefined} />;
    },
  };
}

/** All columns; units are those of the first detector that has one. */
export function detectorColumns(rows: readonly DetectorRow[]): DataColumn<DetectorRow>[] {
  const unitOf = (metric: string) =>
    rows.flatMap((row) => row.metrics).find((entry) => entry.metric === metric && entry.unit)?.unit ?? null;
  const state: DataColumn<DetectorRow> = {
    id: "state",
    header: "state",
    description: "measured, failed, running or not measured",
    width: 50,
    align: "center",
    value: (row) => ORDER[detectorState(row).state],
    cell: (row) => {
      const { state: word, reason } = detectorState(row);
      return <StatusMark status={STATUS[word]} word={reason ? `${word}: ${reason}` : word} />;
    },
  };
  const id: DataColumn<DetectorRow> = {
    id: "detector",
    header: "id",
    isNumber: true,
    width: 44,
    value: (row) => row.detector,
    cell: (row) => <span className="mono">{row.detector}</span>,
  };
  const name: DataColumn<DetectorRow> = {
    id: "name",
    header: "detector",
    width: 80,
    value: (row) => row.name,
    cell: (row) => <span className="mono">{row.name}</span>,
  };
  return [state, id, name, ...QUANTITIES.map((quantity) => quantityColumn(quantity, unitOf(quantity.metric)))];
}
