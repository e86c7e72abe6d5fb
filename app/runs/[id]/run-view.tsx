"use client";
// One run: progress live, then failures, exposures and provenance in tabs.
import { Tabs } from "@mantine/core";
import { z } from "zod";
import { FAILURE_COLUMNS } from "@/components/runs/failure-columns";
import { Provenance, type ProvenanceProps } from "@/components/runs/provenance";
import { type RunExposure, runExposureColumns } from "@/components/runs/run-exposure-columns";
import { RunHead, type RunHeadProps } from "@/components/runs/run-head";
import { isActive } from "@/components/runs/run-state";
import styles from "@/components/runs/runs.module.css";
import { UrlTable } from "@/components/tables/url-table";
import { EmptyState } from "@/components/ui/empty-state";
import { formatCount } from "@/components/ui/format";
import { useUrlState } from "@/components/ui/use-url-state";
import type { FailureRow } from "@/lib/queries/runs";
import { ask } from "../../_shell/api";
import { useLiveState } from "../../_shell/live-events";
import { useAction } from "../../_shell/use-action";
import { useLiveRefresh } from "../../_shell/use-live-refresh";

interface RunViewProps {
  run: RunHeadProps["run"] & ProvenanceProps["run"];
  failures: { rows: readonly FailureRow[]; total: number };
  exposures: { rows: readonly RunExposure[]; total: number };
}

const DEFAULTS = { tab: "", sort: "", row: "" };

/** Numbers of the event stream, which are newer than the page's. */
function useFreshRun(run: RunViewProps["run"]): RunViewProps["run"] {
  const { state } = useLiveState();
  const live = state?.runs.find(({ id }) => id === run.id);
  if (!live || !isActive(run.state)) return run;
  const tasks = { ...run.tasks, done: live.tasksDone, failed: live.tasksFailed };
  return {
    ...run,
    state: live.state,
    tasks,
    megapixelsPerSecond: live.megapixelsPerSecond,
    secondsLeft: live.secondsLeft,
  };
}

export function RunView({ run: asLoaded, failures, exposures }: RunViewProps) {
  const run = useFreshRun(asLoaded);
  const [{ tab }, setState] = useUrlState(DEFAULTS);
  const action = useAction();
  useLiveRefresh((event) => event.kind === "run" && event.runId === run.id);
  const post = (verb: "cancel" | "retry") =>
    action.run(async () => {
      await ask(`/api/v1/runs/${run.id}/${verb}`, z.unknown(), { method: "POST" });
    });
  const shownTab = tab || (failures.total > 0 ? "failures" : "exposures");
  return (
    <div className={styles.page}>
      <RunHead
        run={run}
        isBusy={action.isBusy}
        failure={action.failure}
        onCancel={() => post("cancel")}
        onRetry={() => post("retry")}
      />
      <Tabs
        value={shownTab}
        onChange={(value) => setState({ tab: value ?? "", sort: "", row: "" }, { shallow: true })}
        className={styles.tabs}
      >
        <Tabs.List>
          <Tabs.Tab value="failures">Failures {formatCount(failures.total)}</Tabs.Tab>
          <Tabs.Tab value="exposures">Exposures {formatCount(exposures.total)}</Tabs.Tab>
          <Tabs.Tab value="provenance">Provenance</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="failures">
          <UrlTable
            label="Failures"
            rows={failures.rows}
            columns={FAILURE_COLUMNS}
            rowId={taskKey}
            empty={<NoFailures />}
          />
        </Tabs.Panel>
        <Tabs.Panel value="exposures">
          <UrlTable
            label="Exposures of the run"
            rows={exposures.rows}
            columns={runExposureColumns(run.id)}
            rowId={exposureKey}
            empty={<EmptyState title="No exposure was selected">The selection found no image.</EmptyState>}
          />
        </Tabs.Panel>
        <Tabs.Panel value="provenance">
          <Provenance run={run} />
        </Tabs.Panel>
      </Tabs>
    </div>
  );
}

function taskKey(task: FailureRow): string {
  return task.key;
}

function exposureKey(row: RunExposure): string {
  return `${row.instrument}:${row.exposureId}`;
}

function NoFailures() {
  return (
    <EmptyState title="No task has failed">
      A failed task is listed here with its place, what was found, what was expected.
    </EmptyState>
  );
}
