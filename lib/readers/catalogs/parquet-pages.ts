// Pages of a column chunk, checked before hyparquet decodes them: it trusts lengths, and would loop or allocate by a wrong one.

import type { ColumnMetaData, PageHeader, SchemaTree } from "hyparquet";
import { decompressPage } from "hyparquet/src/datapage.js";
import { getMaxDefinitionLevel, getMaxRepetitionLevel } from "hyparquet/src/schema.js";
import { malformed } from "./catalog";
import { PARQUET_COMPRESSORS } from "./parquet-compressors";
import { countInRuns } from "./parquet-runs";

/** What is known of the column whose pages are checked. */
export interface CheckedColumn {
  metadata: ColumnMetaData;
  /** from the root of the schema to the column */
  path: SchemaTree[];
  place: string;
}

/** Sections of a data page in front of its values. */
interface PageParts {
  page: Uint8Array;
  /** where the values begin */
  start: number;
  valueCount: number;
  encoding: string;
}

const isCount = (value: unknown): value is number => Number.isInteger(value) && Number(value) >= 0;

/**
 * Checks the levels, dictionary indices and packed truth values of one data page.
 *
 * @param header of the page
 * @param compressed its bytes
 * @param column whose page it is
 * @returns number of values, nulls included
 * @throws MalformedFileError when a length in it cannot be true
 */
export function checkDataPage(header: PageHeader, compressed: Uint8Array, column: CheckedColumn): number {
  const { data_page_header: first, data_page_header_v2: second } = header;
  const count = first?.num_values ?? second?.num_values;
  const encoding = first?.encoding ?? second?.encoding;
  if (!isCount(count) || encoding === undefined) throw malformed(column.place, "a broken page header", "a data page");
  const parts = second ? partsOfV2(header, compressed, column) : partsOfV1(header, compressed, column, count, encoding);
  const { page, start, valueCount } = parts;
  if (valueCount === 0) return count;
  if (encoding === "RLE_DICTIONARY" || encoding === "PLAIN_DICTIONARY") {
    const width = page[start] ?? 33;
    if (width > 32) throw malformed(column.place, `dictionary indices of ${width} bits`, "at most 32");
    countInRuns({ bytes: page, start: start + 1, width, count: valueCount, place: column.place }, -1);
  } else if (encoding === "RLE") {
    // booleans: the length of the section comes first, in pages of both versions
    countInRuns({ bytes: page, start: start + 4, width: 1, count: valueCount, place: column.place }, -1);
  }
  return count;
}

function partsOfV1(
  header: PageHeader,
  compressed: Uint8Array,
  column: CheckedColumn,
  count: number,
  encoding: string,
): PageParts {
  const { codec } = column.metadata;
  const page = decompressPage(compressed, header.uncompressed_page_size, codec, PARQUET_COMPRESSORS);
  let start = 0;
  let valueCount = count;
  const { repetition, definition } = levelsOf(column);
  for (const [isDefinition, most] of [
    [false, repetition],
    [true, definition],
  ] as const) {
    if (most === 0) continue;
    const width = 32 - Math.clz32(most);
    const matches = countInRuns({ bytes: page, start: start + 4, width, count, place: column.place }, most);
    if (isDefinition) valueCount = matches;
    start += 4 + (page[start]! | (page[start + 1]! << 8) | (page[start + 2]! << 16)) + page[start + 3]! * 2 ** 24;
    if (start > page.length) throw malformed(column.place, "levels longer than their page", `${page.length} bytes`);
  }
  return { page, start, valueCount, encoding };
}

function partsOfV2(header: PageHeader, compressed: Uint8Array, column: CheckedColumn): PageParts {
  const {
    num_values: count,
    num_nulls: nulls,
    num_rows: rows,
    encoding,
    definition_levels_byte_length: definitionBytes,
    repetition_levels_byte_length: repetitionBytes,
    is_compressed: isCompressed,
  } = header.data_page_header_v2!;
  const counts = [nulls, rows, definitionBytes, repetitionBytes];
  const levelBytes = definitionBytes + repetitionBytes;
  if (!counts.every(isCount) || nulls > count || rows > count || levelBytes > compressed.length) {
    throw malformed(column.place, "a page header whose lengths contradict each other", "a data page of version 2");
  }
  const { repetition, definition } = levelsOf(column);
  const { place } = column;
  const section = (most: number, start: number) => {
    if (most > 0) countInRuns({ bytes: compressed, start, width: 32 - Math.clz32(most), count, place }, most);
  };
  section(repetition, 0);
  section(definition, repetitionBytes);
  const values = compressed.subarray(levelBytes);
  const size = header.uncompressed_page_size - levelBytes;
  if (size < 0) throw malformed(place, `values of ${size} bytes`, "0 or more");
  const { codec } = column.metadata;
  const page = isCompressed === false ? values : decompressPage(values, size, codec, PARQUET_COMPRESSORS);
  return { page, start: 0, valueCount: count - nulls, encoding };
}

function levelsOf({ path }: CheckedColumn): { repetition: number; definition: number } {
  return { repetition: getMaxRepetitionLevel(path), definition: getMaxDefinitionLevel(path) };
}
