// The surface of our bundle that the one wrapper uses.
import type { Config, Data, Layout, PlotlyHTMLElement } from "plotly.js";

interface Bundle {
  react(
    root: HTMLElement,
    data: readonly Data[],
    layout: Partial<Layout>,
    config: Partial<Config>,
  ): Promise<PlotlyHTMLElement>;
  purge(root: HTMLElement): void;
  toImage(
    root: HTMLElement,
    options: { format: "png" | "svg"; width: number; height: number; scale: number },
  ): Promise<string>;
  Plots: { resize(root: HTMLElement): void };
}

declare const Plotly: Bundle;
export default Plotly;
