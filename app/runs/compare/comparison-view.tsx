"use client";
// Two runs on one exposure: sets, score against score, the rows; a point and its row select each other.
import { SegmentedControl, Select } from "@mantine/core";
import { useRouter } from "next/navigation";
import { useMemo } from "react";
import { Plot, useScheme } from "@/components/charts/plot";
import styles from "@/components/runs/comparison.module.css";
import { ComparisonChooser, type RunChoice } from "@/components/runs/comparison-chooser";
import { COMPARISON_COLUMNS } from "@/components/runs/comparison-columns";
import {
  type ComparisonRow,
  comparisonRows,
  SCORES,
  type ScoreName,
  scorePlot,
} from "@/components/runs/comparison-rows";
import { UrlTable } from "@/components/tables/url-table";
import { EmptyState } from "@/components/ui/empty-state";
import { formatCount, plural } from "@/components/ui/format";
import { useUrlState } from "@/components/ui/use-url-state";
import type { RunComparison } from "@/lib/runs/compare";
import { SettingsDifference } from "./settings-difference";

export interface ShownComparison {
  a: { id: number; configuration: unknown; codeVersion: string };
  b: { id: number; configuration: unknown; codeVersion: string };
  exposures: { instrument: string; exposureId: string }[];
  exposure: { instrument: string; exposureId: string } | null;
  rings: RunComparison | null;
}

interface ComparisonViewProps {
  runs: readonly RunChoice[];
  a: number | null;
  b: number | null;
  comparison: ShownComparison | null;
}

const DEFAULTS = { a: "", b: "", exposure: "", set: "all", score: "gaussianLikeScore", row: "" };

export function ComparisonView({ runs, a, b, comparison }: ComparisonViewProps) {
  const [, setState] = useUrlState(DEFAULTS);
  return (
    <div className={styles.page}>
      <ComparisonChooser
        runs={runs}
        a={a}
        b={b}
        exposures={comparison?.exposures ?? []}
        exposure={comparison?.exposure ?? null}
        onChoose={(patch) => setState({ ...(patch.exposure ? {} : { exposure: "" }), row: "", ...patch })}
      />
      {comparison?.rings && comparison.exposure ? (
        <Rings comparison={comparison} rings={comparison.rings} exposure={comparison.exposure} />
      ) : (
        <div className={styles.wide}>
          {comparison ? (
            <EmptyState title="The runs have no measured exposure in common">
              Choose another run, or start one on the same selection.
            </EmptyState>
          ) : (
            <EmptyState title="Choose two runs">
              Rings found by both, only by A and only by B are shown here.
            </EmptyState>
          )}
        </div>
      )}
    </div>
  );
}

function isScore(name: string): name is ScoreName {
  return name in SCORES;
}

interface RingsProps {
  comparison: ShownComparison;
  rings: NonNullable<ShownComparison["rings"]>;
  exposure: { instrument: string; exposureId: string };
}

function Rings({ comparison, rings, exposure }: RingsProps) {
  const router = useRouter();
  const scheme = useScheme();
  const [state, setState] = useUrlState(DEFAULTS);
  const score = isScore(state.score) ? state.score : "gaussianLikeScore";
  const rows = useMemo(() => comparisonRows(rings), [rings]);
  const shown = useMemo(
    () => (state.set === "all" ? rows : rows.filter((row) => row.set === state.set)),
    [rows, state.set],
  );
  const { a, b } = comparison;
  const plot = useMemo(
    () => scorePlot(rows, score, [`run ${a.id}`, `run ${b.id}`], { scheme, currentId: state.row }),
    [rows, score, a.id, b.id, scheme, state.row],
  );
  const openRow = (row: ComparisonRow) => {
    const ring = row.a ?? row.b;
    const run = row.a ? a.id : b.id;
    if (ring) router.push(`/exposures/${exposure.instrument}/${exposure.exposureId}/${ring.detectorName}?run=${run}`);
  };
  return (
    <>
      <div className={styles.bar}>
        <SegmentedControl
          aria-label="Rings"
          value={state.set}
          onChange={(set) => setState({ set, row: "" }, { shallow: true })}
          data={[
            { value: "all", label: `all ${formatCount(rows.length)}` },
            { value: "both", label: `in both ${formatCount(rings.both.length)}` },
            { value: "a", label: `only A ${formatCount(rings.onlyA.length)}` },
            { value: "b", label: `only B ${formatCount(rings.onlyB.length)}` },
          ]}
        />
        <OneSided label="A" detectors={rings.detectorsOnlyA} />
        <OneSided label="B" detectors={rings.detectorsOnlyB} />
      </div>
      <div className={styles.side}>
        <Select
          aria-label="Score"
          data={Object.entries(SCORES).map(([value, { title }]) => ({ value, label: title }))}
          value={score}
          onChange={(name) => setState({ score: name ?? "" }, { shallow: true })}
          allowDeselect={false}
          w={220}
        />
        <Plot
          traces={plot.traces}
          layout={plot.layout}
          height={440}
          label={`Score of run ${b.id} against score of run ${a.id}`}
          events={{
            onClick: ({ customdata }) => setState({ row: String(customdata), set: "all" }, { shallow: true }),
          }}
        />
        <p className="dim">
          {formatCount(rings.both.length - plot.dropped)} pairs
          {plot.dropped > 0 ? `; ${plural(plot.dropped, "pair")} without this score in one of the runs` : ""}
        </p>
        <SettingsDifference a={a} b={b} />
      </div>
      <div className={styles.table}>
        <UrlTable
          label="Compared rings"
          rows={shown}
          columns={COMPARISON_COLUMNS}
          rowId={rowId}
          onOpen={openRow}
          empty={<EmptyState title="No ring is in this set" />}
        />
      </div>
    </>
  );
}

function rowId(row: ComparisonRow): string {
  return row.id;
}

function OneSided({ label, detectors }: { label: string; detectors: readonly number[] }) {
  if (detectors.length === 0) return null;
  return (
    <span title={`detectors ${detectors.join(", ")}`}>
      ▲ {plural(detectors.length, "detector")} measured by {label} only, left out
    </span>
  );
}
