import type { FilterChoice } from "@/components/navigator/filter-bar";

export interface Facets {
  instruments: string[];
  types: (string | null)[];
  filters: (string | null)[];
  programs: (string | null)[];
  mounts: { id: number; name: string }[];
}

const STATUSES = [
  { value: "running", label: "◌ running" },
  { value: "fail", label: "■ some failed" },
  { value: "warn", label: "▲ some not measured" },
  { value: "pass", label: "● all measured" },
  { value: "none", label: "○ not measured" },
];

/** Null stands for exposures that have no such fact; the address says - for it. */
function named(values: readonly (string | null)[]): { value: string; label: string }[] {
  return values.map((value) => ({ value: value ?? "-", label: value ?? "(none)" }));
}

/** What the filter bar offers, in the order of its selects. */
export function filterChoices(facets: Facets): FilterChoice[] {
  return [
    { name: "instrument", label: "instrument", options: named(facets.instruments), width: 120 },
    { name: "type", label: "type", options: named(facets.types), width: 100 },
    { name: "filter", label: "filter", options: named(facets.filters), width: 130 },
    { name: "program", label: "program", options: named(facets.programs), width: 130 },
    { name: "status", label: "status", options: STATUSES, width: 150 },
    {
      name: "mount",
      label: "mount",
      options: facets.mounts.map(({ id, name }) => ({ value: String(id), label: name })),
      width: 130,
    },
  ];
}
