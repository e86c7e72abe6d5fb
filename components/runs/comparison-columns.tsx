// Columns of a comparison: the place, then each score in both runs.

import type { ComparedRing } from "@/lib/runs/compare";
import type { DataColumn } from "../tables/columns";
import { NumberCell } from "../ui/number-cell";
import type { ComparisonRow } from "./comparison-rows";

const SETS = { both: "in both", a: "only A", b: "only B" } as const;

function one(row: ComparisonRow): ComparedRing {
  const ring = row.a ?? row.b;
  if (!ring) throw new Error("a row of neither run");
  return ring;
}

function scorePair(
  id: string,
  header: string,
  digits: number,
  of: (ring: ComparedRing) => number | null,
): DataColumn<ComparisonRow>[] {
  return (["a", "b"] as const).map((side) => ({
    id: `${id}-${side}`,
    header: `${header} ${side.toUpperCase()}`,
    width: 90,
    isNumber: true,
    value: (row) => (row[side] ? of(row[side]) : null),
    cell: (row) => (
      <NumberCell
        value={row[side] ? of(row[side]) : null}
        digits={digits}
        reason={row[side] ? "the run gives no such score here" : `not found by run ${side.toUpperCase()}`}
      />
    ),
  }));
}

export const COMPARISON_COLUMNS: readonly DataColumn<ComparisonRow>[] = [
  { id: "set", header: "found", width: 80, value: (row) => SETS[row.set], cell: (row) => SETS[row.set] },
  {
    id: "detector",
    header: "detector",
    width: 90,
    value: (row) => one(row).detector,
    cell: (row) => <span className="mono">{one(row).detectorName}</span>,
  },
  {
    id: "x",
    header: "x",
    unit: "px",
    description: "centre, 0-based",
    width: 80,
    isNumber: true,
    value: (row) => one(row).centerX,
    cell: (row) => <NumberCell value={one(row).centerX} digits={1} />,
  },
  {
    id: "y",
    header: "y",
    unit: "px",
    description: "centre, 0-based",
    width: 80,
    isNumber: true,
    value: (row) => one(row).centerY,
    cell: (row) => <NumberCell value={one(row).centerY} digits={1} />,
  },
  {
    id: "apart",
    header: "apart",
    unit: "px",
    width: 80,
    isNumber: true,
    value: (row) => row.separationPixels,
    cell: (row) => <NumberCell value={row.separationPixels} digits={2} reason="only one run found it" />,
  },
  ...scorePair("gauss", "gauss", 3, (ring) => ring.gaussianLikeScore),
  ...scorePair("ring", "ring", 3, (ring) => ring.ringScore),
  ...scorePair("depth", "depth σ", 1, (ring) => ring.integratedDepthSigma),
  ...scorePair("area", "area", 0, (ring) => ring.area),
];
