// What the page of a job shows: the job, its truth, and its candidates as far as a table and marks can take them.
import { NotFoundError } from "@/lib/errors";
import { listCandidates } from "@/lib/queries/difference-candidates";
import { findDifferenceJob, getDifferenceJob, listJobTruth } from "@/lib/queries/difference-job";
import type { CandidateRow, DifferenceJobDetail } from "@/lib/queries/difference-rows";

type Mode = "annulus" | "reference";

const PAGE = 1000;
/** A real job has some thousands; more are found by the filter of the page of candidates. */
const MOST_CANDIDATES = 5000;

/** Columns of the job's table beside what every row has. */
const JOB_CANDIDATE_COLUMNS = [
  ...[
    "detected_by",
    "x",
    "y",
    "snr",
    "zogy_flux_fit",
    "sfft_flux_fit",
    "zogy_sharpness",
    "sfft_sharpness",
    "separation_px",
  ],
  ...[
    "truth_id",
    "truth_sep_px",
    "edge_distance_px",
    "candidate_flags",
    "score",
    "object_id",
    "mjd",
    "filter",
    "ra",
    "dec",
  ],
] as const;

async function readCandidates(jobId: number, mode: Mode): Promise<CandidateRow[]> {
  const rows: CandidateRow[] = [];
  let after: string | null = null;
  do {
    const page = await listCandidates({
      ...{ mode, jobId, filter: null, person: null, after, limit: PAGE },
      ...{ sort: { column: "snr", direction: "desc" as const }, columns: JOB_CANDIDATE_COLUMNS },
    });
    rows.push(...page.rows);
    after = page.next;
  } while (after !== null && rows.length < MOST_CANDIDATES);
  return rows;
}

/** @throws NotFoundError for a job that is not there */
export async function loadJob(name: string, mode: Mode) {
  const id = await findDifferenceJob(name);
  if (id === null) {
    throw new NotFoundError({ place: "difference jobs", found: `no job ${name}`, expected: "a job of a mount" });
  }
  const job: DifferenceJobDetail = await getDifferenceJob(id, mode);
  // marks are drawn over pixels counted from 0: truth in annulus mode's places
  const [candidates, truth] = await Promise.all([readCandidates(id, mode), listJobTruth(id, "annulus")]);
  return { job, candidates, truth };
}
