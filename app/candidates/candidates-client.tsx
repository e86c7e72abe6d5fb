"use client";
// The table of all jobs: filter, chips, plots and rows share one state, the address.
import Link from "next/link";
import { useRouter } from "next/navigation";
import { EXPORT_FORMATS } from "@/components/dark-rings/export-menu";
import styles from "@/components/difference/candidates.module.css";
import { CandidatesBar } from "@/components/difference/candidates-bar";
import { candidateHref } from "@/components/difference/candidates-table-href";
import { COMPARE_DEFAULTS } from "@/components/difference/compare-state";
import { VennChips } from "@/components/difference/venn-chips";
import { jobConditionsOf } from "@/components/difference/venn-conditions";
import { ExportLinks } from "@/components/triage/export-links";
import { useKeys } from "@/components/ui/keys";
import { patchedQuery, useUrlState } from "@/components/ui/use-url-state";
import type { CandidateView } from "@/lib/queries/candidate-views";
import type { CandidatePage, CandidateRow } from "@/lib/queries/difference-rows";
import type { DifferenceTotals } from "@/lib/queries/difference-totals";
import { CandidateDrawer } from "./candidate-drawer";
import { CandidatePlots } from "./candidate-plots";
import { CandidateViews } from "./candidate-views";
import { CANDIDATES_DEFAULTS, type CandidatesState } from "./candidates-state";
import { CandidatesTable } from "./candidates-table";
import { useCandidateCounts } from "./use-candidate-answers";
import { useCandidateCursor } from "./use-candidate-cursor";
import { useCandidateRows } from "./use-candidate-rows";

export interface CandidatesClientProps {
  page: CandidatePage;
  totals: DifferenceTotals;
  views: readonly CandidateView[];
  /** why the filter or the sort of the address is not understood */
  problem: string | null;
}

export function CandidatesClient({ page, totals, views, problem }: CandidatesClientProps) {
  const router = useRouter();
  const [state, setState, isPending] = useUrlState(CANDIDATES_DEFAULTS);
  const isBlind = state.blind === "1";
  const list = useCandidateRows(page, state);
  const counts = useCandidateCounts(problem === null ? { mode: state.mode, filter: state.filter } : null);
  const cursor = useCandidateCursor(list.rows, state, (row) => setState({ row }, { replace: true, shallow: true }));
  useKeys("Candidates", [
    {
      keys: ["h"],
      label: "Hide labels and scores",
      run: () => setState({ blind: isBlind ? "" : "1" }, { replace: true, shallow: true }),
    },
  ]);
  return (
    <div className={styles.page}>
      <CandidatesBar
        state={state}
        onState={(patch) => setState({ ...patch, row: "" })}
        problem={problem}
        counts={counts}
      >
        <CandidateViews views={views} />
        {isBlind ? null : (
          <ExportLinks
            label="all candidates of the filter, all columns"
            formats={TABLE_FORMATS}
            hrefOf={(format) => exportHref(state, format)}
          />
        )}
        <VetLink row={list.rows.find((row) => row.candidateId === state.row) ?? list.rows[0]} state={state} />
      </CandidatesBar>
      <VennChips
        numbers={counts.answer}
        missedHref={missedHref(state, problem)}
        filter={state.filter}
        isBlind={isBlind}
        onFilter={(filter) => setState({ filter, row: "" })}
      />
      <div className={styles.content} data-drawer={cursor.wanted ? true : undefined}>
        <CandidatePlots
          state={state}
          onState={setState}
          hasProblem={problem !== null}
          isCovered={cursor.wanted !== null}
        />
        <div className={styles.body}>
          <CandidatesTable
            {...{ list, cursor, state }}
            onState={setState}
            isStale={isPending}
            emptyKind={totals.jobs === 0 ? "no jobs" : problem === null ? "none passes" : "not understood"}
          />
        </div>
        {cursor.wanted === null ? null : (
          <CandidateDrawer
            wanted={cursor.wanted}
            isBlind={isBlind}
            hrefOf={(candidateId) => candidateHref({ candidateId }, state)}
            onOpen={() => router.push(candidateHref({ candidateId: state.row }, state))}
            onClose={cursor.close}
          />
        )}
      </div>
    </div>
  );
}

/** Regions belong to one image. */
const TABLE_FORMATS = EXPORT_FORMATS.filter(({ format }) => format !== "reg");

function exportHref({ mode, filter, sort }: CandidatesState, format: string): string {
  return `/api/v1/candidates/export?${new URLSearchParams({ format, mode, filter, sort })}`;
}

/** A filter that cannot be read chooses no jobs; nothing was injected into reference minus science. */
function missedHref({ mode, filter }: CandidatesState, problem: string | null): string | null {
  if (mode === "negative") return null;
  const jobs = problem === null ? jobConditionsOf(filter) : "";
  return `/difference/compare?${patchedQuery("", COMPARE_DEFAULTS, { mode, jobs, found: "missed" })}`;
}

/** Into the queue of the filter, at the row under the cursor. */
function VetLink({ row, state }: { row: CandidateRow | undefined; state: CandidatesState }) {
  if (row === undefined) return null;
  return (
    <Link className={styles.vet} href={candidateHref(row, state)} prefetch={false}>
      Vet one by one
    </Link>
  );
}
