// Rows of detectors → plotly traces of a focal plane. Pure: no browser needed.

import { viridis } from "@/components/gallery/color-maps";
import { unitSign } from "@/components/ui/unit-sign";
import { medianOf } from "@/lib/kernels/median";
import { MAD_TO_SIGMA } from "@/lib/units";

/** What is known of a detector; only "measured" has a value. */
export type DetectorState = "measured" | "not measured" | "waiting" | "running" | "failed" | "absent";

export interface FocalPlaneDetector {
  detector: number;
  name: string;
  /** outer corners in mm, in order around the sensor */
  cornersMm: readonly (readonly [number, number])[];
  state: DetectorState;
  /** in the quantity's unit; null unless measured */
  value: number | null;
  /** why there is no value; null when there is one */
  reason: string | null;
}

export interface ColourLimits {
  low: number;
  high: number;
  /** "median ± 4 σ_MAD", or what stood in for it */
  rule: string;
}

export interface FocalPlaneView {
  label: string;
  unit: string | null;
  limits: ColourLimits | null;
  /** colour of outlines and hatches */
  ink: string;
  /** colour of the outline of the selected detector */
  accent: string;
  selected: number | null;
}

export type FocalPlaneTrace = Record<string, unknown>;

const COLOURS = 32;
const LIMIT_SIGMAS = 4;

/** Hatch of each state without a value, and the word that the legend uses. */
const HATCHES: Record<Exclude<DetectorState, "measured">, string> = {
  "not measured": "/",
  waiting: ".",
  running: "-",
  failed: "x",
  absent: "",
};

/**
 * Colour limits median ± 4 σ_MAD (1.4826 times the median absolute deviation), not beyond the extremes: no colour is
 * spent on values that do not occur. Where more than half of the values are
 * equal the deviation is 0 and says nothing: then the extremes, and the rule says so.
 * @returns null when there is no finite value
 */
export function colourLimits(values: readonly (number | null)[]): ColourLimits | null {
  const finite = values.filter((value) => value !== null && Number.isFinite(value)) as number[];
  if (finite.length === 0) return null;
  const centre = medianOf(finite);
  const sigma = MAD_TO_SIGMA * medianOf(finite.map((value) => Math.abs(value - centre)));
  const [low, high] = [Math.min(...finite), Math.max(...finite)];
  const reach = LIMIT_SIGMAS * sigma;
  if (sigma > 0)
    return { low: Math.max(low, centre - reach), high: Math.min(high, centre + reach), rule: "median ± 4 σ_MAD" };
  return high > low
    ? { low, high, rule: "min to max: σ_MAD is 0" }
    : { low: low - 0.5, high: high + 0.5, rule: "all values are equal" };
}

/** Boundaries of many polygons in one trace, closed and kept apart by nulls. */
function outline(detectors: readonly FocalPlaneDetector[]): { x: (number | null)[]; y: (number | null)[] } {
  const x: (number | null)[] = [];
  const y: (number | null)[] = [];
  for (const { cornersMm } of detectors) {
    for (const corner of [...cornersMm, cornersMm[0]]) {
      x.push(corner?.[0] ?? null);
      y.push(corner?.[1] ?? null);
    }
    x.push(null);
    y.push(null);
  }
  return { x, y };
}

function colourStep(value: number, limits: ColourLimits): number {
  const fraction = (value - limits.low) / (limits.high - limits.low);
  return Math.min(COLOURS - 1, Math.max(0, Math.floor(fraction * COLOURS)));
}

function polygonTrace(detectors: readonly FocalPlaneDetector[], style: FocalPlaneTrace): FocalPlaneTrace {
  return {
    type: "scatter",
    mode: "lines",
    fill: "toself",
    hoverinfo: "skip",
    showlegend: false,
    ...outline(detectors),
    ...style,
  };
}

function measuredTraces(detectors: readonly FocalPlaneDetector[], view: FocalPlaneView): FocalPlaneTrace[] {
  const { limits } = view;
  if (!limits) return [];
  const steps = Map.groupBy(detectors, (row) => colourStep(row.value ?? limits.low, limits));
  return [...steps.keys()]
    .sort((a, b) => a - b)
    .map((step) =>
      polygonTrace(steps.get(step) ?? [], {
        fillcolor: `rgb(${viridis((step + 0.5) / COLOURS).join(",")})`,
        line: { color: view.ink, width: 0.5 },
      }),
    );
}

