"use client";
// The filter of triage, recurrence and their exports: what is not asked is not filtered.
import { Button, NativeSelect } from "@mantine/core";
import { CommittedText } from "../ui/committed-text";
import styles from "./triage.module.css";

/** Address parameters; the server reads the same (lib/queries/triage-filter). */
export const TRIAGE_DEFAULTS = {
  instrument: "",
  from: "",
  to: "",
  detector: "",
  run: "",
  sort: "score",
  minscore: "",
  minring: "",
  mindepth: "",
  minarea: "",
  maxarea: "",
  morphology: "",
  flags: "",
  verdict: "",
};
export type TriageParameters = typeof TRIAGE_DEFAULTS;

export interface TriageFiltersProps {
  filter: TriageParameters;
  onFilter: (patch: Partial<TriageParameters>) => void;
  choices: { instruments: readonly string[]; verdicts: readonly string[]; flags: readonly string[] };
}

type Choice = { value: string; label: string };

const words = (all: string, list: readonly string[]): Choice[] => [
  { value: "", label: all },
  ...list.map((value) => ({ value, label: value.replaceAll("_", " ") })),
];

export function TriageFilters({ filter, onFilter, choices }: TriageFiltersProps) {
  const isFiltered = Object.entries(TRIAGE_DEFAULTS).some(
    ([name, value]) => name !== "sort" && filter[name as keyof TriageParameters] !== value,
  );
  const select = (name: keyof TriageParameters, label: string, data: Choice[], width: number) => (
    <NativeSelect
      size="xs"
      w={width}
      aria-label={label}
      title={label}
      data={data}
      value={filter[name]}
      onChange={(event) => onFilter({ [name]: event.currentTarget.value })}
    />
  );
  const text = (name: keyof TriageParameters, label: string, width: number) => (
    <CommittedText label={label} value={filter[name]} width={width} onCommit={(value) => onFilter({ [name]: value })} />
  );
  return (
    <search className={styles.filters} aria-label="Filter of the rings">
      {select(
        "sort",
        "Ranked by",
        [
          { value: "score", label: "by score" },
          { value: "ring", label: "by ring score" },
          { value: "depth", label: "by depth" },
        ],
        108,
      )}
      {select("instrument", "Instrument", words("all instruments", choices.instruments), 122)}
      {text("from", "from exposure", 118)}
      {text("to", "to exposure", 118)}
      {text("detector", "detector id", 84)}
      {text("minscore", "score ≥", 70)}
      {text("minring", "ring ≥", 66)}
      {text("mindepth", "depth σ ≥", 76)}
      {text("minarea", "area ≥", 66)}
      {text("maxarea", "area ≤", 66)}
      {select("morphology", "Shape", words("any shape", ["ring", "blob", "other"]), 92)}
      {select("flags", "Flags", words("flags: all", ["none", "any", ...choices.flags]), 106)}
      {select("verdict", "Verdict", words("verdict: all", ["none", "any", ...choices.verdicts]), 112)}
      <Button disabled={!isFiltered} onClick={() => onFilter({ ...TRIAGE_DEFAULTS, sort: filter.sort })} px={8}>
        Clear
      </Button>
    </search>
  );
}
