"use client";
// How a quantity is spread over the detectors, with the colour limits of the focal plane.
import type { Data, Layout } from "plotly.js";
import { useMemo } from "react";
import { PLOT_COLORS } from "../charts/colors";
import { Plot, useScheme } from "../charts/plot";
import { unitSign } from "../ui/unit-sign";
import { colourLimits } from "./focal-plane-traces";
import type { FocalPlaneRows, Quantity } from "./quantities";

export interface ValueHistogramProps {
  plane: FocalPlaneRows;
  quantity: Quantity;
  height: number;
}

export function ValueHistogram({ plane, quantity, height }: ValueHistogramProps) {
  const colors = PLOT_COLORS[useScheme()];
  const { traces, layout } = useMemo(() => {
    const values = plane.detectors.flatMap((row) => row.value ?? []);
    const limits = colourLimits(values);
    const line = (x: number) => ({
      type: "line" as const,
      x0: x,
      x1: x,
      y0: 0,
      y1: 1,
      yref: "paper" as const,
      line: { color: colors.warn, width: 1, dash: "dot" as const },
    });
    const title = unitSign(plane.unit) ? `${quantity.label} [${unitSign(plane.unit)}]` : quantity.label;
    return {
      traces: [
        {
          type: "histogram",
          x: values,
          nbinsx: 40,
          marker: { color: colors.pass },
          hovertemplate: "%{x}: %{y} detectors<extra></extra>",
        },
      ] as Data[],
      layout: {
        xaxis: { title: { text: title } },
        yaxis: { title: { text: "detectors" } },
        shapes: limits ? [line(limits.low), line(limits.high)] : [],
        margin: { l: 44, r: 8, t: 6, b: 34 },
        bargap: 0.03,
      } as Partial<Layout>,
    };
  }, [plane, quantity, colors]);
  return (
    <Plot
      traces={traces}
      layout={layout}
      height={height}
      label={`histogram of ${quantity.label}`}
      isInteractive={false}
    />
  );
}