function missingTraces(detectors: readonly FocalPlaneDetector[], ink: string): FocalPlaneTrace[] {
  const byState = Map.groupBy(detectors, (row) => row.state);
  return [...byState].flatMap(([state, rows]) => {
    if (state === "measured") return [];
    const hatch = HATCHES[state];
    const line = { color: ink, width: 0.75, dash: state === "absent" ? "dot" : "solid" };
    if (!hatch) return [polygonTrace(rows, { fillcolor: "rgba(0,0,0,0)", line })];
    return [polygonTrace(rows, { fillpattern: { shape: hatch, fgcolor: ink, size: 7, solidity: 0.18 }, line })];
  });
}

/** Values with the digits that their limits resolve; the reason where there is no value. */
export function hoverText(row: FocalPlaneDetector, view: Pick<FocalPlaneView, "label" | "unit">): string {
  const unit = view.unit ? ` ${view.unit}` : "";
  const value =
    row.value === null ? `${row.state}${row.reason ? `: ${row.reason}` : ""}` : `${formatValue(row.value)}${unit}`;
  return `<b>${row.name}</b> · detector ${row.detector}<br>${view.label}: ${value}`;
}

function formatValue(value: number): string {
  const text = Number.isInteger(value) ? String(value) : value.toPrecision(4);
  return text.replace("-", "\u2212");
}

/** Invisible markers at the centroids: polygons give no hover and no click, and markers carry the colour bar. */
function hoverTrace(detectors: readonly FocalPlaneDetector[], view: FocalPlaneView): FocalPlaneTrace {
  const centre = (row: FocalPlaneDetector, axis: 0 | 1) =>
    row.cornersMm.reduce((sum, corner) => sum + corner[axis], 0) / row.cornersMm.length;
  const scale = Array.from({ length: COLOURS }, (_, i) => [
    i / (COLOURS - 1),
    `rgb(${viridis((i + 0.5) / COLOURS).join(",")})`,
  ]);
  return {
    type: "scatter",
    mode: "markers",
    showlegend: false,
    x: detectors.map((row) => centre(row, 0)),
    y: detectors.map((row) => centre(row, 1)),
    customdata: detectors.map((row) => row.detector),
    text: detectors.map((row) => hoverText(row, view)),
    hovertemplate: "%{text}<extra></extra>",
    marker: {
      size: 22,
      opacity: 0,
      color: detectors.map((row) => row.value ?? view.limits?.low ?? 0),
      cmin: view.limits?.low ?? 0,
      cmax: view.limits?.high ?? 1,
      colorscale: scale,
      showscale: view.limits !== null,
      colorbar: {
        title: { text: unitSign(view.unit) ? `${view.label} [${unitSign(view.unit)}]` : view.label, side: "right" },
        thickness: 12,
        outlinewidth: 0,
        len: 0.9,
      },
    },
  };
}

/**
 * Traces of a focal plane: at most 32 filled colour traces, one hatched trace a state without value, the outline of the
 * selected detector, and one invisible marker trace, last, that hovers, clicks (customdata is the detector's id) and
 * carries the colour bar.
 */
export function focalPlaneTraces(detectors: readonly FocalPlaneDetector[], view: FocalPlaneView): FocalPlaneTrace[] {
  const measured = detectors.filter((row) => row.state === "measured" && row.value !== null);
  const missing = detectors.filter((row) => row.state !== "measured");
  const selected = detectors.filter((row) => row.detector === view.selected);
  return [
    ...missingTraces(missing, view.ink),
    ...measuredTraces(measured, view),
    ...(selected.length ? [polygonTrace(selected, { fill: "none", line: { color: view.accent, width: 3 } })] : []),
    hoverTrace(detectors, view),
  ];
}

/** How many values lie outside the limits and are drawn in an end colour. */
export function countClipped(detectors: readonly FocalPlaneDetector[], limits: ColourLimits | null): number {
  if (!limits) return 0;
  return detectors.filter(({ value }) => value !== null && (value < limits.low || value > limits.high)).length;
}
