// Enhanced character-separated values: a YAML header in comments, then CSV with a comma or blanks between cells.
// Astropy Proposal for Enhancement 6, https://doi.org/10.5281/zenodo.1043901

import { parseDocument } from "yaml";
import { z } from "zod";
import type { Finding } from "@/lib/errors";
import { castColumn } from "./cast-column";
import {
  type Catalog,
  type CatalogColumn,
  type CatalogFinding,
  type CatalogOptions,
  type CatalogType,
  malformed,
} from "./catalog";
import { type BuiltColumn, KIND, type Kind } from "./column-builder";
import { scanRows } from "./scan-rows";
import { lineAt, refuseNul } from "./text-cells";
import { SPACE, splitRecord } from "./text-header";
import { HEAD_BYTES, isWanted, plainColumn, refuseTooMany } from "./text-table";

const LF = 0x0a;
const COMMA = 0x2c;
const HASH = 0x23;

/** A header larger than this describes no table; the YAML of 20,000 columns takes 4 MB. */
const MOST_HEADER_BYTES = 16_000_000;

const TYPES: Record<string, CatalogType> = {
  bool: "bool",
  int8: "int8",
  int16: "int16",
  int32: "int32",
  int64: "int64",
  uint8: "uint8",
  uint16: "uint16",
  uint32: "uint32",
  uint64: "uint64",
  // wider or narrower floats than ours are read as doubles
  float16: "float64",
  float32: "float32",
  float64: "float64",
  float128: "float64",
  complex64: "complex64",
  complex128: "complex128",
  string: "text",
};

const headerSchema = z.object({
  delimiter: z.enum([",", " "]).default(" "),
  datatype: z.array(
    z.object({
      name: z.coerce.string(),
      datatype: z.string(),
      subtype: z.string().optional(),
      unit: z.coerce.string().optional(),
      description: z.coerce.string().optional(),
    }),
  ),
  meta: z.unknown().optional(),
});

type EcsvHeader = z.infer<typeof headerSchema>;

/**
 * Reads ECSV with the types that its header declares.
 *
 * An empty cell is null (in comma-separated files "" in quotes is an empty text, as our own writer has it; between blanks "" is null, as
 * astropy has it). Multi-dimensional, variable-length and object cells (subtype) stay text: the JSON that the file holds.
 * Complex numbers as numpy prints them. float16 and float128 become float64. meta: each entry as text, structures as JSON.
 *
 * @param bytes of the file
 * @param name of the file, for messages
 * @param options columns to keep
 * @returns the catalogue
 * @throws MalformedFileError naming line or column: no YAML, names that are not the header's, values that do not suit their type
 */
export function readEcsv(bytes: Uint8Array, name: string, options: CatalogOptions = {}): Catalog {
  refuseNul(bytes, bytes.subarray(0, HEAD_BYTES).indexOf(0), name);
  const { yaml, next } = readHeaderLines(bytes, name);
  const header = parseHeader(yaml, name);
  refuseTooMany(header.datatype.length, name);
  const delimiter = header.delimiter === "," ? COMMA : SPACE;
  const names = header.datatype.map((column) => column.name);
  const start = checkNames(bytes, next, delimiter, names, name);
  const kinds = header.datatype.map((column): Kind => {
    if (!isWanted(column.name, options)) return KIND.skip;
    return typeOf(column) === "text" || typeOf(column).startsWith("complex") ? KIND.text : KIND.unknown;
  });
  const text = { name, bytes, start, delimiter, keepsTabs: true, columnCount: names.length };
  const scanned = names.length === 0 ? { rowCount: 0, columns: [], problems: [], lateRows: [] } : scanRows(text, kinds);
  const columns = scanned.columns.flatMap((column, i) =>
    column
      ? [toColumn(header.datatype[i]!, column, scanned.rowCount, placeOf(names[i]!, name, scanned.lateRows[i]))]
      : [],
  );
  const problems: CatalogFinding[] = [...scanned.problems, ...objectProblems(header, name)];
  const { tableName, meta } = readMeta(header.meta);
  return { name: tableName, format: "ecsv", meta, columns, rowCount: scanned.rowCount, problems };
}

function typeOf({ datatype, subtype }: EcsvHeader["datatype"][number]): CatalogType {
  return subtype === undefined ? (TYPES[datatype] ?? "text") : "text";
}

