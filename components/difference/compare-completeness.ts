// Completeness of each algorithm against magnitude → traces. Pure: no browser needed.
import type { Data, Layout } from "plotly.js";
import { DETECTION_SETS, type DetectionSet } from "@/lib/difference/compare/injections";
import type { CompareAnswer } from "@/lib/queries/difference-compare-measure";
import type { PlotColors } from "../charts/colors";
import type { BinAddress } from "./compare-bins";

/** Names, shapes and lines differ as well as colours. */
export const SET_STYLES: Record<
  DetectionSet,
  {
    label: string;
    symbol: "circle" | "square" | "triangle-up" | "diamond-open";
    dash: "solid" | "dash" | "dot" | "dashdot";
    color: "pass" | "warn" | "text" | "none";
  }
> = {
  zogy: { label: "ZOGY", symbol: "circle", dash: "solid", color: "pass" },
  sfft: { label: "SFFT", symbol: "square", dash: "dash", color: "warn" },
  either: { label: "either", symbol: "triangle-up", dash: "dot", color: "text" },
  both: { label: "both", symbol: "diamond-open", dash: "dashdot", color: "none" },
};

/** Points of one magnitude stand beside each other, so that their bars can be told apart: this part of a bin apart. */
const APART = 0.06;

/** One trace a set, k/n with Wilson intervals; bins without injections are gaps. */
export function completenessTraces(answer: CompareAnswer, colors: PlotColors): Data[] {
  return DETECTION_SETS.map((set, place): Data => {
    const { label, symbol, dash, color } = SET_STYLES[set];
    const bins = answer.completeness[set].bins.filter(({ injected }) => injected > 0);
    const fractions = bins.flatMap(({ completeness }) => completeness ?? []);
    const shift = (place - 1.5) * APART;
    return {
      type: "scattergl",
      mode: "lines+markers",
      name: label,
      x: bins.map(({ startMag, endMag }) => (startMag + endMag) / 2 + shift * (endMag - startMag)),
      y: fractions.map(({ value }) => value),
      error_y: {
        type: "data",
        symmetric: false,
        array: fractions.map(({ value, high }) => high - value),
        arrayminus: fractions.map(({ value, low }) => value - low),
        thickness: 1,
        width: 2,
        color: colors[color],
      },
      customdata: bins.map(({ startMag, endMag }) => `${set} ${startMag} ${endMag}`),
      text: bins.map(
        ({ startMag, endMag, injected, detected }) => `${startMag} to ${endMag} mag: ${detected} of ${injected}`,
      ),
      hovertemplate: `%{text}<extra>${label}</extra>`,
      marker: { symbol, size: 8, color: colors[color] },
      line: { color: colors[color], width: 1.5, dash },
    };
  });
}

export function completenessLayout(): Partial<Layout> {
  return {
    dragmode: "zoom",
    hovermode: "closest",
    margin: { l: 52, r: 8, t: 6, b: 40 },
    xaxis: { title: { text: "injected magnitude [AB mag]" } },
    yaxis: { title: { text: "completeness" }, range: [-0.03, 1.03] },
    legend: { font: { size: 11 }, orientation: "h", x: 0, y: 1, yanchor: "bottom" },
  };
}

/** The bin of a clicked point; null: of something else. */
export function readBinAddress(customdata: unknown): BinAddress | null {
  if (typeof customdata !== "string") return null;
  const [name, start, end] = customdata.split(" ");
  const set = DETECTION_SETS.find((candidate) => candidate === name);
  return set === undefined ? null : { set, startMag: Number(start), endMag: Number(end) };
}
