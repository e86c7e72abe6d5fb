"use client";
// Triage: one big stamp, what surrounds it, its profile and numbers, and what comes next. A key is a verdict.
import { type ReactNode, useEffect } from "react";
import type { DarkRingRow } from "@/lib/queries/dark-ring-row";
import type { VerdictWord } from "@/lib/verdicts/ring-vocabulary";
import { RingFacts } from "../dark-rings/ring-facts";
import { LookControls, useLook } from "../gallery/look-controls";
import type { StampOf } from "../gallery/stamp";
import { useKeys } from "../ui/keys";
import { useUrlState } from "../ui/use-url-state";
import { BigStamp, type PixelsOf } from "./big-stamp";
import { Filmstrip } from "./filmstrip";
import styles from "./triage.module.css";
import { useCursor } from "./use-cursor";
import { VerdictBar, type VerdictProgress } from "./verdict-bar";

export interface TriageViewProps {
  rings: readonly DarkRingRow[];
  words: readonly VerdictWord[];
  labelOf: (ring: DarkRingRow) => string | null;
  judge: (ring: DarkRingRow, label: string) => void;
  /** id of the ring whose verdict was taken back; null: there is none to take back */
  undo: () => string | null;
  progress: VerdictProgress;
  pixels: { stampOf: StampOf; sectionOf: PixelsOf; onNeed: (rings: readonly DarkRingRow[], size: number) => void };
  /** more rings are wanted: the cursor is near the end of those here */
  onMore: () => void;
  /** true: there are more than those here */
  hasMore: boolean;
  renderRecurrences: (ring: DarkRingRow) => ReactNode;
  /** export and the like */
  actions: ReactNode;
}

const CONTEXT_SIZES = [32, 64, 128, 256, 512] as const;
const DEFAULTS = { ring: "", size: "64" };
const QUIET = { shallow: true, replace: true };
/** stamps and sections asked for before they are wanted */
const AHEAD = 24;
const BEHIND = 4;
const MORE_BEFORE_END = 40;

export function TriageView(props: TriageViewProps) {
  const { rings, words, labelOf, judge, undo, progress, pixels, onMore, hasMore, renderRecurrences, actions } = props;
  const [url, setUrl] = useUrlState(DEFAULTS);
  const lookState = useLook();
  const { index, at, go } = useCursor(rings, url.ring, (id) => setUrl({ ring: id }, QUIET));
  const ring = rings[index];
  const size = CONTEXT_SIZES.find((one) => String(one) === url.size) ?? 64;

  const decide = (label: string) => {
    const judged = rings[at()];
    if (!judged) return;
    judge(judged, label);
    go(at() + 1);
  };
  const takeBack = () => {
    const id = undo();
    const back = rings.findIndex((candidate) => candidate.id === id);
    if (back >= 0) go(back);
  };
  const resize = (by: number) => {
    const next = CONTEXT_SIZES[CONTEXT_SIZES.indexOf(size) + by];
    if (next) setUrl({ size: String(next) }, QUIET);
  };
  const nextOpen = () => {
    const open = rings.findIndex((candidate, i) => i > at() && labelOf(candidate) === null);
    if (open >= 0) go(open);
  };
  useKeys("Verdicts", [
    ...words.map((word) => ({ keys: [word.key], label: word.label, run: () => decide(word.label) })),
    { keys: ["u"], label: "Take the last verdict back", run: takeBack },
  ]);
  useKeys("Triage", [
    { keys: ["ArrowRight", "j"], label: "Next ring", run: () => go(at() + 1) },
    { keys: ["ArrowLeft", "k"], label: "Previous ring", run: () => go(at() - 1) },
    { keys: ["n"], label: "Next ring without a verdict", run: nextOpen },
    { keys: ["+", "="], label: "More context", run: () => resize(1) },
    { keys: ["-"], label: "Less context", run: () => resize(-1) },
  ]);

  const { onNeed } = pixels;
  useEffect(
    () => onNeed([...rings.slice(index, index + AHEAD), ...rings.slice(Math.max(0, index - BEHIND), index)], size),
    [rings, index, size, onNeed],
  );
  useEffect(() => {
    if (index >= rings.length - MORE_BEFORE_END) onMore();
  }, [index, rings.length, onMore]);

  if (!ring) return null;
  return (
    <div className={styles.triage}>
      <div className={styles.bar}>
        <span className="mono">
          {index + 1} / {rings.length}
          {hasMore ? "+" : ""}
        </span>
        <LookControls state={lookState} />
        <span data-grow />
        {actions}
      </div>
      <BigStamp
        ring={ring}
        size={size}
        label={labelOf(ring)}
        look={lookState.look}
        stampOf={pixels.stampOf}
        sectionOf={pixels.sectionOf}
      >
        <RingFacts ring={{ ...ring, verdict: labelOf(ring) }} />
        {renderRecurrences(ring)}
      </BigStamp>
      <Filmstrip
        rings={rings}
        index={index}
        onGo={go}
        labelOf={labelOf}
        stampOf={pixels.stampOf}
        look={lookState.look}
      />
      <VerdictBar words={words} current={labelOf(ring)} onDecide={decide} onUndo={takeBack} progress={progress} />
    </div>
  );
}
