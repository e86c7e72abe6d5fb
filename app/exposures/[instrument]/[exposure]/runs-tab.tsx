"use client";
import { RunsView } from "@/components/exposure/runs-view";
import type { ExposureRun } from "@/lib/queries/exposure";
import { exposureHref, queryOf } from "./address";

interface RunsTabProps {
  instrument: string;
  exposureId: string;
  runs: readonly ExposureRun[];
  shownId: number | null;
}

export function RunsTab({ instrument, exposureId, runs, shownId }: RunsTabProps) {
  return (
    <RunsView
      runs={runs}
      shownId={shownId}
      hrefOfRun={(run) => exposureHref(instrument, exposureId) + queryOf({ tab: "dark-rings", run: String(run) })}
      hrefOfComparison={(a, b) =>
        `/runs/compare${queryOf({ a: String(a), b: String(b), exposure: `${instrument}:${exposureId}` })}`
      }
    />
  );
}
