// Any catalogue file: finds the format by the first bytes and hands over to its reader.

import { UnsupportedFormatError } from "@/lib/errors";
import type { ByteSource } from "@/lib/files/memory-source";
import { type Catalog, type CatalogFormat, type CatalogOptions, malformed } from "./catalog";
import { readEcsv } from "./ecsv";
import { readParquet } from "./parquet";
import { isSextractorHeader, readSextractor } from "./sextractor";
import { readTextTable } from "./text-table";
import { readVotable } from "./votable";

const SNIFFED_BYTES = 4096;

/** A text table is read into memory whole; larger ones belong into Parquet. */
const MOST_TEXT_BYTES = 1_073_741_824;

/**
 * Reads a catalogue: CSV, blank-separated, ECSV, SExtractor's ASCII_HEAD, VOTable or Parquet, told apart by content, not by name.
 *
 * @param source bytes of the file, decompressed
 * @param options format, when it is known better; columns to keep; which table of a VOTable file
 * @returns columns in typed arrays; docs/catalogs.md says what becomes null in which format
 * @throws MalformedFileError naming line, row or column; UnsupportedFormatError for FITS, gzip, UTF-16, other XML, or text above 1 GiB
 */
export async function readCatalog(
  source: ByteSource,
  options: CatalogOptions & { format?: CatalogFormat } = {},
): Promise<Catalog> {
  const { name, byteLength } = source;
  if (byteLength === 0) throw malformed(name, "an empty file", "a table");
  const format = options.format ?? detectFormat(await source.read(0, Math.min(SNIFFED_BYTES, byteLength)), name);
  if (format === "parquet") return readParquet(source, options);
  if (format === "votable") return readVotable(source, options);
  if (byteLength > MOST_TEXT_BYTES) {
    const found = `${byteLength} bytes of text`;
    throw new UnsupportedFormatError({ place: name, found, expected: `at most ${MOST_TEXT_BYTES}, or Parquet` });
  }
  const bytes = withoutMark(await source.read(0, byteLength));
  if (format === "ecsv") return readEcsv(bytes, name, options);
  if (format === "sextractor") return readSextractor(bytes, name, options);
  return readTextTable(bytes, name, options);
}

/**
 * The format by the first bytes. What is no other format counts as CSV or a blank-separated table, whose reader tells them apart.
 *
 * @param head first bytes of the file
 * @param name of the file, for the message
 * @returns the format; csv for both kinds of plain text
 * @throws UnsupportedFormatError for what is known to be something else
 */
function detectFormat(head: Uint8Array, name: string): CatalogFormat {
  const refuse = (found: string) => new UnsupportedFormatError({ place: name, found, expected: "a catalogue" });
  const [first, second] = head;
  if (first === 0x1f && second === 0x8b) throw refuse("gzip, not yet decompressed");
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) throw refuse("UTF-16 text");
  const text = new TextDecoder("windows-1252").decode(withoutMark(head));
  if (text.startsWith("PAR1")) return "parquet";
  if (/^SIMPLE {2}=/.test(text)) throw refuse("a FITS file");
  if (/^\s*</.test(text)) {
    if (/<(?:[\w.-]+:)?VOTABLE[\s>]/.test(text)) return "votable";
    if (!text.includes("<?xml") && !text.includes("<!--")) throw refuse("XML or HTML that is no VOTable");
    return "votable";
  }
  if (/^# *%ECSV/.test(text)) return "ecsv";
  return isSextractorHeader(text.slice(0, Math.max(0, text.indexOf("\n"))).trimEnd()) ? "sextractor" : "csv";
}

/** Without a UTF-8 byte order mark. */
function withoutMark(bytes: Uint8Array): Uint8Array {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}
