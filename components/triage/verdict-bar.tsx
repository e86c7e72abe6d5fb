"use client";
// The verdicts and their keys, how many are done and left, how fast, and whether the server has them.
import { Kbd } from "@mantine/core";
import type { VerdictWord } from "@/lib/verdicts/ring-vocabulary";
import { formatCount } from "../ui/format";
import styles from "./triage.module.css";

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
    <section className={styles.verdicts} aria-label="Verdicts">
      {words.map((word) => (
        <button key={word.key} type="button" aria-pressed={word.label === current} onClick={() => onDecide(word.label)}>
          <Kbd>{word.key}</Kbd> {word.label}
        </button>
      ))}
      <button type="button" onClick={onUndo}>
        <Kbd>u</Kbd> undo
      </button>
      <span data-grow />
      <output className={styles.saving} data-failed={failure !== null} title={failure ?? undefined}>
        {pending > 0 ? `◌ ${pending} not saved yet${failure ? `: ${failure}, trying again` : ""}` : "● all saved"}
      </output>
      <span className={styles.count}>
        {formatCount(done)} done · {formatCount(left)}
        {isCapped ? "+" : ""} left · {perMinute === null ? "–" : Math.round(perMinute)} per minute
      </span>
    </section>
  );
}
