// A catalogue of the person's own computer (CSV, ECSV, VOTable, Parquet ...), shown as a file of one table.

import type { LocalHeaders } from "@/components/local-fits/hdu-list";
import type { ByteSource } from "@/lib/files/memory-source";
import { type Catalog, readCatalog } from "@/lib/readers/catalogs";
import type { ColumnDescription } from "@/lib/readers/fits";

/** By its name, as catalogues of text have nothing else that tells them. */
export function isCatalogName(name: string): boolean {
  return /\.(csv|tsv|txt|dat|cat|ecsv|vot|votable|xml|parquet)$/i.test(name);
}

export interface LocalCatalog {
  catalog: Catalog;
  headers: LocalHeaders;
  columns: ColumnDescription[];
}

/** Reads the whole catalogue into memory. */
export async function openCatalog(source: ByteSource): Promise<LocalCatalog> {
  const catalog = await readCatalog(source);
  const { columns, format, meta, name, problems, rowCount } = catalog;
  const table = {
    index: 0,
    name: name ?? format,
    type: "table",
    shape: [rowCount, columns.length],
    bitpix: null,
    compression: null,
    dataBytes: source.byteLength,
    cards: Object.entries(meta).map(([key, value]) => `${key} = ${value}`),
  };
  const told = problems.map(({ place, found, expected }) => `${place}: ${found}, expected ${expected}`);
  return {
    catalog,
    headers: { path: source.name, hdus: [table], problems: told, troubledHdus: told.map(() => 0) },
    columns: columns.map(({ name: column, unit, type, cellShape, offsets }) => ({
      name: column,
      unit,
      type,
      cellShape,
      isVariableLength: offsets !== null,
      format,
    })),
  };
}
