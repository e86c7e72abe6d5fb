// The curves of the comparison as one table, to be plotted elsewhere.
import { DETECTION_SETS } from "@/lib/difference/compare/injections";
import type { CompareAnswer } from "@/lib/queries/difference-compare-measure";
import type { Table } from "@/lib/tables";
import { ALGORITHMS, pointsOf, THRESHOLD_PLOTS } from "./compare-thresholds";

interface CurveRow {
  curve: string;
  set: string;
  x: number;
  y: number | null;
  low: number | null;
  high: number | null;
  found: number | null;
  of: number | null;
  threshold: number | null;
}

function rowsOf({ completeness, features }: CompareAnswer): CurveRow[] {
  const bins = DETECTION_SETS.flatMap((set) =>
    completeness[set].bins.map(({ startMag, endMag, injected, detected, completeness: fraction }) => ({
      ...{ curve: "completeness", set, x: (startMag + endMag) / 2, y: fraction?.value ?? null },
      ...{ low: fraction?.low ?? null, high: fraction?.high ?? null, found: detected, of: injected, threshold: null },
    })),
  );
  const nothing = { low: null, high: null, found: null, of: null };
  const curves = THRESHOLD_PLOTS.flatMap((curve) =>
    ALGORITHMS.flatMap((set) => pointsOf(curve, features[set]).map((point) => ({ curve, set, ...point, ...nothing }))),
  );
  return [...bins, ...curves];
}

/**
 * One row a point: which curve, of whom, where.
 *
 * @param answer of the server
 * @param meta address and settings
 */
export function compareTable(answer: CompareAnswer, meta: Record<string, string>): Table {
  const rows = rowsOf(answer);
  const number = (name: "x" | "y" | "low" | "high" | "threshold", description: string) => ({
    name,
    type: "float64" as const,
    unit: null,
    description,
    values: rows.map((row) => row[name]),
  });
  const text = (name: "curve" | "set", description: string) => ({
    name,
    type: "text" as const,
    unit: null,
    description,
    values: rows.map((row) => row[name]),
  });
  const count = (name: "found" | "of", description: string) => ({
    name,
    type: "int64" as const,
    unit: null,
    description,
    values: rows.map((row) => row[name]),
  });
  return {
    name: "curves",
    meta,
    columns: [
      text("curve", "which plot"),
      text("set", "zogy, sfft, either or both"),
      number("x", "magnitude (AB, middle of the bin), threshold, false positive rate, or recall"),
      number("y", "completeness, purity, false positives per image, true positive rate, or precision"),
      number("low", "lower end of the 95 % Wilson interval"),
      number("high", "upper end of it"),
      count("found", "injections of the bin that were found"),
      count("of", "injections of the bin"),
      number("threshold", "threshold on the feature at the point"),
    ],
  };
}
