// Traces of a profile along a line, and of the histogram of a box.
import type { Data, Layout } from "plotly.js";
import type { PlotColors } from "../charts/colors";
import { formatCount } from "../ui/format";
import { unitSign } from "../ui/unit-sign";
import type { BoxPixels } from "./box-pixels";
import { type BoxStatistics, histogramOf, profileAlong } from "./box-statistics";
import type { Quad } from "./viewer-parameters";

export interface MeasurePlot {
  traces: Data[];
  layout: Partial<Layout>;
}

/** Values along a line against the distance in image pixels; what is not finite is a gap, and counted in the title. */
export function profilePlot(pixels: BoxPixels, line: Quad, unit: string | null, colors: PlotColors): MeasurePlot {
  const { distance, value, x, y } = profileAlong(pixels, line);
  const gaps = value.filter((one) => !Number.isFinite(one)).length;
  const sign = unitSign(unit);
  return {
    traces: [
      {
        type: "scatter",
        mode: "lines",
        x: [...distance],
        y: [...value].map((one) => (Number.isFinite(one) ? one : null)),
        customdata: [...x].map((one, i) => [one, y[i] ?? 0]),
        line: { color: colors.pass, width: 1.2, shape: "hvh" },
        hovertemplate: `x %{customdata[0]} y %{customdata[1]}: %{y} ${sign}<extra></extra>`,
      },
    ],
    layout: {
      xaxis: { title: { text: `distance [px]${gaps > 0 ? `, ${gaps} not finite` : ""}` } },
      yaxis: { title: { text: sign ? `value [${sign}]` : "value" } },
      margin: { l: 54, r: 8, t: 6, b: 34 },
      dragmode: "zoom",
    },
  };
}

/** Within this many clipped standard deviations of the clipped median, so that one hot pixel does not flatten the rest. */
const HISTOGRAM_SIGMA = 8;

/** Counts of the pixels of a box; how many lie beyond the plot is in its title. */
export function histogramPlot(
  pixels: BoxPixels,
  statistics: BoxStatistics,
  unit: string | null,
  colors: PlotColors,
): MeasurePlot {
  const { clipped, min, max } = statistics;
  const reach = clipped.std > 0 ? HISTOGRAM_SIGMA * clipped.std : Math.max(max - min, 0.5);
  const [low, high] = [Math.max(min, clipped.median - reach), Math.min(max, clipped.median + reach)];
  const { counts, edges } = histogramOf(pixels.pixels, low, high, 80);
  const inside = counts.reduce((sum, count) => sum + count, 0);
  const beyond = statistics.count - inside;
  const sign = unitSign(unit);
  return {
    traces: [
      {
        type: "bar",
        x: [...counts].map((_, i) => ((edges[i] ?? 0) + (edges[i + 1] ?? 0)) / 2),
        y: [...counts],
        width: (edges[1] ?? 1) - (edges[0] ?? 0) || 1,
        marker: { color: colors.pass },
        hovertemplate: "%{x}: %{y} pixels<extra></extra>",
      },
    ],
    layout: {
      xaxis: {
        title: { text: `${sign ? `value [${sign}]` : "value"}${beyond > 0 ? `, ${formatCount(beyond)} beyond` : ""}` },
      },
      yaxis: { title: { text: "pixels" }, type: "log" },
      margin: { l: 54, r: 8, t: 6, b: 34 },
      bargap: 0,
      dragmode: "zoom",
    },
  };
}
