"use client";
import { TRIAGE_DEFAULTS, TriageFilters, type TriageFiltersProps } from "@/components/triage/triage-filters";
import { CommittedText } from "@/components/ui/committed-text";
import { useUrlState } from "@/components/ui/use-url-state";
import { RECURRENCE_DEFAULTS } from "./recurrence-defaults";

const DEFAULTS = { ...TRIAGE_DEFAULTS, ...RECURRENCE_DEFAULTS, ring: "", place: "" };

export function TriageFilterBar({
  choices,
  isRecurrence,
}: {
  choices: TriageFiltersProps["choices"];
  isRecurrence: boolean;
}) {
  const [url, setUrl] = useUrlState(DEFAULTS);
  return (
    <div style={{ display: "flex", gap: 6 }}>
      {isRecurrence ? (
        <>
          <CommittedText label="radius px" value={url.radius} width={70} onCommit={(radius) => setUrl({ radius })} />
          <CommittedText
            label="in at least this many exposures"
            value={url.exposures}
            width={50}
            onCommit={(exposures) => setUrl({ exposures })}
          />
        </>
      ) : null}
      <TriageFilters filter={url} onFilter={(patch) => setUrl({ ...patch, ring: "", place: "" })} choices={choices} />
    </div>
  );
}
