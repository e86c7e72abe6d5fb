"use client";
// How a feature is spread, by kind of candidate; a click narrows the filter to a bin.
import { useMemo } from "react";
import type { CandidateHistogram } from "@/lib/queries/difference-rows";
import { PLOT_COLORS } from "../charts/colors";
import { Plot, type PlotPoint, useScheme } from "../charts/plot";
import { formatCount } from "../ui/format";
import styles from "./candidates.module.css";
import { COMPLETENESS } from "./completeness-panel";
import { FeatureSelect } from "./feature-select";
import { PLOT_HEIGHT, PlotAnswer } from "./plot-answer";
import { binFilter, histogramLayout, histogramTraces } from "./scatter-histogram";

export interface ScatterHistogramPanelProps {
  answer: CandidateHistogram | null;
  failure: string | null;
  column: string;
  isBlind: boolean;
  onColumn: (name: string) => void;
  onNarrow: (condition: string) => void;
}

export function ScatterHistogramPanel({
  answer,
  failure,
  column,
  isBlind,
  onColumn,
  onNarrow,
}: ScatterHistogramPanelProps) {
  const colors = PLOT_COLORS[useScheme()];
  const traces = useMemo(
    () => (answer === null ? null : histogramTraces(answer, colors, isBlind)),
    [answer, colors, isBlind],
  );
  const layout = useMemo(() => histogramLayout(column), [column]);
  const click = ({ customdata }: PlotPoint) => {
    const condition = answer && typeof customdata === "number" ? binFilter(column, answer.edges, customdata) : null;
    if (condition !== null) onNarrow(condition);
  };
  return (
    <section className={styles.plotPanel} aria-label="Histogram">
      <div className={styles.controls}>
        <FeatureSelect
          label="Feature of the histogram"
          value={column}
          isBlind={isBlind}
          {...(isBlind ? {} : { first: COMPLETENESS })}
          onChange={onColumn}
        />
        {isBlind ? null : "by kind"}
      </div>
      <PlotAnswer failure={failure}>
        {traces === null || answer === null ? null : (
          <>
            <Plot
              traces={traces}
              layout={layout}
              height={PLOT_HEIGHT}
              label={`histogram of ${column}`}
              events={{ onClick: click }}
            />
            <p className={styles.note}>{histogramNote(answer)}</p>
          </>
        )}
      </PlotAnswer>
    </section>
  );
}

/** What the bars leave out. */
export function histogramNote({ bars, below, above, notMeasured, isAbout }: CandidateHistogram): string {
  const about = isAbout ? "about " : "";
  const drawn = Object.values(bars).reduce((sum, counts) => sum + counts.reduce((a, b) => a + b, 0), 0);
  const dropped = [
    [below, "below the axis"],
    [above, "above it"],
    [notMeasured, "not measured"],
  ] as const;
  const words = dropped.filter(([count]) => count > 0).map(([count, why]) => `${about}${formatCount(count)} ${why}`);
  return `${about}${formatCount(drawn)} candidates in the bars; ${words.length > 0 ? `dropped: ${words.join(", ")}` : "none dropped"}; a click filters to the bin`;
}
