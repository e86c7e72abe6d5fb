import type { Metadata } from "next";
import { AppShell } from "@/components/ui/app-shell";
import { listRuns } from "@/lib/queries/runs";
import { listPipelines } from "@/lib/runs/pipelines";
import { guarded } from "../_shell/guarded";
import { LiveRefresh } from "../_shell/live-refresh";
import { RunList } from "./run-list";

export const metadata: Metadata = { title: "Runs" };

const SHOWN = 500;

export default async function RunsPage() {
  const crumbs = [{ label: "Runs", href: null }];
  return guarded(crumbs, async () => {
    const { rows, next } = await listRuns(null, SHOWN);
    const pipelines = listPipelines().map(({ name, title, description }) => ({ name, title, description }));
    const note = next === null ? undefined : `the newest ${SHOWN} runs`;
    return (
      <AppShell crumbs={crumbs} status={{ note }}>
        <LiveRefresh kinds={["run"]} />
        <RunList runs={rows} pipelines={pipelines} />
      </AppShell>
    );
  });
}
