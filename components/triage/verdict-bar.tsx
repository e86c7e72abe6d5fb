"use client";
// The verdicts and their keys, how many are done and left, how fast, and whether the server has them.
import type { VerdictWord } from "@/lib/verdicts/ring-vocabulary";
import { formatCount } from "../ui/format";
import { VerdictKeys } from "./verdict-keys";

export interface VerdictProgress {
  done: number;
  left: number;
  /** true: counting stopped at 100,000 */
  isCapped: boolean;
  perMinute: number | null;
  /** verdicts that the server does not have yet */
  pending: number;
  /** why the last save failed */
  failure: string | null;
}

export interface VerdictBarProps {
  words: readonly VerdictWord[];
  /** verdict of the ring that is shown */
  current: string | null;
  onDecide: (label: string) => void;
  onUndo: () => void;
  progress: VerdictProgress;
}

export function VerdictBar({ words, current, onDecide, onUndo, progress }: VerdictBarProps) {
  const { done, left, isCapped, perMinute, pending, failure } = progress;
  return (
    <VerdictKeys {...{ words, current, onDecide, onUndo }} saving={{ pending, failure }}>
      {formatCount(done)} done · {formatCount(left)}
      {isCapped ? "+" : ""} left · {perMinute === null ? "–" : Math.round(perMinute)} per minute
    </VerdictKeys>
  );
}
