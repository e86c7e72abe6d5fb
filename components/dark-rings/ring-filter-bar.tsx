"use client";
// The filter of an exposure's rings: shape, flags, verdict, detector, and the ranges that a brush has drawn.
import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useState } from "react";
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

/** Text that is committed on Enter or when the field is left, so that one change is one step of Back. */
function CommittedText({
  label,
  value,
  width,
  onCommit,
}: {
  label: string;
  value: string;
  width: number;
  onCommit: (text: string) => void;
}) {
  const [draft, setDraft] = useState<string | null>(null);
  const commit = () => {
    if (draft !== null && draft !== value) onCommit(draft.trim());
    setDraft(null);
  };
  return (
    <TextInput
      size="xs"
      aria-label={label}
      placeholder={label}
      title={label}
      w={width}
      value={draft ?? value}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={commit}
      onKeyDown={(event) => event.key === "Enter" && commit()}
    />
  );
}

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
