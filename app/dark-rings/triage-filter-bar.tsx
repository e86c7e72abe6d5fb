"use client";
import { TRIAGE_DEFAULTS, TriageFilters, type TriageFiltersProps } from "@/components/triage/triage-filters";
import { useUrlState } from "@/components/ui/use-url-state";

const DEFAULTS = { ...TRIAGE_DEFAULTS, ring: "", place: "" };

export function TriageFilterBar({ choices }: { choices: TriageFiltersProps["choices"] }) {
  const [url, setUrl] = useUrlState(DEFAULTS);
  // another filter is another list: the place in the old one means nothing there
  return (
    <TriageFilters filter={url} onFilter={(patch) => setUrl({ ...patch, ring: "", place: "" })} choices={choices} />
  );
}
