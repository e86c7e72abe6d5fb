import type { Metadata } from "next";
import { jobHref } from "@/components/difference/job-words";
import { AppShell } from "@/components/ui/app-shell";
import type { DifferenceJobDetail } from "@/lib/queries/difference-rows";
import { guarded } from "../../_shell/guarded";
import { JobClient } from "./job-client";
import { loadJob } from "./load-job";

interface JobPageProps {
  params: Promise<{ jid: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: JobPageProps): Promise<Metadata> {
  return { title: decodeURIComponent((await params).jid) };
}

/** Look and layout go along to the next job. */
const KEPT = ["mode", "side", "n", "link", "share", "stretch", "percent", "curve", "map", "invert", "over", "base"];

/** The jobs beside this one; one of the same name is meant by its number. */
function stepsOf({ jid, previous, next }: DifferenceJobDetail): [string | null, string | null] {
  const [before, behind] = [previous, next].map((job) => job && jobHref(job, job.jid === jid));
  return [before ?? null, behind ?? null];
}

export default async function JobPage({ params, searchParams }: JobPageProps) {
  const name = decodeURIComponent((await params).jid);
  const mode = (await searchParams).mode === "reference" ? "reference" : "annulus";
  const crumbs = [
    { label: "Difference imaging", href: "/difference" },
    { label: name, href: null },
  ];
  return guarded(crumbs, async () => {
    const { job, candidates, truth } = await loadJob(name, mode);
    const steps = stepsOf(job);
    return (
      <AppShell
        crumbs={[crumbs[0] ?? { label: "", href: null }, { label: job.jid, href: null }]}
        status={{ mode, note: job.modeSentence }}
        steps={{ exposures: steps, noun: "job", keeps: KEPT }}
      >
        <JobClient job={job} candidates={candidates} truth={truth} steps={steps} />
      </AppShell>
    );
  });
}
