import { runStatus } from "@/components/runs/run-state";
import type { Crumb } from "@/components/ui/app-shell";

interface RunName {
  id: number;
  pipeline: string;
  state: string;
  query: string;
}

/** Address of a run; its crumb opens the other runs with their state. */
export function runCrumbs(run: RunName, others: readonly RunName[]): Crumb[] {
  return [
    { label: "Runs", href: "/runs" },
    {
      label: `${run.id} ${run.pipeline}`,
      href: null,
      neighboursLabel: "Other runs",
      neighbours: others.map(({ id, pipeline, state, query }) => ({
        label: `${id} ${pipeline}`,
        href: `/runs/${id}`,
        detail: query,
        status: runStatus(state),
        statusWord: state,
      })),
    },
  ];
}
