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
  const isOfImages = (id: number) => runs.some((run) => run.id === id && run.mode === "images");
  const hrefOf = (run: number) =>
    exposureHref(instrument, exposureId) +
    queryOf(isOfImages(run) ? { tab: "images" } : { tab: "dark-rings", run: String(run) });
  return (
    <RunsView
      runs={runs}
      shownId={shownId}
      hrefOfRun={hrefOf}
      hrefOfComparison={(a, b) =>
        `/runs/compare${queryOf({ a: String(a), b: String(b), exposure: `${instrument}:${exposureId}` })}`
      }
    />
  );
}
