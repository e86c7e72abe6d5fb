"use client";
// Verdicts with their keys, how many are done, how long one takes, and whether the server has them.
import { Kbd } from "@mantine/core";
import { CANDIDATE_VOCABULARY } from "@/lib/verdicts/candidate-vocabulary";
import { formatCount } from "../ui/format";
import styles from "./vetting.module.css";

export interface VettingProgress {
  /** made here and kept */
  made: number;
  /** of the queue without a verdict */
  left: number;
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
  const { made, left, lastSeconds, medianSeconds, pending, failure } = progress;
  return (
    <section className={styles.verdicts} aria-label="Verdicts">
      {CANDIDATE_VOCABULARY.map(({ key, label, description }) => (
        <button
          key={key}
          type="button"
          title={description}
          aria-pressed={label === current}
          onClick={() => onDecide(label)}
        >
          <Kbd>{key}</Kbd> {label}
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
        {formatCount(made)} decided · {formatCount(left)} left · last {seconds(lastSeconds)} · median{" "}
        {seconds(medianSeconds)}
      </span>
    </section>
  );
}
