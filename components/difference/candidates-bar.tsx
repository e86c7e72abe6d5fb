"use client";
// Over the table: mode, filter, columns, plots, and how many there are.
import { Button, Checkbox, NativeSelect } from "@mantine/core";
import type { ReactNode } from "react";
import { formatCount } from "../ui/format";
import { tellingNames } from "./blind";
import styles from "./candidates.module.css";
import { COLUMN_SET_LABELS, COLUMN_SETS } from "./candidates-table-columns";
import { FilterField } from "./filter-field";

export interface CandidatesBarProps {
  state: { mode: string; filter: string; cols: string; plots: string; blind: string };
  onState: (patch: Partial<CandidatesBarProps["state"]>) => void;
  problem: string | null;
  /** beside the filter: saved views */
  children: ReactNode;
  counts: { answer: { total: number; isAbout: boolean } | null; failure: string | null };
}

const MODES = [
  { value: "annulus", label: "mode: annulus" },
  { value: "reference", label: "mode: reference" },
  { value: "negative", label: "mode: negative" },
];

export function CandidatesBar({ state, onState, problem, counts, children }: CandidatesBarProps) {
  const isOwnSet = !COLUMN_SETS.some((name) => name === state.cols);
  const sets = COLUMN_SETS.map((name) => ({ value: name as string, label: `columns: ${COLUMN_SET_LABELS[name]}` }));
  const arePlotsShown = state.plots === "1";
  return (
    <div className={styles.bar}>
      <NativeSelect
        size="xs"
        aria-label="Mode"
        title="annulus: matched by position; reference: as the published pipeline does; negative: found on reference minus science"
        data={MODES}
        value={state.mode}
        onChange={(event) => onState({ mode: event.currentTarget.value })}
      />
      <FilterField value={state.filter} problem={problem} onCommit={(filter) => onState({ filter })} />
      {children}
      <NativeSelect
        size="xs"
        aria-label="Columns"
        data={isOwnSet ? [...sets, { value: state.cols, label: "columns: of the address" }] : sets}
        value={state.cols}
        onChange={(event) => onState({ cols: event.currentTarget.value })}
      />
      <Checkbox
        className={styles.blind}
        label="blind"
        title="labels, truth, scores and what others said are hidden (h)"
        checked={state.blind === "1"}
        onChange={() => onState({ blind: state.blind === "1" ? "" : "1" })}
      />
      <Button onClick={() => onState({ plots: arePlotsShown ? "0" : "1" })} aria-pressed={arePlotsShown}>
        {arePlotsShown ? "Hide plots" : "Show plots"}
      </Button>
      <span className={styles.count} role="status">
        {problem === null ? (counts.failure ?? countWords(counts.answer)) : "not counted"}
      </span>
      {state.blind === "1" ? <BlindNote filter={state.filter} /> : null}
    </div>
  );
}

function countWords(counts: { total: number; isAbout: boolean } | null): string {
  if (counts === null) return "counting …";
  return `${counts.isAbout ? "about " : ""}${formatCount(counts.total)} ${counts.total === 1 ? "candidate" : "candidates"}`;
}

/** A filter on the truth tells it of everything that passes: that cannot be hidden, so it is said. */
export function BlindNote({ filter }: { filter: string }) {
  const names = tellingNames(filter);
  if (names.length === 0) return null;
  return (
    <p className={styles.refusal} role="alert">
      ▲ not blind: the filter tells {names.join(", ")}
    </p>
  );
}
