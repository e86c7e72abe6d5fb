"use client";
// Scatter and histogram of an exposure's rings; a box drawn in either becomes the filter, a double click lifts it.
import { useMemo } from "react";
import type { DarkRingRow } from "@/lib/queries/dark-ring-row";
import { PLOT_COLORS } from "../charts/colors";
import { Plot, type PlotBrush, type PlotPoint, useScheme } from "../charts/plot";
import styles from "./dark-rings.module.css";
import { type FilterParameters, formatRange } from "./ring-filter";
import { areaScatter, scoreHistogram } from "./ring-plots";

export interface RingPlotsProps {
  rings: readonly DarkRingRow[];
  kept: readonly DarkRingRow[];
  selectedId: string | null;
  onSelect: (id: string) => void;
  onFilter: (patch: Partial<FilterParameters>) => void;
}

const HEIGHT = 172;

export function RingPlots({ rings, kept, selectedId, onSelect, onFilter }: RingPlotsProps) {
  const colors = PLOT_COLORS[useScheme()];
  const keptIds = useMemo(() => new Set(kept.map((ring) => ring.id)), [kept]);
  const scatter = useMemo(
    () => areaScatter(rings, { kept: keptIds, selectedId, colors }),
    [rings, keptIds, selectedId, colors],
  );
  const histogram = useMemo(() => scoreHistogram(rings, { kept: keptIds, colors }), [rings, keptIds, colors]);
  const click = ({ customdata }: PlotPoint) => typeof customdata === "string" && onSelect(customdata);
  const brushScatter = (brush: PlotBrush | null) =>
    onFilter({
      area: brush?.x ? formatRange(brush.x[0], brush.x[1], 0) : "",
      score: brush?.y ? formatRange(brush.y[0], brush.y[1], 3) : "",
    });
  const brushHistogram = (brush: PlotBrush | null) =>
    onFilter({ score: brush?.x ? formatRange(brush.x[0], brush.x[1], 3) : "" });
  return (
    <div className={styles.plots}>
      <div>
        <Plot
          traces={scatter.traces}
          layout={scatter.layout}
          height={HEIGHT}
          label="area against gaussian-like score"
          events={{ onClick: click, onSelect: brushScatter }}
        />
        <p className={styles.plotNote}>
          {scatter.dropped || "all rings drawn"} · draw a box to filter, double click to lift
        </p>
      </div>
      <div>
        <Plot
          traces={histogram.traces}
          layout={histogram.layout}
          height={HEIGHT}
          label="histogram of the gaussian-like score"
          events={{ onSelect: brushHistogram }}
        />
        <p className={styles.plotNote}>{histogram.dropped || "all rings counted"} · blue: kept by the filter</p>
      </div>
    </div>
  );
}
