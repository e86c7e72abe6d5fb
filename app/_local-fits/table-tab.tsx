"use client";
// The rows of one table HDU, a page of them at a time as one scrolls, from any row on.
import { NumberInput } from "@mantine/core";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { TableRow } from "@/components/local-fits/table-rows";
import { type DataColumn, DataTable } from "@/components/tables/data-table";
import { formatCount, plural } from "@/components/ui/format";
import type { ColumnDescription, HduHeader } from "@/lib/readers/fits";
import type { LocalFileReader } from "./file-reader";
import styles from "./local-fits.module.css";

const ROWS_A_PAGE = 500;
const CHARACTER_PX = 8;
const MOST_COLUMN_PX = 320;

export interface TableTabProps {
  reader: LocalFileReader;
  hdu: HduHeader;
}

export function TableTab({ reader, hdu }: TableTabProps) {
  const rowCount = hdu.shape[0] ?? 0;
  const [from, setFrom] = useState(0);
  const { columns, failure } = useColumns(reader, hdu.index);
  const { rows, paging } = useRows(reader, hdu.index, from, rowCount);
  const shown = useMemo(() => dataColumns(columns ?? []), [columns]);
  if (failure) {
    return (
      <p className={styles.failure} role="alert">
        ■ {failure}
      </p>
    );
  }
  return (
    <div className={styles.table}>
      <div className={styles.bar}>
        <span className={styles.dim}>
          {plural(rowCount, "row")}, {plural(columns?.length ?? 0, "column")}
        </span>
        <NumberInput
          aria-label="From row"
          leftSection="from"
          leftSectionWidth={40}
          w={140}
          min={0}
          max={Math.max(0, rowCount - 1)}
          allowDecimal={false}
          clampBehavior="strict"
          value={from}
          onChange={(value) => setFrom(Number(value) || 0)}
        />
      </div>
      <DataTable
        label={`Rows of HDU ${hdu.index}`}
        rows={rows}
        columns={shown}
        rowId={rowId}
        paging={paging}
        isStale={columns === null}
        empty={rowCount === 0 ? <p className={styles.dim}>○ the table has no rows</p> : null}
      />
    </div>
  );
}

function rowId(row: TableRow): string {
  return String(row.index);
}

function useColumns(reader: LocalFileReader, hdu: number) {
  const [got, setGot] = useState<{ columns: ColumnDescription[] | null; failure: string | null }>({
    columns: null,
    failure: null,
  });
  useEffect(() => {
    let isWanted = true;
    reader
      .ask("columns", { hdu })
      .then(
        (columns) => ({ columns, failure: null }),
        (error: unknown) => ({ columns: null, failure: error instanceof Error ? error.message : String(error) }),
      )
      .then((next) => {
        if (isWanted) setGot(next);
      });
    return () => {
      isWanted = false;
    };
  }, [reader, hdu]);
  return got;
}

interface Page {
  from: number;
  rows: TableRow[];
  isLoading: boolean;
  failure: string | null;
}

function useRows(reader: LocalFileReader, hdu: number, from: number, rowCount: number) {
  const [page, setPage] = useState<Page>({ from, rows: [], isLoading: false, failure: null });
  const current = page.from === from ? page : { from, rows: [], isLoading: false, failure: null };
  const start = from + current.rows.length;
  const asked = useRef(from);
  const onMore = useCallback(async () => {
    asked.current = from;
    setPage((before) => ({ from, rows: before.from === from ? before.rows : [], isLoading: true, failure: null }));
    const end = Math.min(rowCount, start + ROWS_A_PAGE);
    const next = await reader.ask("rows", { hdu, start, end }).then(
      (rows) => ({ rows, failure: null }),
      (error: unknown) => ({ rows: [], failure: error instanceof Error ? error.message : String(error) }),
    );
    if (asked.current !== from) return;
    setPage((before) => {
      // strict mode asks twice
      const isNext = before.from === from && from + before.rows.length === start;
      return isNext ? { from, rows: [...before.rows, ...next.rows], isLoading: false, failure: next.failure } : before;
    });
  }, [reader, hdu, from, start, rowCount]);
  const paging = { hasMore: start < rowCount, isLoading: current.isLoading, failure: current.failure, onMore };
  return { rows: current.rows, paging };
}

const TEXT_TYPES = ["text", "bool", "bits"];

function dataColumns(columns: readonly ColumnDescription[]): DataColumn<TableRow>[] {
  const rowColumn: DataColumn<TableRow> = {
    id: "row",
    header: "row",
    width: 80,
    isNumber: true,
    canSort: false,
    value: (row) => row.index,
    cell: (row) => <span className={styles.rowNumber}>{formatCount(row.index)}</span>,
  };
  return [rowColumn, ...columns.map(dataColumn)];
}

/** Digits that most numbers of a type have, sign and exponent too: what tells two sky positions apart must not be cut off. */
const NUMBER_CHARACTERS: Partial<Record<ColumnDescription["type"], number>> = {
  float32: 13,
  float64: 19,
  int64: 19,
  uint64: 19,
};

/** Room for the values of a column; for texts by its TFORM (80A, A80, PA(80)). */
function charactersOf({ type, format }: ColumnDescription): number {
  return type === "text" ? Number(format.match(/\d+/)?.[0] ?? 1) : (NUMBER_CHARACTERS[type] ?? 0);
}

function dataColumn(column: ColumnDescription, at: number): DataColumn<TableRow> {
  const { name, unit, type, cellShape, isVariableLength, format } = column;
  const isScalar = cellShape.length === 0 && !isVariableLength;
  const label = unit ? `${name} [${unit}]` : name;
  const characters = Math.max(label.length, charactersOf(column));
  const shape = isScalar ? "" : isVariableLength ? ", of any length" : `, ${cellShape.join("×")}`;
  return {
    // two columns may have one name
    id: `${at} ${name}`,
    header: name,
    ...(unit ? { unit } : {}),
    description: `${name}: ${type}${shape} (TFORM ${format})`,
    width: Math.min(MOST_COLUMN_PX, Math.max(isScalar ? 96 : 200, CHARACTER_PX * characters + 20)),
    isNumber: isScalar && !TEXT_TYPES.includes(type),
    canSort: false,
    value: (row) => row.cells[at] ?? null,
    cell: (row) => <Cell text={row.cells[at] ?? null} />,
  };
}

function Cell({ text }: { text: string | null }) {
  if (text === null) {
    return (
      <span role="img" aria-label="undefined" title="undefined in the file">
        ○
      </span>
    );
  }
  return (
    <span className="mono" title={text}>
      {text}
    </span>
  );
}
