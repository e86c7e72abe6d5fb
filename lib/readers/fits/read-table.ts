// Reads the columns of a table HDU: binary, compressed or ASCII (FITS 4.0, 7.2, 7.3 and 10.3).

import { UnsupportedFormatError } from "@/lib/errors";
import { describeAsciiColumns, readAsciiTable } from "./ascii-table";
import {
  type ColumnDescription,
  type ColumnPlan,
  chooseColumns,
  type FitsColumn,
  planColumn,
  requireOneDescriptor,
} from "./columns";
import { readCompressedTable } from "./compressed-table";
import { type Hdu, kindOf, MOST_COMPRESSION, placeOf, requireHdu, requireInteger } from "./hdu";
import type { FitsFile } from "./open-fits";
import { layoutOf, readColumns, type TableLayout } from "./table";
import { type Descriptors, fillDescriptors, makeDescriptors, readHeapColumn } from "./table-heap";
import { eachRows, groupFields, MOST_GROWTH, type RowRange, requireRoom, requireRows } from "./table-rows";
import { makeStore, storeBytes } from "./table-stores";

export interface ReadTableOptions {
  /** Names in any case, or "#3" for the third column; all when left out. */
  columns?: string[];
  /** Half-open, from 0; all when left out. */
  rows?: RowRange;
}

export interface FitsTable {
  /** Of the rows read. */
  rowCount: number;
  /** In the order asked for. */
  columns: FitsColumn[];
}

/**
 * The columns of a table by its header alone.
 * @throws NotFoundError no such HDU; UnsupportedFormatError no table; MalformedFileError headers that contradict themselves
 */
export function describeColumns(file: FitsFile, hduIndex: number): ColumnDescription[] {
  const hdu = requireTable(file, hduIndex);
  if (hdu.type === "table") return describeAsciiColumns(hdu, placeOf(hdu.index, file.name));
  return planTable(file, hdu).map((plan) => plan.description);
}

/**
 * Reads columns of a table, all or some, and of some rows only. Of the file no more is read than the rows and the arrays asked for; in
 * rows that are wide no more than the columns asked for. TSCAL and TZERO are applied: the unsigned conventions give integers, every other
 * scaling float64 (complex128). TNULL marks `isNull` and leaves the value as it is stored (an undefined ASCII number is 0, or NaN for
 * floats). NaN stays NaN.
 * Memory: the values, twice where they are scaled, and a few MB.
 * @throws NotFoundError no such HDU or column; UnsupportedFormatError no table
 * @throws InvalidParameterError rows outside the table, or so many that a column needs more than 4 GiB
 * @throws MalformedFileError when the table does not fit its header or the file, or a descriptor points out of the heap
 */
export async function readTable(file: FitsFile, hduIndex: number, options: ReadTableOptions = {}): Promise<FitsTable> {
  const hdu = requireTable(file, hduIndex);
  const place = placeOf(hdu.index, file.name);
  if (hdu.type === "table") return readAsciiTable(file, hdu, options);
  const layout = layoutOf(file, hdu);
  const all = planTable(file, hdu);
  const named = all.map((plan) => ({ name: plan.column.name, plan }));
  const plans = chooseColumns(named, options.columns, place).map(({ plan }) => plan);
  for (const plan of plans) requireOneDescriptor(plan, place);
  const isCompressed = hdu.compression !== null;
  const rows = requireRows(options.rows, isCompressed ? hdu.shape[0]! : layout.rowCount, place);
  requireRoomFor(layout, hdu, plans, rows.end - rows.start);
  const columns = isCompressed
    ? await readCompressedTable(file, hdu, layout, plans, rows)
    : await readBinaryTable(file, layout, plans, rows);
  return { rowCount: rows.end - rows.start, columns };
}

/** The plans of all columns of a binary table, of the original one when it is compressed. */
function planTable(file: FitsFile, hdu: Hdu): ColumnPlan[] {
  const place = placeOf(hdu.index, file.name);
  const isCompressed = hdu.compression !== null;
  const rowBytes = requireInteger(hdu.header, isCompressed ? "ZNAXIS1" : "NAXIS1", 0, Number.MAX_SAFE_INTEGER, place);
  const columns = readColumns(hdu.header, isCompressed ? "ZFORM" : "TFORM", rowBytes, place);
  return columns.map((column) => planColumn(hdu.header, column));
}

async function readBinaryTable(
  file: FitsFile,
  layout: TableLayout,
  plans: ColumnPlan[],
  rows: RowRange,
): Promise<FitsColumn[]> {
  const count = rows.end - rows.start;
  const fixed = plans.map((plan) =>
    plan.column.heapType === null ? makeStore(plan, count * plan.cellElements, layout.place) : null,
  );
  const heap = plans.map((plan) => (plan.column.heapType === null ? null : makeDescriptors(count, rows.start)));
  const indices = plans.map((_, i) => i);
  for (const group of groupFields(indices, (i) => plans[i]!.column)) {
    const fields = group.map((i) => plans[i]!.column);
    await eachRows(file.source, layout, rows, fields, (piece) => {
      for (const i of group) {
        const { column, cellElements } = plans[i]!;
        if (heap[i]) fillDescriptors(heap[i], column, piece);
        const cells = { ...piece, offset: piece.origin + column.offset, elements: cellElements };
        fixed[i]?.fill(cells, piece.first * cellElements);
      }
    });
  }
  requireRoomForArrays(layout, plans, heap);
  const columns: FitsColumn[] = [];
  for (const [i, plan] of plans.entries()) {
    columns.push(heap[i] ? await readHeapColumn(file.source, layout, plan, heap[i]) : fixed[i]!.finish(null));
  }
  return columns;
}

function requireTable(file: FitsFile, hduIndex: number): Hdu {
  const hdu = requireHdu(file, hduIndex);
  if (hdu.type === "bintable" || hdu.type === "table") return hdu;
  throw new UnsupportedFormatError({ place: placeOf(hduIndex, file.name), found: kindOf(hdu), expected: "a table" });
}

function requireRoomFor(layout: TableLayout, hdu: Hdu, plans: ColumnPlan[], rowCount: number): void {
  const bytesOf = (plan: ColumnPlan) => (plan.column.heapType ? 24 : plan.cellElements * storeBytes(plan));
  const rowNeeds = plans.reduce((total, plan) => total + bytesOf(plan), 0);
  const growth = hdu.compression === null ? MOST_GROWTH : MOST_COMPRESSION;
  requireRoom(layout.place, rowCount, rowNeeds, growth * hdu.dataBytes);
}

/** Arrays of one column lie within the heap; 999 columns may share it. A count beyond any heap is left to readHeapColumn. */
function requireRoomForArrays(layout: TableLayout, plans: ColumnPlan[], heap: (Descriptors | null)[]): void {
  const dataBytes = layout.rowBytes * layout.rowCount + layout.heapBytes;
  const rowCount = Math.max(1, layout.rowCount);
  let needed = 0;
  for (const [i, plan] of plans.entries()) {
    for (const count of heap[i]?.counts ?? []) {
      if (count > 0) needed += Math.min(count, 8 * layout.heapBytes) * storeBytes(plan);
    }
  }
  requireRoom(layout.place, rowCount, needed / rowCount, MOST_GROWTH * dataBytes);
}
