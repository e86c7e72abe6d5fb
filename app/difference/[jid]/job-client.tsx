"use client";
// A job: its images with candidates and truth over them, and the tables beside, selected together.
import { Button } from "@mantine/core";
import { useRouter } from "next/navigation";
import { useMemo } from "react";
import { candidateHref } from "@/components/difference/candidates-table-href";
import styles from "@/components/difference/difference.module.css";
import { DifferenceTotals } from "@/components/difference/difference-totals";
import { JobFacts } from "@/components/difference/job-facts";
import { candidateAt } from "@/components/difference/job-layers";
import { JobSide } from "@/components/difference/job-side";
import { useUrlState } from "@/components/ui/use-url-state";
import type { TruthRow } from "@/lib/queries/difference-job";
import type { CandidateRow, DifferenceJobDetail } from "@/lib/queries/difference-rows";
import { JobImages } from "./job-images";

export interface JobClientProps {
  job: DifferenceJobDetail;
  candidates: readonly CandidateRow[];
  truth: readonly TruthRow[];
  /** addresses of the jobs before and after */
  steps: readonly [string | null, string | null];
}

const DEFAULTS = { mode: "annulus", row: "", truth: "", side: "candidates", sort: "-snr" };
const QUIET = { shallow: true, replace: true };

export function JobClient({ job, candidates, truth, steps }: JobClientProps) {
  const router = useRouter();
  const [url, setUrl] = useUrlState(DEFAULTS);
  const filter = `jid = ${job.jid}`;
  const selected = useMemo(
    () => candidates.find(({ candidateId }) => candidateId === url.row) ?? null,
    [candidates, url.row],
  );
  const marked = useMemo(() => {
    if (selected) return { name: selected.candidateId, x: selected.x, y: selected.y };
    const source = truth.find(({ truthId }) => truthId === url.truth);
    return source ? { name: source.truthId, x: source.x, y: source.y } : null;
  }, [selected, truth, url.truth]);
  const vettingHref = (row: Pick<CandidateRow, "candidateId">) =>
    candidateHref(row, { mode: url.mode, filter, sort: "-snr" });
  const first = selected ?? candidates[0];
  return (
    <div className={styles.job} data-source={job.source}>
      <header className={styles.head}>
        <JobFacts job={job} steps={steps} />
        {job.source === "rapid" ? (
          <DifferenceTotals
            counts={job}
            label="Numbers of the job"
            hrefOf={(part) => `/candidates?${new URLSearchParams({ filter: `${filter} & ${part}` })}`}
          />
        ) : null}
        {first ? <Button onClick={() => router.push(vettingHref(first))}>Vet candidates</Button> : null}
      </header>
      <JobImages
        job={job}
        candidates={candidates}
        truth={truth}
        selected={marked}
        onPick={(place, reachPx) => {
          const hit = candidateAt(candidates, place, reachPx);
          if (hit) setUrl({ row: hit.candidateId, truth: "", side: "candidates" }, QUIET);
        }}
      />
      <JobSide
        job={job}
        candidates={candidates}
        truth={truth}
        state={url}
        onState={(patch) => setUrl(patch, QUIET)}
        onOpen={(row) => router.push(vettingHref(row))}
      />
    </div>
  );
}
