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

/** Back to the list that led here, as blind as this page is. */
function listQuery(parameters: Record<string, string | string[] | undefined>): string {
  const query = new URLSearchParams();
  for (const name of ["mode", "filter", "sort", "blind"]) {
    const value = parameters[name];
    if (typeof value === "string" && value !== "") query.set(name, value);
  }
  return query.size > 0 ? `?${query}` : "";
}

export default async function CandidatePage({ params, searchParams }: CandidatePageProps) {
  const name = decodeURIComponent((await params).id);
  const parameters = await searchParams;
  const { mode: asked, person } = parameters;
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
          { label: "Difference imaging", href: "/difference" },
          { label: "Candidates", href: `/candidates${listQuery(parameters)}` },
          { label: "Vetting", href: null },
        ]}
        status={{ mode: candidate.mode }}
      >
        <VettingClient key={candidate.rowId} first={candidate} />
      </AppShell>
    );
  });
}
