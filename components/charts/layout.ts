// The layout that every plot shares: theme, fonts, thin margins, no decoration. A chart adds its titles and ranges.
import type { Layout, LayoutAxis } from "plotly.js";
import { PLOT_COLORS, type Scheme } from "./colors";

const MONOSPACE = "'JetBrains Mono Variable', 'DejaVu Sans Mono', monospace";
const SANS = "'Inter Variable', 'DejaVu Sans', sans-serif";

function themedAxis(scheme: Scheme, axis: Partial<LayoutAxis> | undefined): Partial<LayoutAxis> {
  const colors = PLOT_COLORS[scheme];
  return {
    gridcolor: colors.line,
    zerolinecolor: colors.line,
    linecolor: colors.line,
    tickfont: { family: MONOSPACE, size: 11, color: colors.dim },
    automargin: true,
    ...axis,
    ...(axis?.title ? { title: { font: { size: 12 }, ...axis.title } } : {}),
  };
}

/** `layout` of a chart with the panel's theme beneath it: whatever the chart sets wins, axes merge key by key. */
export function themedLayout(layout: Partial<Layout>, scheme: Scheme, height: number): Partial<Layout> {
  const colors = PLOT_COLORS[scheme];
  const themed: Partial<Layout> = {
    height,
    autosize: true,
    margin: { l: 48, r: 12, t: 8, b: 36 },
    paper_bgcolor: colors.background,
    plot_bgcolor: colors.background,
    font: { family: SANS, size: 12, color: colors.text },
    hoverlabel: { font: { family: MONOSPACE, size: 12 }, align: "left" },
    legend: { font: { size: 11 } },
    dragmode: "select",
    ...layout,
  };
  themed.xaxis = themedAxis(scheme, layout.xaxis);
  themed.yaxis = themedAxis(scheme, layout.yaxis);
  return themed;
}
