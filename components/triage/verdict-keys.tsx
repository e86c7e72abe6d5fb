// One button a verdict with its key, undo, and whether the server has what was said; what is counted stands behind.
import { Kbd } from "@mantine/core";
import type { ReactNode } from "react";
import styles from "./triage.module.css";

export interface VerdictKeysProps {
  words: readonly { key: string; label: string; description?: string }[];
  /** verdict of what is shown */
  current: string | null;
  onDecide: (label: string) => void;
  onUndo: () => void;
  /** verdicts that the server does not have yet, and why the last save failed */
  saving: { pending: number; failure: string | null };
  children: ReactNode;
}

export function VerdictKeys({ words, current, onDecide, onUndo, saving, children }: VerdictKeysProps) {
  const { pending, failure } = saving;
  return (
    <section className={styles.verdicts} aria-label="Verdicts">
      {words.map(({ key, label, description }) => (
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
      <span className={styles.count}>{children}</span>
    </section>
  );
}
