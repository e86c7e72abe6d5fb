"use client";
// How the candidates of a filter fall into the sets of the two algorithms and into the kinds of truth; each filters on click.
import { formatCount } from "../ui/format";
import styles from "./candidates.module.css";
import { CANDIDATE_MARKS } from "./candidates-table-marks";
import { isCondition, type VennNumbers, withCondition } from "./venn-conditions";

export interface VennChipsProps {
  /** null: being counted, or not to be counted */
  numbers: VennNumbers | null;
  /** address of the list of injected sources that neither algorithm found; null: the mode looks for none */
  missedHref: string | null;
  filter: string;
  /** without the kinds that the truth tells */
  isBlind: boolean;
  onFilter: (filter: string) => void;
}

const SETS = [
  { condition: "detected_by = zogy", name: "zogyOnly", label: "ZOGY only" },
  { condition: "detected_by = both", name: "both", label: "both" },
  { condition: "detected_by = sfft", name: "sfftOnly", label: "SFFT only" },
] as const;

const KINDS = [
  { condition: "label = 1", name: "real", label: `${CANDIDATE_MARKS.real.sign} real` },
  { condition: "label = 0", name: "bogus", label: `${CANDIDATE_MARKS.bogus.sign} bogus` },
  {
    condition: "injected = true & label = 1",
    name: "injected",
    label: `${CANDIDATE_MARKS.injected.sign} injected found`,
  },
  { condition: "label = none", name: "undecided", label: `${CANDIDATE_MARKS.undecided.sign} undecided` },
] as const;

export function VennChips({ numbers, missedHref, filter, isBlind, onFilter }: VennChipsProps) {
  const about = numbers?.isAbout ? "about " : "";
  const chips = (choices: typeof SETS | typeof KINDS) =>
    choices.map(({ condition, name, label }) => (
      <button
        key={name}
        type="button"
        className={styles.chip}
        aria-pressed={isCondition(filter, condition)}
        title={condition}
        onClick={() => onFilter(withCondition(filter, condition))}
      >
        {label} <b>{numbers === null ? "…" : `${about}${formatCount(numbers[name])}`}</b>
      </button>
    ));
  return (
    <nav className={styles.chips} aria-label="Sets of candidates">
      {chips(SETS)}
      {isBlind ? null : (
        <>
          <span className={styles.divide} aria-hidden="true" />
          {chips(KINDS)}
        </>
      )}
      {isBlind || missedHref === null ? null : (
        <a
          className={styles.chip}
          href={missedHref}
          title="injected sources that neither algorithm found, in the jobs that the filter names; they have no candidate: its other conditions do not apply to them"
        >
          ○ injected missed <b>{missedWords(numbers)}</b>
        </a>
      )}
    </nav>
  );
}

function missedWords(numbers: VennNumbers | null): string {
  if (numbers === null) return "…";
  return numbers.injectedMissed === null ? "–" : formatCount(numbers.injectedMissed);
}
