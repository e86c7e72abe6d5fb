"use client";
// Beside the images of a job: its candidates, its truth, or what it consists of.
import type { TruthRow } from "@/lib/queries/difference-job";
import type { CandidateRow, DifferenceJobDetail } from "@/lib/queries/difference-rows";
import { DataTable } from "../tables/data-table";
import { formatCount } from "../ui/format";
import { CANDIDATE_COLUMNS } from "./candidates-table-columns";
import styles from "./difference.module.css";
import { JobReading } from "./job-reading";
import { TRUTH_COLUMNS } from "./truth-columns";

interface SideState {
  /** candidate_id of the selected candidate; "": none */
  row: string;
  /** truth_id of the selected source that was missed; "": none */
  truth: string;
  side: string;
  sort: string;
}

export interface JobSideProps {
  job: DifferenceJobDetail;
  candidates: readonly CandidateRow[];
  truth: readonly TruthRow[];
  state: SideState;
  onState: (patch: Partial<SideState>) => void;
  onOpen: (row: CandidateRow) => void;
}

const SIDES = ["candidates", "truth", "reading"] as const;
const SHOWN = [
  ...["mark", "said", "detected_by", "snr", "x", "y", "zogy_flux_fit", "sfft_flux_fit", "separation_px"],
  ...["truth_id", "truth_sep_px", "edge_distance_px", "candidate_flags"],
];
const SHOWN_OF_ALERTS = ["object_id", "said", "score", "snr", "mjd", "filter", "ra", "dec", "candidate_flags"];
/** Six places after the point, and three digits before it. */
const WIDE = 128;
const COLUMNS = CANDIDATE_COLUMNS.filter(({ id }) => SHOWN.includes(id) || SHOWN_OF_ALERTS.includes(id)).map(
  (column) => ({ ...column, canSort: true, ...(/^(ra|dec|mjd)$/.test(column.id) ? { width: WIDE } : {}) }),
);

export function JobSide({ job, candidates, truth, state, onState, onOpen }: JobSideProps) {
  const names = {
    candidates: `Candidates ${formatCount(job.candidates)}`,
    truth: `Truth ${formatCount(truth.length)}`,
    reading: `Images and notes${job.noteCount > 0 ? ` ▲ ${job.noteCount}` : ""}`,
  };
  const side = SIDES.find((one) => one === state.side) ?? "candidates";
  return (
    <section className={styles.side} aria-label="Of the job">
      <nav className={styles.tabs} aria-label="Parts of the job">
        {SIDES.map((one) => (
          <button key={one} type="button" aria-pressed={one === side} onClick={() => onState({ side: one })}>
            {names[one]}
          </button>
        ))}
        <span data-grow />
        {side === "candidates" && candidates.length < job.candidates ? (
          <span className={styles.dim}>the first {formatCount(candidates.length)} by signal to noise</span>
        ) : null}
      </nav>
      {side === "candidates" ? <Candidates {...{ job, candidates, state, onState, onOpen }} /> : null}
      {side === "truth" ? (
        <DataTable
          label="Truth of the job"
          rows={truth}
          columns={TRUTH_COLUMNS}
          rowId={(row) => row.truthId}
          selection={{
            currentId: state.truth || (truth.find((one) => one.candidateId === (state.row || 0))?.truthId ?? null),
            onCurrent: (id) => {
              const row = truth.find(({ truthId }) => truthId === id)?.candidateId ?? "";
              // a missed source has no candidate: it is selected by its own name
              onState({ row, truth: row === "" ? id : "" });
            },
          }}
          empty={<p>The job has no truth: nothing can be called real, bogus or missed.</p>}
        />
      ) : null}
      {side === "reading" ? <JobReading job={job} /> : null}
    </section>
  );
}

function Candidates({ job, candidates, state, onState, onOpen }: Omit<JobSideProps, "truth">) {
  return (
    <DataTable
      label="Candidates of the job"
      rows={candidates}
      columns={COLUMNS}
      rowId={(row) => row.candidateId}
      shown={job.source === "rapid" ? SHOWN : SHOWN_OF_ALERTS}
      sorting={{
        sort: { id: state.sort.replace(/^-/, ""), desc: state.sort.startsWith("-") },
        onSort: ({ id, desc }) => onState({ sort: `${desc ? "-" : ""}${id}` }),
      }}
      selection={{ currentId: state.row, onCurrent: (row) => onState({ row, truth: "" }), onOpen }}
      empty={
        <p>
          {job.noteCount === 0
            ? "Neither algorithm found anything."
            : "No candidates. What of the job is absent or cannot be read stands under Images and notes."}
        </p>
      }
    />
  );
}
