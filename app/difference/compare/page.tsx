import type { Metadata } from "next";
import { AppShell } from "@/components/ui/app-shell";
import { guarded } from "../../_shell/guarded";
import { CompareClient } from "./compare-client";
import { readComparePage } from "./load-compare";

export const metadata: Metadata = { title: "ZOGY against SFFT" };

interface ComparePageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function ComparePage({ searchParams }: ComparePageProps) {
  const parameters = await searchParams;
  const crumbs = [
    { label: "Difference imaging", href: "/difference" },
    { label: "ZOGY against SFFT", href: null },
  ];
  return guarded(crumbs, async () => {
    const { mode, ...loaded } = await readComparePage(parameters);
    return (
      <AppShell crumbs={crumbs} status={{ mode }}>
        <CompareClient {...loaded} />
      </AppShell>
    );
  });
}