function objectProblems({ datatype }: EcsvHeader, name: string): Finding[] {
  return datatype
    .filter((column) => column.subtype !== undefined || TYPES[column.datatype] === undefined)
    .map((column) => ({
      place: `column ${column.name} of ${name}`,
      found: `cells of ${column.subtype ?? column.datatype}, kept as the file's text`,
      expected: "one number, truth value or text a cell",
    }));
}

/** The lines behind "# " down to the line of names. */
function readHeaderLines(bytes: Uint8Array, name: string): { yaml: string; next: number } {
  let next = 0;
  while (next < bytes.length && bytes[next] === HASH && next < MOST_HEADER_BYTES) {
    const lineEnd = bytes.indexOf(LF, next);
    next = lineEnd < 0 ? bytes.length : lineEnd + 1;
  }
  if (next >= MOST_HEADER_BYTES) throw malformed(name, "an ECSV header of more than 16 MB", "a smaller one");
  const lines = new TextDecoder().decode(bytes.subarray(0, next)).split(/\r?\n/);
  const isYaml = (line: string) => line.startsWith("#") && !/^# *(%ECSV|---)/.test(line);
  return {
    yaml: lines
      .filter(isYaml)
      .map((line) => line.replace(/^# ?/, ""))
      .join("\n"),
    next,
  };
}

function parseHeader(yaml: string, name: string): EcsvHeader {
  // astropy's own tags (!astropy.units.Unit and the like) are left as the plain values under them
  const document = parseDocument(yaml, { logLevel: "silent", uniqueKeys: false });
  const error = document.errors[0];
  if (error) throw malformed(`ECSV header of ${name}`, error.message.split("\n")[0] ?? "no YAML", "YAML", error);
  let content: unknown;
  try {
    content = document.toJS({ maxAliasCount: 100 });
  } catch (cause) {
    if (!(cause instanceof ReferenceError)) throw cause;
    throw malformed(`ECSV header of ${name}`, cause.message, "YAML with few aliases", cause);
  }
  const parsed = headerSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw malformed(`ECSV header of ${name}`, `${issue?.path.join(".")}: ${issue?.message}`, "delimiter and datatype");
}

function checkNames(bytes: Uint8Array, next: number, delimiter: number, names: string[], name: string): number {
  if (names.length === 0) return bytes.length;
  const place = `line ${lineAt(bytes, next)} of ${name}`;
  if (next >= bytes.length) throw malformed(place, "the end of the file", "the names of the columns");
  const record = splitRecord(bytes, next, delimiter);
  const wrong = names.findIndex((column, i) => record.cells[i] !== column);
  if (wrong < 0 && record.cells.length === names.length) return record.next;
  if (wrong < 0) throw malformed(place, `${record.cells.length} names`, `${names.length} as in the header`);
  throw malformed(place, `name ${record.cells[wrong] ?? "missing"}`, `${names[wrong]} as in the header`);
}

/** A column, and the row whose cell was the first that is neither number nor truth value like those before. */
function placeOf(column: string, name: string, lateRow = -1): string {
  return `column ${column} of ${name}${lateRow < 0 ? "" : `, row ${lateRow}`}`;
}

function toColumn(
  described: EcsvHeader["datatype"][number],
  column: BuiltColumn,
  rowCount: number,
  place: string,
): CatalogColumn {
  const plain = castColumn(plainColumn(described.name, column), typeOf(described), rowCount, place);
  return { ...plain, unit: described.unit ?? null, description: described.description ?? null };
}

function readMeta(meta: unknown): { tableName: string | null; meta: Record<string, string> } {
  // !!omap becomes a Map; plain mappings are objects, and lists of one-entry mappings are what omap looks like untagged
  const entries = meta instanceof Map ? [...meta] : Array.isArray(meta) ? meta.flatMap(entriesOf) : entriesOf(meta);
  const texts = entries.map(([key, value]) => [
    String(key),
    typeof value === "string" ? value : (JSON.stringify(value, jsonValue) ?? ""),
  ]);
  const named = Object.fromEntries(texts) as Record<string, string>;
  const { __serialized_columns__: _, ...rest } = named;
  return { tableName: named.name ?? null, meta: rest };
}

function entriesOf(value: unknown): [unknown, unknown][] {
  if (value instanceof Map) return [...value];
  return typeof value === "object" && value !== null ? Object.entries(value) : [];
}

function jsonValue(_key: string, value: unknown): unknown {
  if (typeof value === "bigint") return String(value);
  return value instanceof Map ? Object.fromEntries(value) : value;
}
