// The rows of a comparison: one for each ring of either run.
import type { Data, Layout } from "plotly.js";
import type { ComparedRing, RunComparison } from "@/lib/runs/compare";
import { PLOT_COLORS, type Scheme } from "../charts/colors";

export type RingSet = "both" | "a" | "b";

export interface ComparisonRow {
  id: string;
  set: RingSet;
  /** null: only in the other run */
  a: ComparedRing | null;
  b: ComparedRing | null;
  separationPixels: number | null;
}

/** Pairs first, then what only one run has. */
export function comparisonRows({
  both,
  onlyA,
  onlyB,
}: Pick<RunComparison, "both" | "onlyA" | "onlyB">): ComparisonRow[] {
  const id = (ring: ComparedRing) => `${ring.detector}-${ring.footprintId}`;
  return [
    ...both.map(
      ({ a, b, separationPixels }): ComparisonRow => ({ id: `both-${id(a)}`, set: "both", a, b, separationPixels }),
    ),
    ...onlyA.map((a): ComparisonRow => ({ id: `a-${id(a)}`, set: "a", a, b: null, separationPixels: null })),
    ...onlyB.map((b): ComparisonRow => ({ id: `b-${id(b)}`, set: "b", a: null, b, separationPixels: null })),
  ];
}

export type ScoreName = "gaussianLikeScore" | "ringScore" | "integratedDepthSigma";

export const SCORES: Record<ScoreName, { title: string; range: [number, number] | null }> = {
  gaussianLikeScore: { title: "gaussian_like_score", range: [-1.02, 1.02] },
  ringScore: { title: "ring_score", range: [-0.02, 1.02] },
  integratedDepthSigma: { title: "integrated depth [σ]", range: null },
};

export interface ScorePlot {
  traces: Data[];
  layout: Partial<Layout>;
  /** pairs that have no score in one of the runs, and are not drawn */
  dropped: number;
}

/** Score against score for the pairs, with the line of equality and the current pair ringed. customdata is the row's id. */
export function scorePlot(
  rows: readonly ComparisonRow[],
  score: ScoreName,
  names: [string, string],
  options: { scheme: Scheme; currentId: string },
): ScorePlot {
  const { scheme, currentId } = options;
  const colors = PLOT_COLORS[scheme];
  const pairs = rows.filter((row) => row.set === "both");
  const drawn = pairs.flatMap(({ id, a, b }) => {
    const [x, y] = [a?.[score] ?? null, b?.[score] ?? null];
    return x === null || y === null
      ? []
      : [{ id, x, y, label: `${a?.detectorName} ${a?.centerX.toFixed(1)}, ${a?.centerY.toFixed(1)}` }];
  });
  const current = drawn.filter(({ id }) => id === currentId);
  const { title, range } = SCORES[score];
  const values = drawn.flatMap(({ x, y }) => [x, y]);
  const low = range?.[0] ?? Math.min(0, ...values);
  const high = range?.[1] ?? Math.max(1, ...values) * 1.02;
  const limits: [number, number] = [low, high];
  const axis = (name: string) => ({ title: { text: `${title}, ${name}` }, range: limits });
  return {
    traces: [
      {
        type: "scatter",
        mode: "lines",
        x: [low, high],
        y: [low, high],
        line: { color: colors.dim, width: 1 },
        hoverinfo: "skip",
      },
      {
        type: "scattergl",
        mode: "markers",
        x: Float64Array.from(drawn, ({ x }) => x),
        y: Float64Array.from(drawn, ({ y }) => y),
        text: drawn.map(({ label }) => label),
        customdata: drawn.map(({ id }) => id),
        marker: { size: 5, color: colors.pass, opacity: 0.7 },
        hovertemplate: "%{text}<br>%{x:.3f} → %{y:.3f}<extra></extra>",
      },
      {
        type: "scatter",
        mode: "markers",
        x: current.map(({ x }) => x),
        y: current.map(({ y }) => y),
        marker: { size: 14, symbol: "circle-open", color: colors.accent, line: { width: 2 } },
        hoverinfo: "skip",
      },
    ],
    layout: { xaxis: axis(names[0]), yaxis: axis(names[1]), showlegend: false },
    dropped: pairs.length - drawn.length,
  };
}

interface Setting {
  name: string;
  value: string;
}

/** Settings in which two runs differ: name, value in a, value in b ("–" where it is not set). */
export function differingSettings(
  a: readonly Setting[],
  b: readonly Setting[],
): { name: string; a: string; b: string }[] {
  const inA = new Map(a.map(({ name, value }) => [name, value]));
  const inB = new Map(b.map(({ name, value }) => [name, value]));
  const names = [...new Set([...inA.keys(), ...inB.keys()])].sort();
  return names
    .filter((name) => inA.get(name) !== inB.get(name))
    .map((name) => ({ name, a: inA.get(name) ?? "–", b: inB.get(name) ?? "–" }));
}
