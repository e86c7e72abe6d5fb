"use client";
import styles from "@/components/difference/candidates.module.css";
import { ScatterHistogramPanel } from "@/components/difference/scatter-histogram-panel";
import { ScatterPanel } from "@/components/difference/scatter-panel";
import { narrowed } from "@/components/difference/venn-conditions";
import type { SetUrlState } from "@/components/ui/use-url-state";
import type { CandidatesState } from "./candidates-state";
import { useCandidateHistogram, useCandidateScatter } from "./use-candidate-answers";

export interface CandidatePlotsProps {
  state: CandidatesState;
  onState: SetUrlState<CandidatesState>;
  /** the filter is not understood: nothing to plot */
  hasProblem: boolean;
  /** the drawer lies over the second plot */
  isCovered: boolean;
}

/** Scatter plot and histogram of the filter; what is drawn or clicked in them narrows it. */
export function CandidatePlots({ state, onState, hasProblem, isCovered }: CandidatePlotsProps) {
  const { mode, filter, x, y, of, axes, plots } = state;
  const asked = hasProblem || plots !== "1" ? null : { mode, filter };
  const scatter = useCandidateScatter(asked, x, y);
  const histogram = useCandidateHistogram(isCovered ? null : asked, of);
  if (asked === null) return <div />;
  const narrow = (condition: string) => onState({ filter: narrowed(filter, condition), row: "" });
  return (
    <div className={styles.plots}>
      <ScatterPanel
        {...scatter}
        view={{ x, y, isLog: axes === "log" }}
        onView={({ x: newX = x, y: newY = y, isLog }) =>
          onState({ x: newX, y: newY, axes: (isLog ?? axes === "log") ? "log" : "linear" })
        }
        onNarrow={narrow}
        onPick={(row) => onState({ row }, { replace: true, shallow: true })}
      />
      {isCovered ? null : (
        <ScatterHistogramPanel
          {...histogram}
          column={of}
          onColumn={(name) => onState({ of: name })}
          onNarrow={narrow}
        />
      )}
    </div>
  );
}
