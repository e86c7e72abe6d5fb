// A feature's distribution by kind → traces. Pure.
import type { Data, Layout } from "plotly.js";
import { type CandidateHistogram, POINT_KINDS, type PointKind } from "@/lib/queries/difference-rows";
import type { PlotColors } from "../charts/colors";
import { CANDIDATE_MARKS } from "./candidates-table-marks";
import { featureTitle, kindColor } from "./scatter-traces";

/** Hatching tells the kinds apart without colour. */
const PATTERNS: Record<PointKind, "" | "/" | "x" | "."> = { bogus: "", real: "/", injected: "x", undecided: "." };

/**
 * Stacked bars, one trace a kind; a bar's customdata is its bin.
 *
 * @param isBlind all stand under "undecided" (blindHistogram), and the kind is not told
 */
export function histogramTraces(histogram: CandidateHistogram, colors: PlotColors, isBlind = false): Data[] {
  const { edges, bars } = histogram;
  const middles = edges.slice(1).map((edge, i) => (edge + edges[i]!) / 2);
  const widths = edges.slice(1).map((edge, i) => edge - edges[i]!);
  return POINT_KINDS.filter((kind) => !isBlind || kind === "undecided").map((kind) => {
    const { sign, word: told } = CANDIDATE_MARKS[kind];
    const word = isBlind ? "kind hidden" : told;
    const color = kindColor(kind, colors);
    return {
      type: "bar",
      name: `${sign} ${word}`,
      x: middles,
      y: bars[kind],
      width: widths,
      customdata: middles.map((_, i) => i),
      hovertemplate: `%{y} ${word} near %{x:.4~g}<extra>click: filter to the bin</extra>`,
      marker: {
        color,
        pattern: { shape: PATTERNS[kind], fillmode: "overlay", fgcolor: colors.background, size: 6, solidity: 0.25 },
      },
    } as Data;
  });
}

export function histogramLayout(column: string): Partial<Layout> {
  return {
    barmode: "stack",
    bargap: 0,
    dragmode: "zoom",
    margin: { l: 58, r: 8, t: 6, b: 40 },
    xaxis: { title: { text: featureTitle(column) } },
    yaxis: { title: { text: "candidates" } },
    legend: { traceorder: "normal", font: { size: 11 }, orientation: "h", x: 0, y: 1, yanchor: "bottom" },
  };
}

/** The condition of a bin; the last one holds its upper edge. */
export function binFilter(column: string, edges: readonly number[], bin: number): string | null {
  const [start, end] = [edges[bin], edges[bin + 1]];
  if (start === undefined || end === undefined) return null;
  return `${column} >= ${start} & ${column} ${bin === edges.length - 2 ? "<=" : "<"} ${end}`;
}
