// Purity, false positives, ROC and precision–recall of a feature of each algorithm → traces. Pure: no browser needed.
import type { Data, Layout, LayoutAxis } from "plotly.js";
import type { FeatureStudy } from "@/lib/queries/difference-compare-measure";
import type { PlotColors } from "../charts/colors";
import { SET_STYLES } from "./compare-completeness";
import { featureTitle } from "./scatter-traces";

export type Algorithm = "zogy" | "sfft";
export const ALGORITHMS: readonly Algorithm[] = ["zogy", "sfft"];

/** The four plots that are read off the same counts. */
export const THRESHOLD_PLOTS = ["purity", "false positives", "ROC", "precision–recall"] as const;
export type ThresholdPlot = (typeof THRESHOLD_PLOTS)[number];

export interface PlottedPoint {
  x: number;
  y: number;
  /** null: nothing passes */
  threshold: number | null;
}

/** Points of a plot, from the strictest threshold on; those without a value (0 of 0) are left out. */
export function pointsOf(plot: ThresholdPlot, study: FeatureStudy): PlottedPoint[] {
  const { thresholds, truePositives, falsePositives, real, bogus, imageCount } = study;
  return thresholds.flatMap((threshold, i) => {
    const [tp, fp] = [truePositives[i] ?? 0, falsePositives[i] ?? 0];
    const [x, y] = {
      purity: [threshold ?? Number.NaN, tp / (tp + fp)],
      "false positives": [threshold ?? Number.NaN, fp / imageCount],
      ROC: [fp / bogus, tp / real],
      "precision–recall": [tp / real, tp / (tp + fp)],
    }[plot] as [number, number];
    return Number.isFinite(x) && Number.isFinite(y) ? [{ x, y, threshold }] : [];
  });
}

/** One trace an algorithm, and where its detections were cut. */
export function thresholdTraces(
  plot: ThresholdPlot,
  studies: Record<Algorithm, FeatureStudy>,
  colors: PlotColors,
): Data[] {
  return ALGORITHMS.flatMap((algorithm): Data[] => {
    const { label, symbol, dash, color } = SET_STYLES[algorithm];
    const study = studies[algorithm];
    const points = pointsOf(plot, study);
    const sign = study.direction === "above" ? "≥" : "≤";
    const common = {
      type: "scattergl",
      hovertemplate: `%{text}<br>(%{x:.4~g}, %{y:.4~g})<extra>${label}</extra>`,
    } as const;
    const textOf = ({ threshold }: PlottedPoint) =>
      threshold === null ? "nothing passes" : `${study.column} ${sign} ${threshold}`;
    const curve: Data = {
      ...common,
      mode: "lines",
      name: label,
      x: points.map(({ x }) => x),
      y: points.map(({ y }) => y),
      text: points.map(textOf),
      customdata: points.map(({ threshold }) => `${algorithm} ${threshold ?? ""}`),
      line: { color: colors[color], width: 2, dash, shape: plot === "precision–recall" ? "vh" : "linear" },
    };
    const cut = cutPoint(plot, study);
    if (cut === null) return [curve];
    const marker = { symbol, size: 11, color: colors[color], line: { width: 1, color: colors.text } };
    const name = `${label}, cut`;
    return [curve, { ...common, mode: "markers", name, x: [cut.x], y: [cut.y], text: [textOf(cut)], marker }];
  });
}

function cutPoint(plot: ThresholdPlot, study: FeatureStudy): PlottedPoint | null {
  const { cut } = study;
  if (cut === null) return null;
  const { threshold, truePositives, falsePositives } = cut;
  const single = { thresholds: [threshold], truePositives: [truePositives], falsePositives: [falsePositives] };
  return pointsOf(plot, { ...study, ...single })[0] ?? null;
}

const TITLES: Record<ThresholdPlot, { x: string | null; y: string }> = {
  purity: { x: null, y: "purity of what passes" },
  "false positives": { x: null, y: "false positives per image" },
  ROC: { x: "false positive rate (of bogus detections)", y: "true positive rate (of real detections)" },
  "precision–recall": { x: "recall (of real detections)", y: "precision" },
};

/** Axes of a plot; `feature` without its prefix. */
export function thresholdLayout(plot: ThresholdPlot, feature: string): Partial<Layout> {
  const { x, y } = TITLES[plot];
  const [, unit = ""] = featureTitle(`zogy_${feature}`).split(" ");
  const isSpread = x === null && /^(snr|flux|peak|flux_fit|flux_err|reduced_chi2|snr_3px)$/.test(feature);
  const spread: Partial<LayoutAxis> = isSpread ? { type: "log", dtick: 1, exponentformat: "power" } : {};
  const rate: Partial<LayoutAxis> = { range: [-0.03, 1.03] };
  return {
    dragmode: "zoom",
    hovermode: "closest",
    margin: { l: 52, r: 8, t: 6, b: 40 },
    xaxis: { title: { text: x ?? `threshold on ${feature} ${unit}`.trim() }, ...(x === null ? spread : rate) },
    yaxis: { title: { text: y }, ...(plot === "false positives" ? { rangemode: "tozero" as const } : rate) },
    legend: { font: { size: 11 }, orientation: "h", x: 0, y: 1, yanchor: "bottom" },
  };
}

/** The filter of what passes at a clicked point; null: nothing passes there, or something else was clicked. */
export function passingFilter(studies: Record<Algorithm, FeatureStudy>, customdata: unknown): string | null {
  if (typeof customdata !== "string") return null;
  const [name, threshold = ""] = customdata.split(" ");
  const algorithm = ALGORITHMS.find((candidate) => candidate === name);
  if (algorithm === undefined || threshold === "") return null;
  const { column, direction } = studies[algorithm];
  return `detected_by = ${algorithm}, both & ${column} ${direction === "above" ? ">=" : "<="} ${threshold}`;
}
