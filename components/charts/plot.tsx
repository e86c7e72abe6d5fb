"use client";
// The one wrapper of plotly: loads our bundle, follows the theme and the size of its box, hands events out as plain points.
import { useComputedColorScheme } from "@mantine/core";
import type { Config, Data, Layout, PlotlyHTMLElement } from "plotly.js";
import { useEffect, useRef, useState } from "react";
import type { Scheme } from "./colors";
import { themedLayout } from "./layout";
import styles from "./plot.module.css";

export interface PlotPoint {
  /** index of the trace, and of the point in it */
  trace: number;
  point: number;
  /** the trace's customdata of the point */
  customdata: unknown;
  x: unknown;
  y: unknown;
}

export interface PlotBrush {
  points: PlotPoint[];
  /** [low, high] of a box selection in data units */
  x: [number, number] | null;
  y: [number, number] | null;
  /** corners of a lasso in data units */
  lasso: { x: number[]; y: number[] } | null;
}

export interface PlotEvents {
  onClick?: (point: PlotPoint) => void;
  onHover?: (point: PlotPoint | null) => void;
  /** a box or lasso was drawn; null: the selection was cleared by a double click */
  onSelect?: (brush: PlotBrush | null) => void;
}

export interface PlotProps {
  traces: readonly Data[];
  layout: Partial<Layout>;
  height: number;
  /** what the plot shows, for those who cannot see it, and the name of the PNG */
  label: string;
  events?: PlotEvents;
  /** mode bar buttons and scroll zoom are on unless false */
  isInteractive?: boolean;
}

const CONFIG: Partial<Config> = {
  displaylogo: false,
  responsive: true,
  scrollZoom: true,
  doubleClick: "reset+autosize",
  modeBarButtonsToRemove: ["autoScale2d"],
};

type RawPoint = {
  curveNumber?: number;
  pointNumber?: number;
  pointIndex?: number;
  customdata?: unknown;
  x?: unknown;
  y?: unknown;
};

/** A point of a plotly event as plain data. */
function plainPoint(raw: RawPoint): PlotPoint {
  const { curveNumber = 0, pointNumber, pointIndex, customdata, x, y } = raw;
  return { trace: curveNumber, point: pointNumber ?? pointIndex ?? 0, customdata, x, y };
}

function bounds(range: number[] | undefined): [number, number] | null {
  const [a, b] = range ?? [];
  return a === undefined || b === undefined ? null : [Math.min(a, b), Math.max(a, b)];
}

function listen(div: PlotlyHTMLElement, events: { current: PlotEvents }) {
  div.on("plotly_click", ({ points }) => points[0] && events.current.onClick?.(plainPoint(points[0])));
  div.on("plotly_hover", ({ points }) => points[0] && events.current.onHover?.(plainPoint(points[0])));
  div.on("plotly_unhover", () => events.current.onHover?.(null));
  div.on("plotly_selected", (selection) => {
    if (!selection) return;
    const { points = [], range, lassoPoints } = selection;
    const lasso = lassoPoints?.x && lassoPoints.y ? { x: lassoPoints.x, y: lassoPoints.y } : null;
    events.current.onSelect?.({ points: points.map(plainPoint), x: bounds(range?.x), y: bounds(range?.y), lasso });
  });
  div.on("plotly_deselect", () => events.current.onSelect?.(null));
}

/** The scheme in use, light until the browser is asked (nothing is drawn before). */
export function useScheme(): Scheme {
  return useComputedColorScheme("light");
}

export function Plot({ traces, layout, height, label, events, isInteractive = true }: PlotProps) {
  const root = useRef<HTMLDivElement>(null);
  const latest = useRef<PlotEvents>({});
  const isListening = useRef(false);
  const [state, setState] = useState<"loading" | "drawn" | { failed: string }>("loading");
  const scheme = useScheme();
  useEffect(() => {
    latest.current = events ?? {};
  });

  useEffect(() => {
    const div = root.current;
    if (!div) return;
    let isOld = false;
    const draw = async () => {
      const { default: plotly } = await import("./plotly.gen");
      if (isOld) return;
      const filename = label.replaceAll(/[^\w.-]+/g, "_");
      const config = { ...CONFIG, staticPlot: !isInteractive, toImageButtonOptions: { filename, scale: 2 } };
      const drawn = await plotly.react(div, traces, themedLayout(layout, scheme, height), config);
      if (!isListening.current) listen(drawn, latest);
      isListening.current = true;
      if (!isOld) setState("drawn");
    };
    draw().catch((error: unknown) => setState({ failed: error instanceof Error ? error.message : String(error) }));
    return () => {
      isOld = true;
    };
  }, [traces, layout, height, label, scheme, isInteractive]);

  useEffect(() => {
    const div = root.current;
    return () => {
      isListening.current = false;
      if (div) import("./plotly.gen").then(({ default: plotly }) => plotly.purge(div));
    };
  }, []);

  return (
    <figure className={styles.plot} style={{ height }} aria-label={label} data-drawn={state === "drawn"}>
      <div ref={root} className={styles.canvas} />
      {state === "loading" ? <div className={styles.skeleton} /> : null}
      {typeof state === "object" ? <p role="alert">■ the plot cannot be drawn: {state.failed}</p> : null}
    </figure>
  );
}
