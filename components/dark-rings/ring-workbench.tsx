"use client";
// The rings of one exposure in four linked views and an inspector: one filter and one selection, both in the address.
import { Slider } from "@mantine/core";
import { type ReactNode, useMemo } from "react";
import type { DarkRingRow } from "@/lib/queries/dark-ring-row";
import type { VerdictWord } from "@/lib/verdicts/ring-vocabulary";
import { LookControls, useLook } from "../gallery/look-controls";
import type { StampOf } from "../gallery/stamp";
import { StampGallery } from "../gallery/stamp-gallery";
import { DataTable } from "../tables/data-table";
import { VerdictBar, type VerdictProgress } from "../triage/verdict-bar";
import { formatCount } from "../ui/format";
import { useKeys } from "../ui/keys";
import { useUrlState } from "../ui/use-url-state";
import styles from "./dark-rings.module.css";
import { RING_COLUMNS } from "./ring-columns";
import { FILTER_DEFAULTS, type FilterParameters, filterRings, flagsOf } from "./ring-filter";
import { RingFilterBar } from "./ring-filter-bar";
import { RingInspector } from "./ring-inspector";
import { RingPlots } from "./ring-plots-view";

const DEFAULTS = { ...FILTER_DEFAULTS, ring: "", stamp: "76", rsort: "", rdir: "down" };
const QUIET = { shallow: true, replace: true };
const STEP = { shallow: true };

export interface RingWorkbenchProps {
  rings: readonly DarkRingRow[];
  /** rings of the run, of which `rings` are the best */
  total: number;
  unit: string | null;
  stamps: { stampOf: StampOf; onNeed: (rings: readonly DarkRingRow[]) => void };
  /** words of the vocabulary, for the filter and the keys */
  words: readonly VerdictWord[];
  judge: (ring: DarkRingRow, label: string) => void;
  /** id of the ring whose verdict was taken back; null: there is none */
  undo: () => string | null;
  progress: VerdictProgress;
  /** export of the rings that the filter keeps */
  renderActions: (kept: readonly DarkRingRow[]) => ReactNode;
  /** below the inspector's numbers, of the selected ring */
  renderRecurrences: (ring: DarkRingRow) => ReactNode;
}

export function RingWorkbench(props: RingWorkbenchProps) {
  const { rings, total, unit, stamps, words, judge, undo, progress, renderActions, renderRecurrences } = props;
  const [url, setUrl] = useUrlState(DEFAULTS);
  const lookState = useLook();
  const filter: FilterParameters = url;
  const kept = useMemo(() => filterRings(rings, url), [rings, url]);
  const selected = rings.find((ring) => ring.id === url.ring) ?? kept[0] ?? null;
  const select = (id: string) => setUrl({ ring: id }, QUIET);
  const onFilter = (patch: Partial<FilterParameters>) => setUrl(patch, STEP);
  const summary =
    `${formatCount(kept.length)} of ${formatCount(rings.length)} rings` +
    (total > rings.length ? ` (the best of ${formatCount(total)})` : "");
  const decide = (label: string) => {
    if (!selected) return;
    judge(selected, label);
    const next = kept[kept.indexOf(selected) + 1];
    if (next) select(next.id);
  };
  const takeBack = () => {
    const id = undo();
    if (id !== null) select(id);
  };
  useKeys("Verdicts", [
    ...words.map((word) => ({ keys: [word.key], label: word.label, run: () => decide(word.label) })),
    { keys: ["u"], label: "Take the last verdict back", run: takeBack },
  ]);
  const side = Number(url.stamp) || 76;
  return (
    <div className={styles.workbench}>
      <div className={styles.bar}>
        <RingFilterBar
          filter={filter}
          onFilter={onFilter}
          flags={flagsOf(rings)}
          verdicts={words.map((word) => word.label)}
          summary={summary}
        />
        <span data-grow />
        <LookControls state={lookState} />
        <Slider
          w={80}
          min={48}
          max={160}
          step={4}
          defaultValue={side}
          onChangeEnd={(value) => setUrl({ stamp: String(value) }, QUIET)}
          label={null}
          thumbLabel="Size of the stamps"
        />
        {renderActions(kept)}
      </div>
      <div className={styles.main}>
        <StampGallery
          rings={kept}
          stampOf={stamps.stampOf}
          onNeed={stamps.onNeed}
          look={lookState.look}
          side={side}
          selection={{ currentId: selected?.id ?? null, onCurrent: select }}
        />
        <RingPlots rings={rings} kept={kept} selectedId={selected?.id ?? null} onSelect={select} onFilter={onFilter} />
        <DataTable
          label="Dark rings"
          rows={kept}
          columns={RING_COLUMNS}
          rowId={(ring) => ring.id}
          sorting={{
            sort: url.rsort ? { id: url.rsort, desc: url.rdir === "down" } : null,
            onSort: (sort) => setUrl({ rsort: sort.id, rdir: sort.desc ? "down" : "up" }, QUIET),
          }}
          selection={{ currentId: selected?.id ?? null, onCurrent: select }}
          empty={<p>No ring passes the filter.</p>}
        />
        <VerdictBar
          words={words}
          current={selected?.verdict ?? null}
          onDecide={decide}
          onUndo={takeBack}
          progress={progress}
        />
      </div>
      <RingInspector
        ring={selected}
        stamp={selected ? stamps.stampOf(selected) : undefined}
        look={lookState.look}
        unit={unit}
      >
        {selected ? renderRecurrences(selected) : null}
      </RingInspector>
    </div>
  );
}
