"use client";
// Any feature against any, of the filter's candidates; a lasso or a box narrows the filter.
import { Button, Checkbox } from "@mantine/core";
import { useMemo } from "react";
import { findStoredColumn } from "@/lib/difference/stored-columns";
import type { CandidateScatter } from "@/lib/queries/difference-rows";
import { PLOT_COLORS } from "../charts/colors";
import { Plot, type PlotBrush, type PlotPoint, useScheme } from "../charts/plot";
import { formatCount } from "../ui/format";
import styles from "./candidates.module.css";
import { FeatureSelect } from "./feature-select";
import { PLOT_HEIGHT, PlotAnswer } from "./plot-answer";
import { selectionFilter, selectionRule } from "./scatter-selection";
import { scatterTraces } from "./scatter-traces";

export interface ScatterPanelProps {
  answer: CandidateScatter | null;
  failure: string | null;
  view: { x: string; y: string; isLog: boolean };
  isBlind: boolean;
  onView: (patch: Partial<ScatterPanelProps["view"]>) => void;
  /** a condition that the drawn outline means */
  onNarrow: (condition: string) => void;
  /** a point was clicked */
  onPick: (candidateId: string) => void;
}

export function ScatterPanel({ answer, failure, view, isBlind, onView, onNarrow, onPick }: ScatterPanelProps) {
  const { x, y, isLog } = view;
  const colors = PLOT_COLORS[useScheme()];
  const chart = useMemo(
    () => (answer === null ? null : scatterTraces(answer, { x, y, isLog, colors, isBlind })),
    [answer, x, y, isLog, colors, isBlind],
  );
  const twin = findStoredColumn(x)?.twin ?? null;
  const select = (brush: PlotBrush | null) => {
    const condition = brush === null ? null : selectionFilter(brush, view);
    if (condition !== null) onNarrow(condition);
  };
  const pick = ({ customdata }: PlotPoint) => {
    if (typeof customdata === "string") onPick(customdata);
  };
  return (
    <section className={styles.plotPanel} aria-label="Scatter plot">
      <div className={styles.controls}>
        <FeatureSelect label="Feature along" value={x} isBlind={isBlind} onChange={(name) => onView({ x: name })} />
        against
        <FeatureSelect label="Feature up" value={y} isBlind={isBlind} onChange={(name) => onView({ y: name })} />
        {twin !== null && twin !== y ? (
          <Button onClick={() => onView({ y: twin })} title="the other algorithm's value of the same feature">
            its twin
          </Button>
        ) : null}
        <Checkbox
          label="log axes"
          checked={isLog}
          onChange={(event) => onView({ isLog: event.currentTarget.checked })}
        />
      </div>
      <PlotAnswer failure={failure}>
        {chart === null || answer === null ? null : (
          <>
            <Plot
              traces={chart.traces}
              layout={chart.layout}
              height={PLOT_HEIGHT}
              label={`${y} against ${x}`}
              events={{ onSelect: select, onClick: pick }}
            />
            <p className={styles.note}>{scatterNote(answer, chart.notPositive, isLog)}</p>
          </>
        )}
      </PlotAnswer>
    </section>
  );
}

/** How many points there are, and why others are not drawn. */
export function scatterNote(
  { rowIds, total, isAbout, notMeasured }: CandidateScatter,
  notPositive: number,
  isLog: boolean,
): string {
  const about = isAbout ? "about " : "";
  const drawn = rowIds.length - notPositive;
  const sample = rowIds.length < total ? ` (a sample of ${about}${formatCount(total)})` : "";
  const dropped = [
    notMeasured > 0 ? `${about}${formatCount(notMeasured)} without both values` : "",
    notPositive > 0 ? `${formatCount(notPositive)} not positive on log axes` : "",
  ].filter((words) => words !== "");
  const parts = [
    `${formatCount(drawn)} points drawn${sample}`,
    dropped.length > 0 ? `dropped: ${dropped.join(", ")}` : "none dropped",
  ];
  return `${parts.join("; ")}; ${selectionRule(isLog)}`;
}
