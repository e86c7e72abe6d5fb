import { AppShell } from "@/components/ui/app-shell";
import { EmptyState } from "@/components/ui/empty-state";

export default async function OverviewPage() {
  return (
    <AppShell crumbs={[{ label: "Overview", href: null }]}>
      <EmptyState title="No exposures">Mount a folder of FITS files to fill this page.</EmptyState>
    </AppShell>
  );
}
