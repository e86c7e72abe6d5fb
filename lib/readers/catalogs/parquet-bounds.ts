// What a Parquet file claims about its pages, checked before anything is allocated for them.

import { type AsyncBuffer, type FileMetaData, parquetSchema } from "hyparquet";
import { parquetHeader } from "hyparquet/src/column.js";
import { getTreePath } from "hyparquet/src/schema.js";
import { UnsupportedFormatError } from "@/lib/errors";
import { malformed } from "./catalog";
import { type CheckedColumn, checkDataPage } from "./parquet-pages";

/** Values of all columns together: 2^24 in any case, 64 a byte of the file (long runs compress that well), 2^28 at most. */
const LEAST_VALUES = 2 ** 24;
const VALUES_PER_BYTE = 64;
const MOST_VALUES = 2 ** 28;

/** One page may inflate to 64 MB, or four times the file. */
const LEAST_PAGE_BYTES = 64 * 2 ** 20;

/**
 * Reads the headers of all pages of some columns and refuses lengths that cannot be true.
 *
 * @param file bytes
 * @param metadata its footer
 * @param tops names of the top-level columns that will be read
 * @param name of the file, for messages
 * @throws MalformedFileError naming the column; UnsupportedFormatError for tables far larger than the file
 */
export async function refuseLyingPages(
  file: AsyncBuffer,
  metadata: FileMetaData,
  tops: ReadonlySet<string>,
  name: string,
): Promise<void> {
  const chunks = metadata.row_groups.flatMap((group) => group.columns);
  const wanted = chunks.flatMap((chunk) =>
    chunk.meta_data && tops.has(chunk.meta_data.path_in_schema[0] ?? "") ? [chunk] : [],
  );
  const values = wanted.reduce((sum, { meta_data }) => sum + Number(meta_data?.num_values ?? 0), 0);
  const rows = Number(metadata.num_rows) * tops.size;
  const most = Math.min(MOST_VALUES, Math.max(LEAST_VALUES, VALUES_PER_BYTE * file.byteLength));
  if (values > most || rows > most) {
    const found = `${Math.max(values, rows)} values in ${file.byteLength} bytes`;
    throw new UnsupportedFormatError({ place: name, found, expected: `at most ${most}: ask for fewer columns` });
  }
  const schema = parquetSchema(metadata);
  for (const { meta_data, file_path } of wanted) {
    const place = `column ${meta_data!.path_in_schema.join(".")} of ${name}`;
    if (file_path)
      throw new UnsupportedFormatError({ place, found: `data in ${file_path}`, expected: "data in the file" });
    const offsets = [meta_data!.dictionary_page_offset, meta_data!.data_page_offset].filter(
      (offset) => offset !== undefined,
    );
    const start = Math.min(...offsets.filter((offset) => offset > 0n).map(Number));
    const end = start + Number(meta_data!.total_compressed_size);
    if (!(start >= 4 && end >= start && end <= file.byteLength)) {
      throw malformed(place, `bytes ${start} to ${end}`, `a range within its ${file.byteLength} bytes`);
    }
    const column = { metadata: meta_data!, path: getTreePath(schema, meta_data!.path_in_schema), place };
    checkPages(await file.slice(start, end), column, Math.max(LEAST_PAGE_BYTES, 4 * file.byteLength));
  }
}

function checkPages(bytes: ArrayBuffer, column: CheckedColumn, mostPageBytes: number): void {
  const { place } = column;
  const valueCount = Number(column.metadata.num_values);
  const reader = { view: new DataView(bytes), offset: 0 };
  let values = 0;
  while (reader.offset < bytes.byteLength - 1 && values < valueCount) {
    const header = parquetHeader(reader);
    const { compressed_page_size: packed, uncompressed_page_size: unpacked } = header;
    if (!(packed >= 0 && reader.offset + packed <= bytes.byteLength)) {
      throw malformed(place, `a page of ${packed} bytes`, `at most ${bytes.byteLength - reader.offset}`);
    }
    if (!(unpacked >= 0 && unpacked <= mostPageBytes)) {
      throw malformed(place, `a page that inflates to ${unpacked} bytes`, `at most ${mostPageBytes}`);
    }
    const dictionary = header.dictionary_page_header?.num_values ?? 0;
    if (!(dictionary >= 0 && dictionary <= unpacked)) {
      throw malformed(place, `a dictionary of ${dictionary} values`, `at most ${unpacked}`);
    }
    if (header.type === "DATA_PAGE" || header.type === "DATA_PAGE_V2") {
      values += checkDataPage(header, new Uint8Array(bytes, reader.offset, packed), column);
    }
    reader.offset += packed;
  }
  if (values !== valueCount) throw malformed(place, `pages of ${values} values`, `${valueCount} as in the footer`);
}
