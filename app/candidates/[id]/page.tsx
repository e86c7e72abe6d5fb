import type { Metadata } from "next";
import { AppShell } from "@/components/ui/app-shell";
import { getCandidate } from "@/lib/queries/difference-candidate";
import { guarded } from "../../_shell/guarded";
import { VettingClient } from "./vetting-client";

interface CandidatePageProps {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: CandidatePageProps): Promise<Metadata> {
  return { title: `Candidate ${decodeURIComponent((await params).id)}` };
}

export default async function CandidatePage({ params, searchParams }: CandidatePageProps) {
  const name = decodeURIComponent((await params).id);
  const { mode: asked, person } = await searchParams;
  const mode = asked === "reference" ? "reference" : "annulus";
  const crumbs = [
    { label: "Candidates", href: "/candidates" },
    { label: name, href: null },
  ];
  return guarded(crumbs, async () => {
    const whose = typeof person === "string" && person !== "" ? person : null;
    const candidate = await getCandidate({ name, mode, person: whose });
    return (
      <AppShell
        crumbs={[
          { label: "Candidates", href: "/candidates" },
          { label: "Vetting", href: null },
        ]}
        status={{ mode: candidate.mode }}
      >
        <VettingClient key={candidate.rowId} first={candidate} />
      </AppShell>
    );
  });
}
