// Rings → traces and layouts of the scatter plot and the histogram. Pure: no browser needed.
import type { Data, Layout } from "plotly.js";
import type { DarkRingRow } from "@/lib/queries/dark-ring-row";
import type { PlotColors } from "../charts/colors";
import { viridis } from "../gallery/color-maps";
import type { ProfilePoint } from "../gallery/radial-profile";
import { unitSign } from "../ui/unit-sign";

export interface Chart {
  traces: Data[];
  layout: Partial<Layout>;
  /** rows that the chart cannot show, and why; "" when it shows all */
  dropped: string;
}

const HISTOGRAM_BINS = 80;
const VIRIDIS_SCALE = Array.from({ length: 9 }, (_, i): [number, string] => [
  i / 8,
  `rgb(${viridis(i / 8).join(",")})`,
]);
/** area of a disc of the reference diameter 9 px, marked as upstream's plot marks it */
const REFERENCE_AREA_PIXELS = Math.PI * 4.5 ** 2;

function droppedText(count: number): string {
  return count === 0 ? "" : `${count} not scored, not drawn`;
}

const scored = (ring: DarkRingRow) => ring.gaussianLikeScore !== null;

/** Area against gaussian-likeness, coloured by circularity; the selected ring is outlined, rings filtered out are faint. */
export function areaScatter(
  rings: readonly DarkRingRow[],
  options: { kept: ReadonlySet<string>; selectedId: string | null; colors: PlotColors },
): Chart {
  const { kept, selectedId, colors } = options;
  const drawn = rings.filter(scored);
  const inside = drawn.filter((ring) => kept.has(ring.id));
  const outside = drawn.filter((ring) => !kept.has(ring.id));
  const selected = drawn.filter((ring) => ring.id === selectedId);
  const place = (rows: readonly DarkRingRow[]) => ({
    type: "scattergl" as const,
    mode: "markers" as const,
    showlegend: false,
    x: Float64Array.from(rows, (ring) => ring.area),
    y: Float64Array.from(rows, (ring) => ring.gaussianLikeScore ?? Number.NaN),
    customdata: rows.map((ring) => ring.id),
  });
  const colorbar = { title: { text: "circularity", side: "right" as const }, thickness: 8, outlinewidth: 0 };
  const traces: Data[] = [
    { ...place(outside), hoverinfo: "skip", marker: { color: colors.dim, opacity: 0.18, size: 4 } },
    {
      ...place(inside),
      text: inside.map((ring) => `${ring.detectorName} ${ring.footprintId}`),
      hovertemplate: "%{text}<br>area %{x} px, score %{y:.3f}, circularity %{marker.color:.3f}<extra></extra>",
      marker: {
        color: inside.map((ring) => ring.circularity),
        colorscale: VIRIDIS_SCALE,
        cmin: 0,
        cmax: 1,
        size: 6,
        showscale: true,
        colorbar,
      },
    },
    {
      ...place(selected),
      hoverinfo: "skip",
      marker: { symbol: "circle-open", size: 14, color: colors.accent, line: { width: 3, color: colors.accent } },
    },
    {
      ...place([]),
      x: [REFERENCE_AREA_PIXELS],
      y: [1],
      hovertemplate: "a Gaussian of the reference diameter 9 px<extra></extra>",
      marker: { symbol: "x-thin", size: 9, color: colors.fail, line: { width: 2, color: colors.fail } },
    },
  ];
  const layout: Partial<Layout> = {
    xaxis: { type: "log", title: { text: "area [px]" }, dtick: "D2" },
    yaxis: { title: { text: "gaussian-like score" }, range: scoreRange(drawn) },
    margin: { l: 44, r: 8, t: 6, b: 34 },
  };
  return { traces, layout, dropped: droppedText(rings.length - drawn.length) };
}

function scoreRange(rings: readonly DarkRingRow[]): [number, number] {
  const lowest = rings.reduce((low, ring) => Math.min(low, ring.gaussianLikeScore ?? 1), 1);
  return [Math.max(-1.05, Math.min(0, lowest) - 0.05), 1.05];
}

/** Histogram of the score in 80 bins over all rings, and over those that the filter keeps in front. */
export function scoreHistogram(
  rings: readonly DarkRingRow[],
  options: { kept: ReadonlySet<string>; colors: PlotColors },
): Chart {
  const { kept, colors } = options;
  const drawn = rings.filter(scored);
  const [low, high] = scoreRange(drawn);
  const width = (high - low) / HISTOGRAM_BINS;
  const count = (rows: readonly DarkRingRow[]) => {
    const counts = new Float64Array(HISTOGRAM_BINS);
    for (const { gaussianLikeScore } of rows) {
      const bin = Math.min(HISTOGRAM_BINS - 1, Math.max(0, Math.floor(((gaussianLikeScore ?? low) - low) / width)));
      counts[bin] = (counts[bin] ?? 0) + 1;
    }
    return counts;
  };
  const x = Float64Array.from({ length: HISTOGRAM_BINS }, (_, i) => low + (i + 0.5) * width);
  const bars = (rows: readonly DarkRingRow[], name: string, color: string): Data => ({
    type: "bar",
    name,
    showlegend: false,
    x,
    y: count(rows),
    width,
    marker: { color, line: { width: 0 } },
    hovertemplate: `score %{x:.3f}: %{y} ${name}<extra></extra>`,
  });
  const traces = [
    bars(drawn, "rings", colors.line),
    bars(
      drawn.filter((ring) => kept.has(ring.id)),
      "kept",
      colors.pass,
    ),
  ];
  const layout: Partial<Layout> = {
    barmode: "overlay",
    bargap: 0,
    xaxis: { title: { text: "gaussian-like score" }, range: [low, high] },
    yaxis: { title: { text: "rings per bin" }, rangemode: "tozero" },
    selectdirection: "h",
    margin: { l: 44, r: 8, t: 6, b: 34 },
  };
  return { traces, layout, dropped: droppedText(rings.length - drawn.length) };
}

/** Mean against radius with its scatter, and the ring's radius where one was fitted. */
export function profileChart(
  profile: readonly ProfilePoint[],
  options: { unit: string | null; ringRadiusPixels: number | null; colors: PlotColors },
): Chart {
  const { unit, ringRadiusPixels, colors } = options;
  const traces: Data[] = [
    {
      type: "scatter",
      mode: "lines+markers",
      showlegend: false,
      x: profile.map((point) => point.radius),
      y: profile.map((point) => point.mean),
      error_y: {
        type: "data",
        array: profile.map((point) => point.scatter ?? 0),
        color: colors.dim,
        thickness: 1,
        width: 0,
      },
      customdata: profile.map((point) => point.count),
      marker: { color: colors.pass, size: 5 },
      line: { color: colors.pass, width: 1.5 },
      hovertemplate: "radius %{x:.1f} px: %{y:.2f} from %{customdata} px<extra></extra>",
    },
  ];
  const radiusLine = {
    type: "line" as const,
    x0: ringRadiusPixels ?? 0,
    x1: ringRadiusPixels ?? 0,
    y0: 0,
    y1: 1,
    yref: "paper" as const,
    line: { color: colors.warn, width: 1, dash: "dot" as const },
  };
  const layout: Partial<Layout> = {
    xaxis: { title: { text: "radius [px]" }, rangemode: "tozero" },
    yaxis: { title: { text: unit ? `mean ± MAD [${unitSign(unit)}]` : "mean ± MAD" } },
    shapes: ringRadiusPixels === null ? [] : [radiusLine],
    margin: { l: 52, r: 8, t: 6, b: 34 },
  };
  return { traces, layout, dropped: "" };
}
