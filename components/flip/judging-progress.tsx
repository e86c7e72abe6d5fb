"use client";
// Undo, whether the server has what was said, and how far the list is judged.
import { Kbd } from "@mantine/core";
import type { VerdictProgress } from "../triage/verdict-bar";
import { formatCount } from "../ui/format";
import styles from "./flip.module.css";

export function JudgingProgress({ progress, onUndo }: { progress: VerdictProgress; onUndo: () => void }) {
  const { done, left, isCapped, perMinute, pending, failure } = progress;
  return (
    <section className={styles.progress} aria-label="Progress">
      <button type="button" onClick={onUndo}>
        <Kbd>u</Kbd> undo
      </button>
      <output data-failed={failure !== null} title={failure ?? undefined}>
        {pending > 0 ? `◌ ${pending} not saved yet${failure ? `: ${failure}, trying again` : ""}` : "● all saved"}
      </output>
      <span>
        {formatCount(done)} done · {formatCount(left)}
        {isCapped ? "+" : ""} left · {perMinute === null ? "–" : Math.round(perMinute)} per minute
      </span>
    </section>
  );
}
