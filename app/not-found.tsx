import Link from "next/link";
import { AppShell } from "@/components/ui/app-shell";
import { EmptyState } from "@/components/ui/empty-state";

export default function NotFoundPage() {
  return (
    <AppShell crumbs={[{ label: "Not found", href: null }]}>
      <EmptyState title="Nothing has this address" action={<Link href="/exposures">All exposures</Link>}>
        The search (press /) finds exposures in any spelling, detectors, runs and pages.
      </EmptyState>
    </AppShell>
  );
}
