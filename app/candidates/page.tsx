import type { Metadata } from "next";
import { AppShell } from "@/components/ui/app-shell";
import { guarded } from "../_shell/guarded";
import { CandidatesClient } from "./candidates-client";
import { readCandidatesPage } from "./load-candidates";

export const metadata: Metadata = { title: "Candidates" };

interface CandidatesPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function CandidatesPage({ searchParams }: CandidatesPageProps) {
  const parameters = await searchParams;
  const crumbs = [
    { label: "Difference imaging", href: "/difference" },
    { label: "Candidates", href: null },
  ];
  return guarded(crumbs, async () => {
    const { mode, ...loaded } = await readCandidatesPage(parameters);
    return (
      <AppShell crumbs={crumbs} status={{ mode }}>
        <CandidatesClient {...loaded} />
      </AppShell>
    );
  });
}
