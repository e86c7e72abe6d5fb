// Catalogues of SExtractor in ASCII_HEAD form: lines "# 1 NUMBER  Running object number  [unit]", then rows between blanks.
// SExtractor for Dummies / SExtractor manual, "Output catalog", https://sextractor.readthedocs.io/en/latest/Using.html

import { type Catalog, type CatalogColumn, type CatalogOptions, distinctNames, malformed } from "./catalog";
import { KIND } from "./column-builder";
import { scanRows } from "./scan-rows";
import { lineAt, refuseNul } from "./text-cells";
import { SPACE, splitRecord } from "./text-header";
import { commentMeta, HEAD_BYTES, isWanted, plainColumn, refuseTooMany } from "./text-table";

const HEADER_LINE = /^#\s*(\d+)\s+(\S+)(?:\s+(.*?))?\s*$/;
const UNIT = /^(.*?)\s*\[([^[\]]*)\]$/;
const LF = 0x0a;
const HASH = 0x23;

interface HeaderColumn {
  /** number of its first value in a row, from 1 */
  first: number;
  name: string;
  description: string | null;
  unit: string | null;
}

/**
 * True when a text begins as SExtractor's catalogues do: numbered columns from 1.
 *
 * @param line first line of the file
 * @returns whether readSextractor should read it
 */
export function isSextractorHeader(line: string): boolean {
  return HEADER_LINE.exec(line)?.[1] === "1";
}

/**
 * Reads an ASCII_HEAD catalogue. A column whose number is followed by a gap is a vector (MAG_APER with three apertures): cellShape [3].
 * The last column takes whatever the first row has left. Types are inferred as in text-table.ts; a vector is float64 or int64.
 *
 * @param bytes of the file
 * @param name of the file, for messages
 * @param options columns to keep
 * @returns the catalogue
 * @throws MalformedFileError naming the line
 */
export function readSextractor(bytes: Uint8Array, name: string, options: CatalogOptions = {}): Catalog {
  refuseNul(bytes, bytes.subarray(0, HEAD_BYTES).indexOf(0), name);
  const header = readHeader(bytes, name);
  const { names, problems } = distinctNames(
    header.columns.map((column) => column.name),
    name,
  );
  const valueCount = countValues(bytes, header.start, header.columns, name);
  refuseTooMany(valueCount, name);
  const widths = header.columns.map(({ first }, i) => (header.columns[i + 1]?.first ?? valueCount + 1) - first);
  const kinds = names.flatMap((column, i) =>
    new Array(widths[i]!).fill(isWanted(column, options) ? KIND.unknown : KIND.skip),
  );
  const text = { name, bytes, start: header.start, delimiter: SPACE, columnCount: valueCount };
  const scanned = scanRows(text, kinds);
  const columns = header.columns.flatMap(({ first, unit, description }, i): CatalogColumn[] => {
    const parts = scanned.columns.slice(first - 1, first - 1 + widths[i]!).filter((part) => part !== null);
    const plain = parts.map((part) => plainColumn(names[i]!, part));
    if (plain.length === 0) return [];
    return [{ ...(plain.length === 1 ? plain[0]! : joinVector(plain, scanned.rowCount, name)), unit, description }];
  });
  const { rowCount } = scanned;
  const meta = commentMeta(header.comments);
  return { name: null, format: "sextractor", meta, columns, rowCount, problems: [...problems, ...scanned.problems] };
}

function readHeader(bytes: Uint8Array, name: string) {
  const columns: HeaderColumn[] = [];
  const comments: string[] = [];
  let start = 0;
  while (start < bytes.length && bytes[start] === HASH) {
    const lineEnd = bytes.indexOf(LF, start);
    const end = lineEnd < 0 ? bytes.length : lineEnd;
    const line = new TextDecoder().decode(bytes.subarray(start, Math.min(end, start + 4096))).trimEnd();
    const match = HEADER_LINE.exec(line);
    if (match) columns.push(headerColumn(match, columns.at(-1)?.first ?? 0, `line ${lineAt(bytes, start)} of ${name}`));
    else comments.push(line.slice(1).trim());
    start = end + 1;
  }
  return { columns, comments, start };
}

function headerColumn(match: RegExpExecArray, before: number, place: string): HeaderColumn {
  const first = Number(match[1]);
  const isNext = before === 0 ? first === 1 : first > before;
  if (!isNext || first > 1_000_000) throw malformed(place, `column number ${match[1]}`, `a number above ${before}`);
  const rest = match[3] ?? "";
  const unit = UNIT.exec(rest);
  const description = (unit ? unit[1]! : rest).trim();
  return {
    first,
    name: match[2]!,
    description: description === "" ? null : description,
    unit: unit?.[2]?.trim() || null,
  };
}

/** Values of a row: by the first row, since the header does not say how long the last vector is. */
function countValues(bytes: Uint8Array, start: number, columns: HeaderColumn[], name: string): number {
  const last = columns.at(-1)!.first;
  let next = start;
  while (next < bytes.length) {
    const record = splitRecord(bytes, next, SPACE);
    const isRow = !(record.cells.length === 1 && record.cells[0] === "") && !record.cells[0]!.startsWith("#");
    if (isRow) {
      const count = record.cells.length;
      if (count >= last) return count;
      throw malformed(`line ${lineAt(bytes, next)} of ${name}`, `${count} cells`, `${last} or more`);
    }
    next = record.next;
  }
  return last;
}

function joinVector(parts: CatalogColumn[], rowCount: number, place: string): CatalogColumn {
  const first = parts[0]!;
  if (parts.every(({ type, isNull }) => type === "int64" && isNull === null)) {
    const values = new BigInt64Array(rowCount * parts.length);
    for (const [k, part] of parts.entries()) fill(values, part.values as BigInt64Array, k, parts.length);
    return { ...first, values, cellShape: [parts.length] };
  }
  const values = new Float64Array(rowCount * parts.length);
  for (const [k, part] of parts.entries()) {
    if (part.type === "text" || part.type === "bool") {
      throw malformed(`column ${first.name} of ${place}`, `a vector with values of type ${part.type}`, "numbers");
    }
    const numbers =
      part.values instanceof Float64Array
        ? part.values
        : Float64Array.from(part.values as ArrayLike<number | bigint>, Number);
    fill(values, numbers, k, parts.length);
    if (part.isNull === null) continue;
    for (let row = 0; row < rowCount; row++) if (part.isNull[row] === 1) values[row * parts.length + k] = Number.NaN;
  }
  return { ...first, type: "float64", values, cellShape: [parts.length], isNull: null };
}

function fill<T extends number | bigint>(target: { [i: number]: T }, part: ArrayLike<T>, offset: number, step: number) {
  for (let row = 0; row < part.length; row++) target[row * step + offset] = part[row]!;
}
