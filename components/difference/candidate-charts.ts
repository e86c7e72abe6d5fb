// Radial profiles and the light curve of a candidate as traces and layouts. Pure.
import type { Data, Layout } from "plotly.js";
import type { Recurrence } from "@/lib/queries/difference-rows";
import type { PlotColors } from "../charts/colors";
import type { Chart } from "../dark-rings/ring-plots";
import { radialProfile } from "../gallery/radial-profile";
import type { ShownChannel } from "./stamps-grid";

const PROFILE_RADIUS = 12;
/** Science, reference and the differences; of alerts the first three. */
const PROFILED = [1, 2, 3, 5];
const DASHES = ["solid", "dot", "solid", "dash"] as const;

/**
 * Mean against the distance from the candidate, of science, reference and differences.
 *
 * @param channels of one candidate
 * @param centre within the stamps, px
 */
export function profilesChart(
  channels: readonly ShownChannel[],
  centre: { x: number; y: number },
  colors: PlotColors,
): Chart {
  const tints = [colors.text, colors.none, colors.warn, colors.pass];
  const missing = channels.filter(({ index, image }) => PROFILED.includes(index) && !image);
  const traces = PROFILED.flatMap((index, i): Data[] => {
    const channel = channels.find((one) => one.index === index);
    if (!channel?.image) return [];
    const profile = radialProfile(channel.image, centre, PROFILE_RADIUS);
    const color = tints[i] ?? colors.text;
    return [
      {
        ...{ type: "scatter", mode: "lines+markers", name: channel.label },
        x: profile.map(({ radius }) => radius),
        y: profile.map(({ mean }) => mean),
        marker: { color, size: 4 },
        line: { color, width: 1.5, dash: DASHES[i] ?? "solid" },
        hovertemplate: `${channel.label}, %{x:.1f} px: %{y:.4g}<extra></extra>`,
      },
    ];
  });
  const layout: Partial<Layout> = {
    xaxis: { title: { text: "radius [px]" }, rangemode: "tozero" },
    yaxis: { title: { text: "mean [image unit]" } },
    legend: { x: 1, xanchor: "right", y: 1, font: { size: 10 }, bgcolor: "rgba(0,0,0,0)" },
    margin: { l: 52, r: 8, t: 6, b: 34 },
  };
  const names = missing.map(({ label }) => label).join(", ");
  return { traces, layout, dropped: names ? `no profile of ${names}: no stamp` : "" };
}

/** What a light curve has on its axis: the first that any point has. */
function measureOf(points: readonly Recurrence[]): { title: string; read: (point: Recurrence) => number | null } {
  if (points.some(({ flux }) => flux !== null)) return { title: "flux of the difference", read: ({ flux }) => flux };
  if (points.some(({ mag }) => mag !== null)) return { title: "magnitude of the difference", read: ({ mag }) => mag };
  return { title: "signal to noise", read: ({ snr }) => snr };
}

/** Difference flux against time wherever the same place of the sky recurs; the candidate itself is filled. */
export function lightCurveChart(points: readonly Recurrence[], colors: PlotColors): Chart {
  const { title, read } = measureOf(points);
  const drawn = points.filter((point) => point.mjd !== null && read(point) !== null);
  const bands = [...new Set(drawn.map(({ filter }) => filter ?? "–"))].sort();
  const tints = [colors.accent, colors.warn, colors.pass, colors.fail, colors.none];
  const traces = bands.map((band, i): Data => {
    const rows = drawn.filter(({ filter }) => (filter ?? "–") === band);
    const color = tints[i % tints.length] ?? colors.text;
    return {
      ...{ type: "scatter", mode: "markers", name: band },
      x: rows.map(({ mjd }) => mjd),
      y: rows.map(read),
      error_y: {
        type: "data",
        array: rows.map(({ fluxErr }) => fluxErr ?? 0),
        color: colors.dim,
        thickness: 1,
        width: 0,
      },
      customdata: rows.map(({ candidateId }) => candidateId),
      marker: {
        color,
        size: rows.map(({ isSelf }) => (isSelf ? 11 : 7)),
        symbol: rows.map(({ isSelf }) => (isSelf ? "diamond" : "circle")),
      },
      hovertemplate: "%{customdata}<br>MJD %{x:.4f}: %{y:.4g}<extra></extra>",
    };
  });
  const layout: Partial<Layout> = {
    xaxis: { title: { text: "MJD [d]" }, tickformat: ".6~f", nticks: 4 },
    yaxis: { title: { text: title }, autorange: title.startsWith("mag") ? "reversed" : true },
    legend: { x: 1, xanchor: "right", y: 1, font: { size: 10 } },
    margin: { l: 52, r: 8, t: 6, b: 34 },
  };
  const dropped = points.length - drawn.length;
  return { traces, layout, dropped: dropped === 0 ? "" : `${dropped} without time or flux, not drawn` };
}
