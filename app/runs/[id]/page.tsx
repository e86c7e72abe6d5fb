import type { Metadata } from "next";
import { AppShell } from "@/components/ui/app-shell";
import { InvalidParameterError, NotFoundError } from "@/lib/errors";
import { findRun, listFailures, listRunExposures, listRuns } from "@/lib/queries/runs";
import { guarded } from "../../_shell/guarded";
import { runCrumbs } from "../run-crumbs";
import { RunView } from "./run-view";

/** More rows than this are not read one by one; the export has all. */
const SHOWN = 2000;
const NEIGHBOURS = 100;

interface RunPageProps {
  params: Promise<{ id: string }>;
}

export async function generateMetadata({ params }: RunPageProps): Promise<Metadata> {
  return { title: `Run ${(await params).id}` };
}

export default async function RunPage({ params }: RunPageProps) {
  const { id: text } = await params;
  return guarded(
    [
      { label: "Runs", href: "/runs" },
      { label: text, href: null },
    ],
    async () => {
      const id = Number(text);
      if (!/^\d{1,9}$/.test(text)) {
        throw new InvalidParameterError({ place: "run", found: JSON.stringify(text), expected: "the number of a run" });
      }
      const [run, failures, exposures, neighbours] = await Promise.all([
        findRun(id),
        listFailures(id, SHOWN),
        listRunExposures(id, SHOWN),
        listRuns(null, NEIGHBOURS),
      ]);
      if (run === null) throw new NotFoundError({ place: `run ${id}`, found: "none", expected: "an existing run" });
      return (
        <AppShell
          crumbs={runCrumbs(run, neighbours.rows)}
          status={{ mode: run.mode, run: { id, pipeline: run.pipeline, codeVersion: run.codeVersion } }}
        >
          <RunView run={run} failures={failures} exposures={exposures} />
        </AppShell>
      );
    },
  );
}
