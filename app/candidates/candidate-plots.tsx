"use client";
import { useMemo } from "react";
import { blindHistogram, blindScatter, isTelling } from "@/components/difference/blind";
import styles from "@/components/difference/candidates.module.css";
import {
  COMPLETENESS,
  CompletenessPanel,
  type CompletenessPanelProps,
} from "@/components/difference/completeness-panel";
import { ScatterHistogramPanel } from "@/components/difference/scatter-histogram-panel";
import { ScatterPanel } from "@/components/difference/scatter-panel";
import { jobConditionsOf, narrowed } from "@/components/difference/venn-conditions";
import type { SetUrlState } from "@/components/ui/use-url-state";
import { POINT_KINDS } from "@/lib/queries/difference-rows";
import { CANDIDATES_DEFAULTS, type CandidatesState } from "./candidates-state";
import { useCandidateHistogram, useCandidateScatter, useCompleteness } from "./use-candidate-answers";

export interface CandidatePlotsProps {
  state: CandidatesState;
  onState: SetUrlState<CandidatesState>;
  /** the filter is not understood: nothing to plot */
  hasProblem: boolean;
  /** the drawer lies over the second plot */
  isCovered: boolean;
}

const UNDECIDED = POINT_KINDS.indexOf("undecided");

/** Scatter plot and histogram of the filter; what is drawn or clicked in them narrows it. */
export function CandidatePlots({ state, onState, hasProblem, isCovered }: CandidatePlotsProps) {
  const { mode, filter, axes, plots } = state;
  const isBlind = state.blind === "1";
  const isHidden = (name: string) => isBlind && (isTelling(name) || name === COMPLETENESS.value);
  const shown = (name: "x" | "y" | "of") => (isHidden(state[name]) ? CANDIDATES_DEFAULTS[name] : state[name]);
  const [x, y, of] = [shown("x"), shown("y"), shown("of")];
  const asked = hasProblem || plots !== "1" ? null : { mode, filter };
  const scatter = useCandidateScatter(asked, x, y);
  const isOfJobs = of === COMPLETENESS.value;
  const histogram = useCandidateHistogram(isCovered || isOfJobs ? null : asked, of);
  const drawn = useMemo(() => {
    if (!isBlind) return { points: scatter.answer, bars: histogram.answer };
    return {
      points: scatter.answer && blindScatter(scatter.answer, UNDECIDED),
      bars: histogram.answer && blindHistogram(histogram.answer),
    };
  }, [isBlind, scatter.answer, histogram.answer]);
  if (asked === null) return <div />;
  const narrow = (condition: string) => onState({ filter: narrowed(filter, condition), row: "" });
  return (
    <div className={styles.plots}>
      <ScatterPanel
        answer={drawn.points}
        failure={scatter.failure}
        isBlind={isBlind}
        view={{ x, y, isLog: axes === "log" }}
        onView={({ x: newX = x, y: newY = y, isLog }) =>
          onState({ x: newX, y: newY, axes: (isLog ?? axes === "log") ? "log" : "linear" })
        }
        onNarrow={narrow}
        onPick={(row) => onState({ row }, { replace: true, shallow: true })}
      />
      {isCovered || !isOfJobs ? null : (
        <JobsCompleteness {...{ mode, filter }} onColumn={(name) => onState({ of: name })} onNarrow={narrow} />
      )}
      {isCovered || isOfJobs ? null : (
        <ScatterHistogramPanel
          answer={drawn.bars}
          failure={histogram.failure}
          isBlind={isBlind}
          column={of}
          onColumn={(name) => onState({ of: name })}
          onNarrow={narrow}
        />
      )}
    </div>
  );
}

interface JobsCompletenessProps extends Pick<CompletenessPanelProps, "onColumn" | "onNarrow"> {
  mode: string;
  filter: string;
}

/** Missed sources have no candidate: of the filter only what it says of jobs counts. */
function JobsCompleteness({ mode, filter, ...actions }: JobsCompletenessProps) {
  const jobs = jobConditionsOf(filter);
  const completeness = useCompleteness({ mode, jobs });
  return <CompletenessPanel {...completeness} jobs={jobs} {...actions} />;
}
