"use client";
// The sources of truth behind a bin of completeness: found ones open their candidate, missed ones say why and open their place in the job.
import { Button, NativeSelect } from "@mantine/core";
import { useState } from "react";
import type { TruthRow } from "@/lib/queries/difference-truth-list";
import type { DataColumn } from "../tables/columns";
import { DataTable, type TablePaging } from "../tables/data-table";
import { EmptyState } from "../ui/empty-state";
import { NumberCell } from "../ui/number-cell";
import styles from "./compare.module.css";
import type { CompareState } from "./compare-state";

export interface CompareTruthProps {
  rows: readonly TruthRow[];
  paging: TablePaging;
  state: CompareState;
  onState: (patch: Partial<CompareState>) => void;
  onOpen: (row: TruthRow) => void;
  /** filter of the candidates of the rows */
  onOpenAll: (filter: string) => void;
}

const FOUND = [
  { value: "any", label: "found or missed" },
  ...["zogy", "sfft", "both", "either", "zogy only", "sfft only", "neither"].map((value) => ({
    value,
    label: `found by ${value}`,
  })),
  { value: "missed", label: "missed, whatever the reason" },
];

/** A filter holds so many ids. */
const MOST_IDS = 100;

const text = (id: string, header: string, width: number, value: (row: TruthRow) => string): DataColumn<TruthRow> => ({
  id,
  header,
  width,
  canSort: false,
  value,
  cell: (row) => <span className="mono">{value(row)}</span>,
});

interface NumberOfTruth {
  id: "magAb" | "zogySeparationPx" | "sfftSeparationPx" | "x" | "y";
  header: string;
  unit: string;
  digits: number;
  reason: string;
}

const number = ({ id, header, unit, digits, reason }: NumberOfTruth): DataColumn<TruthRow> => ({
  id,
  header,
  unit,
  width: 146,
  isNumber: true,
  canSort: false,
  value: (row) => row[id],
  cell: (row) => <NumberCell value={row[id]} digits={digits} unit={unit} reason={reason} />,
});

const NONE_NEAR = "no detection of its own was matched";

const COLUMNS: readonly DataColumn<TruthRow>[] = [
  text("jid", "jid", 100, (row) => row.jid),
  text("truthId", "truth_id", 120, (row) => row.truthId),
  number({ id: "magAb", header: "magnitude", unit: "AB mag", digits: 2, reason: "no zero point" }),
  number({ id: "x", header: "x", unit: "px", digits: 1, reason: "not in the truth" }),
  number({ id: "y", header: "y", unit: "px", digits: 1, reason: "not in the truth" }),
  number({ id: "zogySeparationPx", header: "ZOGY at", unit: "px", digits: 2, reason: NONE_NEAR }),
  number({ id: "sfftSeparationPx", header: "SFFT at", unit: "px", digits: 2, reason: NONE_NEAR }),
  text("candidateId", "candidate", 170, (row) => row.candidateId ?? "–"),
  text("missReason", "missed because", 150, (row) => row.missReason?.replaceAll("_", " ") ?? "–"),
];

export function CompareTruth({ rows, paging, state, onState, onOpen, onOpenAll }: CompareTruthProps) {
  const [current, setCurrent] = useState<string | null>(null);
  const ids = rows.flatMap(({ candidateId }) => candidateId ?? []);
  const where = state.bin === "" ? "all magnitudes" : `${state.bin.replace(",", " to ")} mag`;
  return (
    <section className={styles.truth} aria-label="Sources">
      <div className={styles.truthBar}>
        <h2>Sources of {where}</h2>
        <NativeSelect
          size="xs"
          aria-label="Found by"
          data={FOUND}
          value={state.found || "any"}
          onChange={(event) => onState({ found: event.currentTarget.value })}
        />
        <Button
          disabled={ids.length === 0 || ids.length > MOST_IDS || paging.hasMore}
          title={
            ids.length > MOST_IDS || paging.hasMore ? `more than ${MOST_IDS}: a filter cannot name them all` : undefined
          }
          onClick={() => onOpenAll(`candidate_id = ${ids.map((id) => `"${id}"`).join(", ")}`)}
        >
          Their {ids.length} candidates in the table
        </Button>
        <Button onClick={() => onState({ bin: "", found: "" })}>Close</Button>
      </div>
      {state.fp === "" ? null : (
        <p className={styles.note}>
          As the finders have them: detections that the cut at false positives per image takes away are listed too.
        </p>
      )}
      <div className={styles.truthTable}>
        <DataTable
          label="Sources"
          rows={rows}
          columns={COLUMNS}
          rowId={(row) => row.key}
          selection={{ currentId: current, onCurrent: setCurrent, onOpen }}
          paging={paging}
          empty={<EmptyState title="No source">None of these magnitudes was found so.</EmptyState>}
        />
      </div>
    </section>
  );
}
