// Rows of a text catalogue that are all there. A file that was cut off ends within a row, and its last number may have lost digits.

import type { ByteSource } from "@/lib/files/memory-source";
import type { Catalog, CatalogColumn } from "@/lib/readers/catalogs";
import type { JobNote } from "./job-folder";

const LINE_ENDS = [0x0a, 0x0d];

/**
 * Notes what a catalogue's reader found strange, and whether the file may be cut off.
 *
 * @param source of the catalogue, still open
 * @param catalog as read
 * @param notes gets a line for each
 */
export async function noteProblems(source: ByteSource, catalog: Catalog, notes: JobNote[]): Promise<void> {
  for (const { place, found, expected, row } of catalog.problems) {
    const cost = row === undefined ? null : "the row is left out: what it has may be cut off too";
    notes.push({ kind: "strange", found: `${place}: ${found}, expected ${expected}`, cost });
  }
  if (catalog.format === "parquet" || source.byteLength === 0 || shortRows(catalog).size > 0) return;
  const [last = 0] = await source.read(source.byteLength - 1, source.byteLength);
  if (LINE_ENDS.includes(last) || catalog.rowCount === 0) return;
  const found = `${source.name} does not end with a line's end`;
  notes.push({ kind: "strange", found, cost: "it may be cut off, and the last number of its last row be wrong" });
}

/**
 * Rows that ended early, whose missing cells the reader gave as nulls.
 *
 * @param catalog as read
 * @returns their places, from 0
 */
export function shortRows({ problems }: Catalog): Set<number> {
  return new Set(problems.flatMap(({ row }) => row ?? []));
}

/**
 * A catalogue without the rows that ended early.
 *
 * @param catalog as read; not changed
 * @returns the same where there are none
 */
export function withWholeRows(catalog: Catalog): Catalog {
  const short = shortRows(catalog);
  if (short.size === 0) return catalog;
  const columns = catalog.columns.map((column): CatalogColumn => {
    const cells = column.values.length / catalog.rowCount;
    const isOfWhole = (_: unknown, i: number) => !short.has(Math.floor(i / cells));
    const isNull = column.isNull?.filter(isOfWhole) ?? null;
    return { ...column, isNull, values: keep(column.values, isOfWhole) };
  });
  return { ...catalog, columns, rowCount: catalog.rowCount - short.size };
}

/** Each of the types has a filter of its own, none fits them all. */
function keep(values: CatalogColumn["values"], isKept: (_: unknown, i: number) => boolean): CatalogColumn["values"] {
  if (values instanceof BigInt64Array || values instanceof BigUint64Array) return values.filter(isKept);
  if (Array.isArray(values)) return values.filter(isKept);
  return values.filter(isKept);
}
