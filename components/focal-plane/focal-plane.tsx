"use client";
// The focal plane of one exposure: a quantity in colour, what is missing hatched, a click selects a detector.
import type { Data, Layout } from "plotly.js";
import { useMemo } from "react";
import { PLOT_COLORS } from "../charts/colors";
import { Plot, type PlotPoint, useScheme } from "../charts/plot";
import { formatSignificant, plural } from "../ui/format";
import { unitSign } from "../ui/unit-sign";
import styles from "./focal-plane.module.css";
import { colourLimits, countClipped, type DetectorState, focalPlaneTraces } from "./focal-plane-traces";
import type { FocalPlaneRows, Quantity } from "./quantities";

export interface FocalPlaneProps {
  plane: FocalPlaneRows;
  quantity: Quantity;
  selected: number | null;
  height: number;
  onSelect: (detector: number) => void;
  label: string;
}

const STATES: DetectorState[] = ["not measured", "waiting", "running", "failed", "absent"];

function planeLayout(hasGeometry: boolean): Partial<Layout> {
  const axis = { zeroline: false, showgrid: false, automargin: true };
  const unit = hasGeometry ? " [mm]" : "";
  const name = (axisName: string) =>
    hasGeometry ? `focal plane ${axisName}${unit}` : "grid: the geometry is not known";
  return {
    dragmode: "pan",
    margin: { l: 52, r: 8, t: 8, b: 40 },
    xaxis: { ...axis, title: { text: name("x") }, constrain: "domain", showticklabels: hasGeometry },
    yaxis: {
      ...axis,
      title: { text: hasGeometry ? name("y") : "" },
      scaleanchor: "x",
      constrain: "domain",
      showticklabels: hasGeometry,
    },
  };
}

export function FocalPlane({ plane, quantity, selected, height, onSelect, label }: FocalPlaneProps) {
  const scheme = useScheme();
  const { detectors, unit, hasGeometry } = plane;
  const limits = useMemo(() => colourLimits(detectors.map((row) => row.value)), [detectors]);
  const traces = useMemo(() => {
    const colors = PLOT_COLORS[scheme];
    const view = { label: quantity.label, unit, limits, ink: colors.dim, accent: colors.accent, selected };
    return focalPlaneTraces(detectors, view) as Data[];
  }, [scheme, detectors, limits, quantity, unit, selected]);
  const layout = useMemo(() => planeLayout(hasGeometry), [hasGeometry]);
  const events = { onClick: ({ customdata }: PlotPoint) => typeof customdata === "number" && onSelect(customdata) };
  const clipped = countClipped(detectors, limits);
  const missing = STATES.map((state) => [state, detectors.filter((row) => row.state === state).length] as const);
  return (
    <div className={styles.plane}>
      <Plot traces={traces} layout={layout} height={height - 22} label={label} events={events} />
      <p className={styles.legend}>
        {limits ? (
          <span>
            {formatSignificant(limits.low)} to {formatSignificant(limits.high)} {unitSign(unit)} · linear ·{" "}
            {limits.rule}
            {clipped > 0 ? ` · ${plural(clipped, "detector")} beyond` : ""}
          </span>
        ) : (
          <span>no detector has a value</span>
        )}
        {missing.map(([state, count]) =>
          count > 0 ? (
            <span key={state}>
              <span className={styles.swatch} data-state={state} aria-hidden="true" /> {count} {state}
            </span>
          ) : null,
        )}
      </p>
    </div>
  );
}
