"use client";
// The list of runs: start one, open one, put two beside each other.
import { Button } from "@mantine/core";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { z } from "zod";
import { RUN_COLUMNS } from "@/components/runs/run-columns";
import { type PipelineChoice, RunForm } from "@/components/runs/run-form";
import styles from "@/components/runs/runs.module.css";
import { UrlTable } from "@/components/tables/url-table";
import { EmptyState } from "@/components/ui/empty-state";
import { useKeys } from "@/components/ui/keys";
import { useUrlState } from "@/components/ui/use-url-state";
import type { RunRow } from "@/lib/queries/runs";
import { ask } from "../_shell/api";
import { useAction } from "../_shell/use-action";

const DEFAULTS = { row: "", new: "", query: "" };
const startedSchema = z.object({ runId: z.number(), isNew: z.boolean() });

export function RunList({ runs, pipelines }: { runs: readonly RunRow[]; pipelines: readonly PipelineChoice[] }) {
  const router = useRouter();
  const [state, setState] = useUrlState(DEFAULTS);
  const { run, isBusy, failure } = useAction();
  const isOpen = state.new === "1";
  const toggle = () => setState({ new: isOpen ? "" : "1" }, { shallow: true, replace: true });
  useKeys("Runs", [{ keys: ["n"], label: "Start a run", run: toggle }]);
  const start = (request: { pipeline: string; query: string; settings: string[] }) =>
    run(async () => {
      const { runId } = await ask("/api/v1/runs", startedSchema, { method: "POST", body: request });
      router.push(`/runs/${runId}`);
    });
  const chosen = runs.find(({ id }) => String(id) === state.row);
  return (
    <div className={styles.page}>
      <div>
        <div className={styles.head}>
          <Button onClick={toggle} aria-expanded={isOpen}>
            Start a run
          </Button>
          {chosen ? <Link href={compareHref(runs, chosen)}>Compare run {chosen.id} with the one before</Link> : null}
        </div>
        {isOpen ? (
          <RunForm pipelines={pipelines} query={state.query} isBusy={isBusy} failure={failure} onStart={start} />
        ) : null}
      </div>
      <UrlTable
        label="Runs"
        rows={runs}
        columns={RUN_COLUMNS}
        rowId={rowId}
        onOpen={({ id }) => router.push(`/runs/${id}`)}
        empty={
          <EmptyState title="No runs yet" action={<Button onClick={toggle}>Start a run</Button>}>
            A run measures the exposures of a selection; the pipeline dark-rings finds and ranks dark rings on them.
          </EmptyState>
        }
      />
    </div>
  );
}

function rowId(run: RunRow): string {
  return String(run.id);
}

/** The run itself and the newest older one of the same pipeline. */
function compareHref(runs: readonly RunRow[], chosen: RunRow): string {
  const older = runs.filter((run) => run.pipeline === chosen.pipeline && run.id < chosen.id);
  const before = older.reduce<RunRow | null>((best, run) => (best && best.id > run.id ? best : run), null);
  return `/runs/compare?a=${before?.id ?? chosen.id}&b=${chosen.id}`;
}
