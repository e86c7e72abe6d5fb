import type { Metadata } from "next";
import styles from "@/components/exposure/exposure.module.css";
import { ExposureFacts } from "@/components/exposure/exposure-facts";
import { ExposureTabs } from "@/components/exposure/exposure-tabs";
import { AppShell } from "@/components/ui/app-shell";
import { EmptyState } from "@/components/ui/empty-state";
import { stepsOf } from "./address";
import { loadExposure, type PageInput } from "./load-exposure";
import { RefreshOnProgress } from "./refresh-on-progress";
import { TabContent } from "./tab-content";

export async function generateMetadata({ params }: PageInput): Promise<Metadata> {
  const { instrument, exposure } = await params;
  return { title: `${decodeURIComponent(instrument)} ${exposure}` };
}

export default async function ExposurePage(input: PageInput) {
  const view = await loadExposure(input);
  const { exposure } = view;
  if (!exposure) {
    return (
      <AppShell crumbs={view.crumbs}>
        <EmptyState title={`No exposure ${view.exposureId} of ${view.instrument}`}>
          No mounted file has it. Mount its folder, scan the mount again, or search for another spelling.
        </EmptyState>
      </AppShell>
    );
  }
  return (
    <AppShell crumbs={view.crumbs} status={view.status} steps={stepsOf(exposure, view.neighbours, view.tab)}>
      <RefreshOnProgress runIds={view.runs.map((run) => run.id)} />
      <div className={styles.page}>
        <ExposureTabs tabs={view.tabs} current={view.tab} label="Views of the exposure">
          <ExposureFacts exposure={exposure} />
        </ExposureTabs>
        <TabContent view={{ ...view, exposure }} />
      </div>
    </AppShell>
  );
}
