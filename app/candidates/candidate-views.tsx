"use client";
import { z } from "zod";
import { FilterViews } from "@/components/difference/filter-views";
import { queryAhead } from "@/components/ui/use-url-state";
import type { CandidateView } from "@/lib/queries/candidate-views";
import { ask } from "../_shell/api";
import { useAction } from "../_shell/use-action";

const ADDRESS = "/api/v1/candidates/views";
/** What belongs to one look at the list, not to the view. */
const NOT_KEPT = ["row"];

/** Saved views: what the address says now, under a name. */
export function CandidateViews({ views }: { views: readonly CandidateView[] }) {
  const { run, failure } = useAction();
  const change = (address: string, init: { method: string; body?: unknown }) =>
    run(async () => {
      await ask(address, z.unknown(), init);
    });
  const save = (name: string) => {
    const query = new URLSearchParams(queryAhead());
    for (const parameter of NOT_KEPT) query.delete(parameter);
    change(ADDRESS, { method: "PUT", body: { name, query: query.toString() } });
  };
  return (
    <FilterViews
      views={views}
      onSave={save}
      onDelete={(name) => change(`${ADDRESS}?${new URLSearchParams({ name })}`, { method: "DELETE" })}
      failure={failure}
    />
  );
}
