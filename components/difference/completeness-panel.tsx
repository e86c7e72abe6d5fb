"use client";
// Completeness of the jobs that a filter of candidates names, beside its scatter plot; a click narrows the filter to a bin.
import { useMemo } from "react";
import type { CompareAnswer } from "@/lib/queries/difference-compare-measure";
import { MOST_RADIUS_PX } from "@/lib/queries/difference-compare-request";
import { PLOT_COLORS } from "../charts/colors";
import { Plot, type PlotPoint, useScheme } from "../charts/plot";
import { formatCount, plural } from "../ui/format";
import styles from "./candidates.module.css";
import { binFilter } from "./compare-bins";
import { completenessLayout, completenessTraces, readBinAddress } from "./compare-completeness";
import { FeatureSelect } from "./feature-select";
import { PLOT_HEIGHT, PlotAnswer } from "./plot-answer";

/** In the place of a feature of the histogram. */
export const COMPLETENESS = { value: "completeness", label: "completeness against magnitude" };

export interface CompletenessPanelProps {
  answer: CompareAnswer | null;
  failure: string | null;
  /** what the filter says of jobs; "": nothing */
  jobs: string;
  onColumn: (name: string) => void;
  onNarrow: (condition: string) => void;
}

export function CompletenessPanel({ answer, failure, jobs, onColumn, onNarrow }: CompletenessPanelProps) {
  const colors = PLOT_COLORS[useScheme()];
  const traces = useMemo(() => (answer === null ? null : completenessTraces(answer, colors)), [answer, colors]);
  const click = ({ customdata }: PlotPoint) => {
    const bin = readBinAddress(customdata);
    if (bin === null || answer === null) return;
    onNarrow(binFilter(bin, { radius: String(MOST_RADIUS_PX), kind: "inj", band: "", jobs: "" }, answer));
  };
  return (
    <section className={styles.plotPanel} aria-label="Completeness">
      <div className={styles.controls}>
        <FeatureSelect
          label="Feature of the histogram"
          value={COMPLETENESS.value}
          first={COMPLETENESS}
          onChange={onColumn}
        />
        of injected sources
      </div>
      <PlotAnswer failure={failure}>
        {traces === null || answer === null ? null : (
          <>
            <Plot
              traces={traces}
              layout={LAYOUT}
              height={PLOT_HEIGHT}
              label="completeness against magnitude"
              events={{ onClick: click }}
            />
            <p className={styles.note}>{noteOf(answer, jobs)}</p>
          </>
        )}
      </PlotAnswer>
    </section>
  );
}

const LAYOUT = completenessLayout();

function noteOf({ truthCount, jobCount }: CompareAnswer, jobs: string): string {
  const which = jobs === "" ? "all jobs" : `jobs with ${jobs}`;
  return `${formatCount(truthCount)} sources in ${plural(jobCount, "job")} (${which}; conditions on candidates do not apply to missed ones); bars: 95 % Wilson intervals; a click filters to the candidates of the bin`;
}
