"use client";
// The filter of an exposure's rings: shape, flags, verdict, detector, and the ranges that a brush has drawn.
import { Button, NativeSelect } from "@mantine/core";
import { CommittedText } from "../ui/committed-text";
import styles from "./dark-rings.module.css";
import { FILTER_DEFAULTS, type FilterParameters } from "./ring-filter";

export interface RingFilterBarProps {
  filter: FilterParameters;
  onFilter: (patch: Partial<FilterParameters>) => void;
  flags: readonly string[];
  verdicts: readonly string[];
  /** "312 of 1 204 rings" */
  summary: string;
}

const choices = (first: string, words: readonly string[]) => [
  { value: "", label: first },
  { value: "none", label: "none" },
  { value: "any", label: "any" },
  ...words.map((word) => ({ value: word, label: word.replaceAll("_", " ") })),
];

export function RingFilterBar({ filter, onFilter, flags, verdicts, summary }: RingFilterBarProps) {
  const isFiltered = Object.values(filter).some((value) => value !== "");
  const select = (
    name: "morphology" | "flags" | "verdict",
    label: string,
    data: { value: string; label: string }[],
  ) => (
    <NativeSelect
      size="xs"
      w={104}
      aria-label={label}
      title={label}
      data={data}
      value={filter[name]}
      onChange={(event) => onFilter({ [name]: event.currentTarget.value })}
    />
  );
  const text = (name: "score" | "ringscore" | "area" | "det", label: string, width: number) => (
    <CommittedText label={label} value={filter[name]} width={width} onCommit={(value) => onFilter({ [name]: value })} />
  );
  return (
    <>
      {select("morphology", "Shape", [
        { value: "", label: "any shape" },
        ...["ring", "blob", "other"].map((value) => ({ value, label: value })),
      ])}
      {select("flags", "Flags", choices("flags: all", flags))}
      {select("verdict", "Verdict", choices("verdict: all", verdicts))}
      {text("score", "score 0.7..1", 96)}
      {text("area", "area 10..200", 96)}
      {text("det", "detector", 84)}
      <Button disabled={!isFiltered} onClick={() => onFilter(FILTER_DEFAULTS)}>
        Clear
      </Button>
      <span className={styles.dim} aria-live="polite">
        {summary}
      </span>
    </>
  );
}
