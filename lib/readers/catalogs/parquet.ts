// Apache Parquet by hyparquet: flat columns as typed arrays, structures flattened, lists as arrays of varying length or JSON.
// https://parquet.apache.org/docs/file-format/

import {
  type AsyncBuffer,
  type FileMetaData,
  parquetMetadataAsync,
  parquetScan,
  parquetSchema,
  type SchemaTree,
} from "hyparquet";
import { isAnnulusError, UnsupportedFormatError } from "@/lib/errors";
import type { ByteSource } from "@/lib/files/memory-source";
import { type Catalog, type CatalogColumn, type CatalogOptions, malformed } from "./catalog";
import { refuseLyingPages } from "./parquet-bounds";
import { PARQUET_COMPRESSORS as compressors } from "./parquet-compressors";
import { ParquetLeaf } from "./parquet-leaf";
import { type ColumnNotes, readParquetNotes } from "./parquet-notes";
import { isWanted, refuseTooMany } from "./text-table";

/** Raw numbers and text: no Date, which would lose micro- and nanoseconds, and no parsed JSON. */
const PARSERS = {
  timestampFromMilliseconds: (value: bigint) => value,
  timestampFromMicroseconds: (value: bigint) => value,
  timestampFromNanoseconds: (value: bigint) => value,
  dateFromDays: (value: number) => value,
  jsonFromBytes: (bytes: Uint8Array) => new TextDecoder().decode(bytes),
};

/**
 * Reads a Parquet file: only the columns asked for, by byte ranges.
 *
 * Types as in the file; int64 and uint64 exact; timestamps and dates are integers with the unit that they count (ms, us, ns, d since 1970-01-01);
 * decimals float64. A structure becomes columns with dotted names (candidate.ra); a list of numbers an array of varying length; other nested
 * values JSON text; bytes that are not UTF-8 uint8 arrays. Units and descriptions come from astropy's table_meta_yaml, as our writer sets it.
 *
 * @param source bytes of the file
 * @param options columns to keep, by name; a structure's name keeps all of it
 * @returns the catalogue; meta holds the file's key-value metadata but for schemas of other programs
 * @throws MalformedFileError when lengths lie or pages do not decode; UnsupportedFormatError for encodings that hyparquet does not know, and for
 *   tables that would take far more memory than the file
 */
export async function readParquet(source: ByteSource, options: CatalogOptions = {}): Promise<Catalog> {
  const file: AsyncBuffer = {
    byteLength: source.byteLength,
    slice: async (start, end = source.byteLength) => {
      const bytes = await source.read(start, Math.min(end, source.byteLength));
      return new Uint8Array(bytes).buffer;
    },
  };
  try {
    const metadata = await parquetMetadataAsync(file, { parsers: PARSERS, geoparquet: false });
    return await readColumns(file, metadata, source.name, options);
  } catch (error) {
    if (isAnnulusError(error) || !(error instanceof Error)) throw error;
    // hyparquet throws plain errors only, and RangeError where it reads past an end
    const [found] = error.message.split("\n");
    if (/unsupported|not supported|unhandled/.test(error.message)) {
      throw new UnsupportedFormatError(
        { place: source.name, found: `${found}`, expected: "plain Parquet" },
        { cause: error },
      );
    }
    throw malformed(source.name, `Parquet that does not decode (${found})`, "a whole Parquet file", error);
  }
}

async function readColumns(
  file: AsyncBuffer,
  metadata: FileMetaData,
  name: string,
  options: CatalogOptions,
): Promise<Catalog> {
  const leaves = parquetSchema(metadata).children.flatMap((child) => leavesOf(child, []));
  refuseTooMany(leaves.length, name);
  const isLeafWanted = (leaf: ParquetLeaf) => isWanted(leaf.name, options) || isWanted(leaf.top, options);
  const wanted = leaves.filter(isLeafWanted);
  const rowCount = metadata.row_groups.reduce((sum, { num_rows }) => sum + Number(num_rows), 0);
  if (rowCount !== Number(metadata.num_rows)) {
    throw malformed(name, `${rowCount} rows in row groups`, `${metadata.num_rows} as in the footer`);
  }
  const tops = new Set(wanted.map(({ top }) => top));
  await refuseLyingPages(file, metadata, tops, name);
  const notes = readParquetNotes(metadata, name);
  const scan = await parquetScan({ file, metadata, compressors, parsers: PARSERS, utf8: false, geoparquet: false });
  const columns: CatalogColumn[] = [];
  for (const top of tops) {
    const parts = wanted.filter((leaf) => leaf.top === top);
    for (const leaf of parts) leaf.begin(rowCount);
    let rowStart = 0;
    for (const { num_rows } of metadata.row_groups) {
      const rowEnd = rowStart + Number(num_rows);
      const data = await scan.readColumn({ column: top, rowStart, rowEnd });
      if (data.length !== rowEnd - rowStart) {
        throw malformed(
          `column ${top} of ${name}`,
          `${data.length} values in a row group`,
          `${rowEnd - rowStart} rows`,
        );
      }
      for (const leaf of parts) leaf.add(data, rowStart);
      rowStart = rowEnd;
    }
    for (const leaf of parts) columns.push(noted(leaf.finish(), notes.columns.get(leaf.name)));
  }
  return { name: notes.name, format: "parquet", meta: notes.meta, columns, rowCount, problems: notes.problems };
}

/** A structure's members one by one; everything that repeats stays one column. */
function leavesOf(tree: SchemaTree, path: string[]): ParquetLeaf[] {
  const names = [...path, tree.element.name];
  const { converted_type: kind, repetition_type: repetition, logical_type: logical } = tree.element;
  const repeats = repetition === "REPEATED" || kind === "LIST" || kind === "MAP" || kind === "MAP_KEY_VALUE";
  if (tree.children.length > 0 && !repeats && logical?.type !== "VARIANT") {
    return tree.children.flatMap((child) => leavesOf(child, names));
  }
  return [new ParquetLeaf(names, tree)];
}

function noted(column: CatalogColumn, notes: ColumnNotes | undefined): CatalogColumn {
  return { ...column, unit: notes?.unit ?? column.unit, description: notes?.description ?? column.description };
}
