"use client";
// The filter in one field: read while it is typed, refused in words beneath it, committed by Enter.
import { Button, TextInput } from "@mantine/core";
import { useId, useState } from "react";
import { parseCandidateFilter } from "@/lib/difference/filter-language";
import { isAnnulusError } from "@/lib/errors";
import styles from "./candidates.module.css";
import { FilterHelp } from "./filter-help";

export interface FilterFieldProps {
  /** the filter in force */
  value: string;
  /** what the server said against it */
  problem: string | null;
  onCommit: (text: string) => void;
}

/** What is wrong with a filter, in words; null: nothing. */
function refusalOf(text: string): string | null {
  try {
    parseCandidateFilter(text);
    return null;
  } catch (error) {
    if (!isAnnulusError(error)) throw error;
    return error.message;
  }
}

export function FilterField({ value, problem, onCommit }: FilterFieldProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const id = useId();
  const text = draft ?? value;
  const refusal = draft === null ? problem : refusalOf(draft);
  const commit = () => {
    if (draft !== null && draft !== value && refusal === null) onCommit(draft.trim());
    if (refusal === null) setDraft(null);
  };
  return (
    <search className={styles.filter} aria-label="Filter of the candidates">
      <TextInput
        className={styles.filterInput}
        aria-label="Filter"
        aria-describedby={refusal === null ? undefined : id}
        aria-invalid={refusal !== null}
        placeholder="all candidates; e.g. zogy_snr > 5 & sfft_sharpness < 0.8, then Enter"
        value={text}
        error={refusal !== null}
        spellCheck={false}
        onChange={(event) => setDraft(event.currentTarget.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === "Enter") commit();
          if (event.key === "Escape") setDraft(null);
        }}
      />
      <FilterHelp onTry={onCommit} />
      {value === "" ? null : (
        <Button
          onClick={() => {
            setDraft(null);
            onCommit("");
          }}
        >
          Clear
        </Button>
      )}
      {refusal === null ? null : (
        <p id={id} role="alert" className={styles.refusal}>
          <span aria-hidden="true">■</span> {refusal}
        </p>
      )}
    </search>
  );
}
