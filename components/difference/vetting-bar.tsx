"use client";
// Verdicts with their keys, how many are done, how long one takes, and whether the server has them.
import { CANDIDATE_VOCABULARY } from "@/lib/verdicts/candidate-vocabulary";
import { VerdictKeys } from "../triage/verdict-keys";
import { formatCount } from "../ui/format";

export interface VettingProgress {
  /** made here and kept */
  made: number;
  /** of the queue without a verdict */
  left: number;
  /** the queue has candidates that are not here */
  hasMore: boolean;
  lastSeconds: number | null;
  medianSeconds: number | null;
  pending: number;
  failure: string | null;
}

export interface VettingBarProps {
  current: string | null;
  onDecide: (label: string) => void;
  onUndo: () => void;
  progress: VettingProgress;
}

const seconds = (value: number | null) => (value === null ? "–" : `${value.toFixed(1)} s`);

export function VettingBar({ current, onDecide, onUndo, progress }: VettingBarProps) {
  const { made, left, hasMore, lastSeconds, medianSeconds, pending, failure } = progress;
  return (
    <VerdictKeys {...{ current, onDecide, onUndo }} words={CANDIDATE_VOCABULARY} saving={{ pending, failure }}>
      {formatCount(made)} decided · {formatCount(left)}
      {hasMore ? "+" : ""} left · last {seconds(lastSeconds)} · median {seconds(medianSeconds)}
    </VerdictKeys>
  );
}
