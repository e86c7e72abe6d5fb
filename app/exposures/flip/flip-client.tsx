"use client";
// Flip-through in the browser: pages of rows, images ahead of the cursor, verdicts on their way.
import { useCallback, useEffect, useMemo, useState } from "react";
import { useVerdicts } from "@/app/_pixels/use-verdicts";
import { useMoreRows } from "@/app/_shell/use-more-rows";
import styles from "@/components/flip/flip.module.css";
import { FLIP_DEFAULTS, FlipFilters, type FlipFiltersProps, type FlipParameters } from "@/components/flip/flip-filters";
import { FlipView } from "@/components/flip/flip-view";
import { decisionsPerMinute } from "@/components/triage/verdict-queue";
import { EmptyState } from "@/components/ui/empty-state";
import { formatCount } from "@/components/ui/format";
import { useUrlState } from "@/components/ui/use-url-state";
import type { FlipChoices } from "@/lib/queries/flip-choices";
import type { FlipScope } from "@/lib/queries/flip-scope";
import type { FlipPage, FlipRow } from "@/lib/queries/flip-through";
import type { ImageWord } from "@/lib/verdicts/image-vocabulary";
import type { Said } from "@/lib/verdicts/verdict";
import { FlipImage } from "./flip-image";

export interface FlipClientProps {
  page: FlipPage;
  counts: { total: number; done: number; isCapped: boolean };
  scope: Omit<FlipScope, "filter">;
  choices: FlipChoices;
  words: readonly ImageWord[];
}

const QUIET = { shallow: true, replace: true };
const CLOCK_MS = 5000;
const ASKED = ["instrument", "day", "type", "filter", "exposure", "detector", "stage", "verdict"] as const;

/** The address with nothing left open, so that a next page continues the same list. */
function chosenOf(scope: FlipClientProps["scope"], url: FlipParameters) {
  return {
    type: url.type,
    filter: url.filter,
    verdict: url.verdict,
    instrument: scope.instrument,
    day: scope.day === null ? "all" : String(scope.day),
    exposure: scope.exposureId ?? "",
    detector: scope.detector?.name ?? "*",
    stage: scope.stage,
  };
}

export function FlipClient({ page, counts, scope, choices, words }: FlipClientProps) {
  const [url, setUrl] = useUrlState(FLIP_DEFAULTS);
  const chosen = chosenOf(scope, url);
  const asked = new URLSearchParams(ASKED.map((name) => [name, chosen[name]]));
  const { rows, ...paging } = useMoreRows<FlipRow>(page, `/api/v1/flip-through?${asked}`);
  const { queue, judge, undo } = useVerdicts();
  const now = useClock();
  const { known } = queue;
  const said = useCallback(
    (row: FlipRow): Said => known[row.id] ?? { label: row.label, comment: row.comment },
    [known],
  );
  const change = useMemo(
    () => rows.reduce((sum, row) => sum + Number(said(row).label !== null) - Number(row.label !== null), 0),
    [rows, said],
  );
  const isByDetector = scope.exposureId !== null;
  const onRows = (kind: "exposures" | "detectors", row: FlipRow | undefined) =>
    kind === "detectors"
      ? setUrl({ exposure: row?.exposureId ?? "", instrument: scope.instrument, detector: "", stage: "", row: "" })
      : setUrl({ exposure: "", detector: row?.detectorName ?? "", row: row?.exposureId ?? "" });
  const onStage = (by: 1 | -1) => {
    const stage = scope.stages[scope.stages.indexOf(scope.stage) + by];
    if (stage !== undefined) setUrl({ stage });
  };
  const filters = (row: FlipRow | undefined, place: string): React.ReactNode => (
    <FlipFilters
      chosen={chosen}
      choices={filterChoices(scope, choices, words)}
      onFilter={(patch) => setUrl(withResets(patch))}
      onRows={(kind) => onRows(kind, row)}
    >
      <span data-grow />
      <span className={styles.count} role="status">
        {place}
      </span>
    </FlipFilters>
  );
  if (rows.length === 0) return <NothingLeft filters={filters(undefined, "none")} done={counts.done} />;
  return (
    <FlipView
      rows={rows}
      isByDetector={isByDetector}
      isOneDay={scope.day !== null && scope.day > 999_999}
      row={url.row}
      onRow={(row) => setUrl({ row }, QUIET)}
      words={words}
      saidOf={said}
      judge={(row, next) => judge(subjectOf(row), next, said(row))}
      undo={undo}
      progress={{
        done: counts.done + change,
        left: counts.total - counts.done - change,
        isCapped: counts.isCapped,
        perMinute: decisionsPerMinute(queue.made, now),
        pending: queue.pending.length,
        failure: queue.failure,
      }}
      paging={paging}
      filters={({ index, count }) =>
        filters(rows[index], `${index + 1} / ${formatCount(count)}${paging.hasMore ? "+" : ""}`)
      }
      renderImage={(place) => <FlipImage place={place} onStage={onStage} />}
    />
  );
}

function NothingLeft({ filters, done }: { filters: React.ReactNode; done: number }) {
  return (
    <div>
      {filters}
      <EmptyState title="No image passes the filter">
        {done > 0
          ? `${formatCount(done)} are judged: choose "judged or not" to see them.`
          : "Choose another stage or day."}
      </EmptyState>
    </div>
  );
}

/** Another instrument has other days, another detector other stages: what may not be there is left open again. */
function withResets(patch: Partial<FlipParameters>): Partial<FlipParameters> {
  if (patch.instrument !== undefined)
    return { ...patch, day: "", type: "", filter: "", detector: "", stage: "", row: "" };
  if (patch.detector !== undefined) return { ...patch, stage: "" };
  if (patch.day !== undefined) return { ...patch, row: "" };
  return patch;
}

function filterChoices(
  scope: FlipClientProps["scope"],
  choices: FlipChoices,
  words: readonly ImageWord[],
): FlipFiltersProps["choices"] {
  const { detectors, stages } = scope;
  return { ...choices, detectors, stages, verdicts: words.map((word) => word.label) };
}

function subjectOf({ id, instrument, exposureId, detector, stage }: FlipRow) {
  return { id, place: { subject: "image", instrument, exposureId, detector, stage, x: null, y: null } as const };
}

function useClock(): Date {
  const [now, setNow] = useState(() => new Date(0));
  useEffect(() => {
    const clock = setInterval(() => setNow(new Date()), CLOCK_MS);
    return () => clearInterval(clock);
  }, []);
  return now.getTime() === 0 ? new Date() : now;
}
