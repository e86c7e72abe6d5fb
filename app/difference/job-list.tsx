"use client";
// The list of jobs: filters, totals and table share one state, the address.
import { Button, SegmentedControl } from "@mantine/core";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useMemo } from "react";
import styles from "@/components/difference/difference.module.css";
import { DifferenceTotals } from "@/components/difference/difference-totals";
import { JOB_COLUMNS } from "@/components/difference/job-columns";
import { jobHref } from "@/components/difference/job-words";
import { FilterBar } from "@/components/navigator/filter-bar";
import { DataTable } from "@/components/tables/data-table";
import { CommittedText } from "@/components/ui/committed-text";
import { EmptyState } from "@/components/ui/empty-state";
import { plural } from "@/components/ui/format";
import { useUrlState } from "@/components/ui/use-url-state";
import type { JobChoices } from "@/lib/queries/difference-jobs";
import type { DifferenceJobPage } from "@/lib/queries/difference-rows";

const DEFAULTS = {
  ...{ q: "", filter: "", field: "", sca: "", source: "", state: "" },
  ...{ mode: "annulus", sort: "", page: "1", row: "" },
};
const FILTERS = ["q", "filter", "field", "sca", "source", "state"] as const;
const SOURCE_WORDS: Record<string, string> = { rapid: "RAPID jobs", ztf: "ZTF alerts", rubin: "Rubin alerts" };

function choicesOf(choices: JobChoices) {
  const plain = (values: readonly (string | number)[]) =>
    values.map((value) => ({ value: String(value), label: String(value) }));
  return [
    { name: "filter", label: "filter", width: 100, options: plain(choices.filters) },
    { name: "field", label: "field", width: 110, options: plain(choices.fields) },
    { name: "sca", label: "SCA", width: 90, options: plain(choices.scas) },
    { name: "state", label: "state", width: 120, options: plain(choices.states) },
    {
      ...{ name: "source", label: "source", width: 130 },
      options: choices.sources.map((value) => ({ value, label: SOURCE_WORDS[value] ?? value })),
    },
  ];
}

export function JobList({ page, choices }: { page: DifferenceJobPage; choices: JobChoices }) {
  const router = useRouter();
  const [state, setState, isPending] = useUrlState(DEFAULTS);
  const active = FILTERS.filter((name) => state[name] !== "");
  const clear = () => setState({ ...Object.fromEntries(FILTERS.map((name) => [name, ""])), page: "1" });
  const narrow = (patch: Partial<typeof DEFAULTS>) => setState({ ...patch, page: "1", row: "" });
  const ambiguous = useMemo(() => {
    const names = page.jobs.map(({ jid }) => jid);
    return new Set(names.filter((jid, i) => names.indexOf(jid) !== i));
  }, [page.jobs]);
  const sort = state.sort ? { id: state.sort.replace(/^-/, ""), desc: state.sort.startsWith("-") } : null;
  return (
    <div className={styles.list}>
      <div className={styles.bar}>
        <CommittedText label="Search jobs" value={state.q} width={170} onCommit={(q) => narrow({ q })} />
        <FilterBar choices={choicesOf(choices)} values={state} onChange={(name, value) => narrow({ [name]: value })} />
        {active.length > 0 ? <Button onClick={clear}>Clear {plural(active.length, "filter")}</Button> : null}
        <SegmentedControl
          size="xs"
          aria-label="Mode of matching"
          data={["annulus", "reference"]}
          value={state.mode}
          onChange={(mode) => narrow({ mode })}
        />
        <span data-grow />
        <Link href="/candidates">Candidates</Link>
        <Link href="/difference/compare">Compare ZOGY and SFFT</Link>
      </div>
      <DifferenceTotals counts={page.totals} label={`Totals of ${plural(page.jobCount, "job")}`} />
      <DataTable
        label="Jobs"
        rows={page.jobs}
        columns={JOB_COLUMNS}
        rowId={(row) => String(row.id)}
        isStale={isPending}
        sorting={{
          ...{ sort, inServer: true },
          onSort: ({ id, desc }) => narrow({ sort: `${desc ? "-" : ""}${id}` }),
        }}
        selection={{
          currentId: state.row,
          onCurrent: (row) => setState({ row }, { replace: true, shallow: true }),
          onOpen: (row) => router.push(jobHref(row, ambiguous.has(row.jid))),
        }}
        empty={<NoJobs isFiltered={active.length > 0} onClear={clear} />}
      />
      <div className={styles.pages}>
        <span role="status">{plural(page.jobCount, "job")}</span>
        {page.pageCount > 1 ? (
          <>
            <Button disabled={page.page <= 1} onClick={() => setState({ page: String(page.page - 1), row: "" })}>
              Previous
            </Button>
            page {page.page} of {page.pageCount}
            <Button
              disabled={page.page >= page.pageCount}
              onClick={() => setState({ page: String(page.page + 1), row: "" })}
            >
              Next
            </Button>
          </>
        ) : null}
      </div>
    </div>
  );
}

function NoJobs({ isFiltered, onClear }: { isFiltered: boolean; onClear: () => void }) {
  if (isFiltered) {
    return <EmptyState title="No job passes the filter" action={<Button onClick={onClear}>Clear the filter</Button>} />;
  }
  return (
    <EmptyState title="No difference jobs yet" action={<Link href="/mounts">Mount a folder</Link>}>
      Mount a folder that holds job folders (jid87210, jid87211 …) or upload some; each is listed here with what ZOGY
      and SFFT found in it. Without any at hand, <code>annulus simulate job</code> makes some with complete truth.
    </EmptyState>
  );
}
