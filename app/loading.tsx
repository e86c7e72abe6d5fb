import { AppShell } from "@/components/ui/app-shell";
import { Skeleton } from "@/components/ui/skeleton";

/** The first load of a page: its frame with space reserved. */
export default function Loading() {
  return (
    <AppShell crumbs={[{ label: "…", href: null }]}>
      <Skeleton />
    </AppShell>
  );
}
