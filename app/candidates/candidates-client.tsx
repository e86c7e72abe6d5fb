"use client";
// The table of all jobs: filter, chips, plots and rows share one state, the address.
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useMemo } from "react";
import styles from "@/components/difference/candidates.module.css";
import { CandidatesBar } from "@/components/difference/candidates-bar";
import { askedColumns, CANDIDATE_COLUMNS, shownColumns } from "@/components/difference/candidates-table-columns";
import { NoCandidates } from "@/components/difference/candidates-table-empty";
import { candidateHref } from "@/components/difference/candidates-table-href";
import { VennChips } from "@/components/difference/venn-chips";
import { DataTable } from "@/components/tables/data-table";
import { useUrlState } from "@/components/ui/use-url-state";
import type { CandidateView } from "@/lib/queries/candidate-views";
import type { CandidatePage, CandidateRow } from "@/lib/queries/difference-rows";
import type { DifferenceTotals } from "@/lib/queries/difference-totals";
import { useMoreRows } from "../_shell/use-more-rows";
import { CandidateDrawer } from "./candidate-drawer";
import { CandidatePlots } from "./candidate-plots";
import { CandidateViews } from "./candidate-views";
import { CANDIDATES_DEFAULTS, type CandidatesState } from "./candidates-state";
import { useCandidateCounts } from "./use-candidate-answers";
import { useCandidateCursor } from "./use-candidate-cursor";

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
  const shown = useMemo(() => shownColumns(state.cols), [state.cols]);
  const asked = useMemo(
    () =>
      new URLSearchParams({
        mode: state.mode,
        filter: state.filter,
        sort: state.sort,
        columns: askedColumns(shown).join(","),
      }),
    [state.mode, state.filter, state.sort, shown],
  );
  const { rows, ...paging } = useMoreRows(page, `/api/v1/candidates?${asked}`);
  const counts = useCandidateCounts(problem === null ? { mode: state.mode, filter: state.filter } : null);
  const cursor = useCandidateCursor(rows, state, (row) => setState({ row }, { replace: true, shallow: true }));
  const setFilter = (filter: string) => setState({ filter, row: "" });
  const sort = useMemo(
    () => (state.sort === "" ? null : { id: state.sort.replace(/^-/, ""), desc: state.sort.startsWith("-") }),
    [state.sort],
  );
  return (
    <div className={styles.page}>
      <CandidatesBar
        state={state}
        onState={(patch) => setState({ ...patch, row: "" })}
        problem={problem}
        counts={counts}
      >
        <CandidateViews views={views} />
        <VetLink row={rows.find((row) => row.candidateId === state.row) ?? rows[0]} state={state} />
      </CandidatesBar>
      <VennChips
        numbers={counts.answer}
        missed={{ count: totals.injectedMissed, href: `/difference/compare?mode=${state.mode}&found=missed` }}
        filter={state.filter}
        onFilter={setFilter}
      />
      <div className={styles.content} data-drawer={cursor.wanted ? true : undefined}>
        <CandidatePlots
          state={state}
          onState={setState}
          hasProblem={problem !== null}
          isCovered={cursor.wanted !== null}
        />
        <div className={styles.body}>
          <DataTable
            label="Candidates"
            rows={rows}
            columns={CANDIDATE_COLUMNS}
            rowId={rowId}
            shown={shown}
            isStale={isPending}
            sorting={{
              sort,
              inServer: true,
              onSort: ({ id, desc }) => setState({ sort: `${desc ? "-" : ""}${id}`, row: "" }),
            }}
            selection={{
              currentId: cursor.currentId,
              onCurrent: cursor.onCurrent,
              onOpen: (row) => router.push(candidateHref(row, state)),
            }}
            paging={paging}
            empty={
              <NoCandidates
                kind={totals.jobs === 0 ? "no jobs" : problem === null ? "none passes" : "not understood"}
                onClear={() => setFilter("")}
              />
            }
          />
        </div>
        {cursor.wanted === null ? null : (
          <CandidateDrawer
            wanted={cursor.wanted}
            isBlind={false}
            hrefOf={(candidateId) => candidateHref({ candidateId }, state)}
            onOpen={() => router.push(candidateHref({ candidateId: state.row }, state))}
            onClose={cursor.close}
          />
        )}
      </div>
    </div>
  );
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

function rowId(row: CandidateRow): string {
  return row.rowId;
}
