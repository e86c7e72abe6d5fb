// Features of candidates → traces of a scatter plot with its margins. Pure: no browser needed.
import type { Data, Layout, LayoutAxis } from "plotly.js";
import { findStoredColumn } from "@/lib/difference/stored-columns";
import { type CandidateScatter, POINT_KINDS, type PointKind } from "@/lib/queries/difference-rows";
import type { PlotColors } from "../charts/colors";
import { CANDIDATE_MARKS } from "./candidates-table-marks";

export interface ScatterChart {
  traces: Data[];
  layout: Partial<Layout>;
  /** points that a logarithmic axis cannot show */
  notPositive: number;
}

export interface ScatterView {
  x: string;
  y: string;
  isLog: boolean;
  colors: PlotColors;
  /** all points are of one kind, which is not told */
  isBlind?: boolean;
}

const MARGIN_BINS = 40;
const MAIN_DOMAIN: [number, number] = [0, 0.84];
const MARGIN_DOMAIN: [number, number] = [0.87, 1];

/** Colour of each kind; the shapes tell them apart without it. */
export function kindColor(kind: PointKind, colors: PlotColors): string {
  return { bogus: colors.fail, real: colors.pass, injected: colors.accent, undecided: colors.none }[kind];
}

/** "zogy_flux [DN/s]" */
export function featureTitle(name: string): string {
  const unit = findStoredColumn(name)?.unit;
  return unit ? `${name} [${unit}]` : name;
}

/**
 * One trace a kind, the line of equal values where both features have one unit, and the distribution of each along its axis.
 *
 * @param scatter points of the server
 * @param view features, axes, colours
 */
export function scatterTraces(scatter: CandidateScatter, view: ScatterView): ScatterChart {
  const { isLog } = view;
  const isDrawn = scatter.x.map((x, i) => !isLog || (x > 0 && scatter.y[i]! > 0));
  const drawn = [...isDrawn.keys()].filter((i) => isDrawn[i]);
  const [x, y] = [drawn.map((i) => scatter.x[i]!), drawn.map((i) => scatter.y[i]!)];
  const kinds = POINT_KINDS.map((kind, number) => pointTrace(scatter, drawn, { kind, number, view }));
  return {
    traces: [...kinds, ...equalLine(x, y, view), ...marginTraces(x, y, view)],
    layout: scatterLayout(view),
    notPositive: scatter.x.length - drawn.length,
  };
}

interface KindToDraw {
  kind: PointKind;
  number: number;
  view: ScatterView;
}

function pointTrace(scatter: CandidateScatter, drawn: readonly number[], { kind, number, view }: KindToDraw): Data {
  const own = drawn.filter((i) => scatter.kinds[i] === number);
  const { sign, word: told, symbol } = CANDIDATE_MARKS[kind];
  const word = view.isBlind ? "kind hidden" : told;
  return {
    type: "scattergl",
    mode: "markers",
    name: `${sign} ${word} (${own.length})`,
    x: own.map((i) => scatter.x[i]!),
    y: own.map((i) => scatter.y[i]!),
    customdata: own.map((i) => scatter.candidateIds[i]!),
    hovertemplate: `%{customdata}<br>${view.x} %{x:.5~g}<br>${view.y} %{y:.5~g}<extra>${word}</extra>`,
    marker: {
      symbol,
      size: own.length > 5000 ? 4 : 6,
      color: kindColor(kind, view.colors),
      opacity: own.length > 5000 ? 0.5 : 0.8,
    },
  };
}

/** Features of one unit can be compared value by value. */
function equalLine(x: readonly number[], y: readonly number[], view: ScatterView): Data[] {
  const [first, second] = [findStoredColumn(view.x), findStoredColumn(view.y)];
  if (x.length === 0 || first === null || second === null || first.unit !== second.unit) return [];
  if (first.unit === null && first.twin !== second.name) return [];
  const [least, most] = [Math.max(leastOf(x), leastOf(y)), Math.min(mostOf(x), mostOf(y))];
  if (!(most > least)) return [];
  const line = { color: view.colors.text, width: 1, dash: "dash" as const };
  return [
    { type: "scattergl", mode: "lines", name: "1:1", hoverinfo: "skip", x: [least, most], y: [least, most], line },
  ];
}

function marginTraces(x: readonly number[], y: readonly number[], view: ScatterView): Data[] {
  if (x.length === 0) return [];
  const [along, up] = [stepsOf(x, view.isLog), stepsOf(y, view.isLog)];
  const common = { type: "scattergl", mode: "lines", hoverinfo: "skip", showlegend: false } as const;
  return [
    {
      ...common,
      x: along.edges,
      y: along.counts,
      yaxis: "y2",
      line: { shape: "hv", color: view.colors.dim, width: 1 },
    },
    { ...common, x: up.counts, y: up.edges, xaxis: "x2", line: { shape: "vh", color: view.colors.dim, width: 1 } },
  ];
}

/** Counts in bins of equal width on the axis as it is drawn; the last count is 0, so that steps close. */
function stepsOf(values: readonly number[], isLog: boolean): { edges: number[]; counts: number[] } {
  const scaled = isLog ? values.map(Math.log10) : values;
  const [least, most] = [leastOf(scaled), mostOf(scaled)];
  const width = (most - least) / MARGIN_BINS || 1;
  const counts = new Array<number>(MARGIN_BINS + 1).fill(0);
  for (const value of scaled) {
    const bin = Math.min(MARGIN_BINS - 1, Math.floor((value - least) / width));
    counts[bin] = counts[bin]! + 1;
  }
  const edges = counts.map((_, i) => (isLog ? 10 ** (least + i * width) : least + i * width));
  return { edges, counts };
}

function leastOf(values: readonly number[]): number {
  return values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
}

function mostOf(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
}

function scatterLayout({ x, y, isLog, colors }: ScatterView): Partial<Layout> {
  const type = isLog ? ("log" as const) : ("linear" as const);
  // nearest powers only: the digits between them crowd each other
  const ticks: Partial<LayoutAxis> = isLog ? { type, dtick: 1, exponentformat: "power" } : { type };
  const margin: Partial<LayoutAxis> = {
    domain: MARGIN_DOMAIN,
    showticklabels: false,
    showgrid: false,
    zeroline: false,
    rangemode: "tozero",
    fixedrange: true,
    linecolor: colors.line,
  };
  return {
    dragmode: "lasso",
    hovermode: "closest",
    margin: { l: 58, r: 8, t: 6, b: 40 },
    xaxis: { ...ticks, title: { text: featureTitle(x) }, domain: MAIN_DOMAIN },
    yaxis: { ...ticks, title: { text: featureTitle(y) }, domain: MAIN_DOMAIN },
    xaxis2: margin,
    yaxis2: margin,
    legend: { font: { size: 11 }, orientation: "h", x: 0, y: 1, yanchor: "bottom" },
  };
}
