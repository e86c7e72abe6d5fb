import Link from "next/link";
import { NewestExposures } from "@/components/navigator/newest-exposures";
import styles from "@/components/navigator/overview.module.css";
import { OverviewNumbers } from "@/components/navigator/overview-numbers";
import { ActiveRunList } from "@/components/runs/active-run-list";
import { FailureList } from "@/components/runs/failure-list";
import { AppShell } from "@/components/ui/app-shell";
import { EmptyState } from "@/components/ui/empty-state";
import { listExposures } from "@/lib/queries/exposures";
import { findLiveState } from "@/lib/queries/live";
import { findOverviewNumbers, listRecentFailures } from "@/lib/queries/overview";
import { guarded } from "./_shell/guarded";
import { LiveRefresh } from "./_shell/live-refresh";

const NEWEST = 40;
const FAILURES = 8;

export default async function OverviewPage() {
  const crumbs = [{ label: "Overview", href: null }];
  return guarded(crumbs, async () => {
    const [numbers, newest, live, failures] = await Promise.all([
      findOverviewNumbers(),
      listExposures({ sort: "seq" }, null, NEWEST),
      findLiveState(),
      listRecentFailures(FAILURES),
    ]);
    return (
      <AppShell crumbs={crumbs} status={{ mode: "annulus" }}>
        <LiveRefresh kinds={["run", "scan"]} />
        <div className={styles.overview}>
          <OverviewNumbers numbers={numbers} />
          <section className={styles.newest}>
            <h2>New</h2>
            {newest.rows.length > 0 ? (
              <NewestExposures rows={newest.rows} />
            ) : (
              <EmptyState title="No exposures" action={<Link href="/mounts">Mount a folder</Link>}>
                A folder of FITS files, or files dropped on the Mounts page, fills this panel.
              </EmptyState>
            )}
          </section>
          <section>
            <h2>Running</h2>
            <ActiveRunList runs={live.runs} />
          </section>
          <section>
            <h2>Failed</h2>
            <FailureList failures={failures} />
          </section>
        </div>
      </AppShell>
    );
  });
}
