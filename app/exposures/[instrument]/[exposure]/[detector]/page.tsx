import type { Metadata } from "next";
import styles from "@/components/exposure/exposure.module.css";
import { ExposureTabs } from "@/components/exposure/exposure-tabs";
import { AppShell } from "@/components/ui/app-shell";
import { EmptyState } from "@/components/ui/empty-state";
import { RefreshOnProgress } from "../refresh-on-progress";
import { DetectorFacts } from "./detector-facts";
import { DetectorTab } from "./detector-tab";
import { HeaderTab } from "./header-tab";
import { type DetectorInput, loadDetectorPage } from "./load-detector-page";

export async function generateMetadata({ params }: DetectorInput): Promise<Metadata> {
  const { exposure, detector } = await params;
  return { title: `${decodeURIComponent(detector)} ${exposure}` };
}

export default async function DetectorPage(input: DetectorInput) {
  const view = await loadDetectorPage(input);
  if (!view.row) {
    return (
      <AppShell crumbs={view.crumbs}>
        <EmptyState title={`No detector ${view.detectorName} in ${view.instrument} ${view.exposureId}`}>
          Names are written as the camera writes them, case kept: R22_S11.
        </EmptyState>
      </AppShell>
    );
  }
  return (
    <AppShell crumbs={view.crumbs} status={view.status} steps={view.steps}>
      <RefreshOnProgress runIds={view.run ? [view.run.id] : []} />
      <div className={styles.page}>
        <ExposureTabs tabs={view.tabs} current={view.tab} label="Views of the detector">
          <DetectorFacts row={view.row} />
        </ExposureTabs>
        {view.tab === "header" ? (
          <HeaderTab files={view.files} />
        ) : (
          <DetectorTab
            row={view.row}
            rings={view.rings}
            total={view.total}
            hasRun={view.run !== null}
            image={view.image}
          />
        )}
      </div>
    </AppShell>
  );
}
