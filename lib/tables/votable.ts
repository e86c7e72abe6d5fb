// VOTable 1.4 out, as TABLEDATA or as BINARY2. https://www.ivoa.net/documents/VOTable/20191021/

import { joinBytes } from "./csv";
import { cellValue, countRows, type Table, type TableColumn, type TableColumnType, type TableValue } from "./table";
import { votableUnit } from "./units";
import { binary2Stream, isAsciiText } from "./votable-stream";

const DATATYPES: Record<Exclude<TableColumnType, "text">, string> = {
  int64: "long",
  float64: "double",
  bool: "boolean",
};

const ROWS_PER_CHUNK = 8192;

const NAMESPACE =
  'xmlns="http://www.ivoa.net/xml/VOTable/v1.3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" ' +
  'xsi:schemaLocation="http://www.ivoa.net/xml/VOTable/v1.3 http://www.ivoa.net/xml/VOTable/VOTable-1.4.xsd"';

/** What stands for a missing long, where there is one: the least of them, or the next that no row holds. */
const LEAST_LONG = -(2n ** 63n);

/**
 * A table as a VOTable document with one RESOURCE and one TABLE.
 *
 * Columns are long, double, boolean, or char (unicodeChar where a text is not ASCII) of any length. A null is an empty TD, or a flag of BINARY2; NaN
 * stays NaN. TABLEDATA does not tell a null text from an empty one; BINARY2 does. Units as VOUnit spells them; meta as INFO.
 *
 * @param table what to write
 * @param serialization TABLEDATA, which people can read, or BINARY2 in base64
 * @returns UTF-8 bytes
 * @throws InvalidParameterError when a value does not suit its column
 */
export function writeVotable(table: Table, serialization: "TABLEDATA" | "BINARY2" = "TABLEDATA"): Uint8Array {
  const encoder = new TextEncoder();
  const rowCount = countRows(table);
  const pieces = [encoder.encode(head(table, rowCount))];
  if (table.columns.length > 0) {
    const data = serialization === "TABLEDATA" ? tableData(table, rowCount) : binary2(table, rowCount);
    for (const piece of data) pieces.push(encoder.encode(piece));
  }
  pieces.push(encoder.encode("</TABLE>\n</RESOURCE>\n</VOTABLE>\n"));
  return joinBytes(pieces);
}

function head(table: Table, rowCount: number): string {
  const infos = Object.entries(table.meta).map(
    ([name, value]) => `<INFO name="${escaped(name)}" value="${escaped(value)}"/>\n`,
  );
  const fields = table.columns.map((column) => field(table, column));
  return [
    '<?xml version="1.0" encoding="UTF-8"?>\n',
    `<VOTABLE version="1.4" ${NAMESPACE}>\n<RESOURCE>\n`,
    ...infos,
    `<TABLE ID="table" name="${escaped(table.name)}" nrows="${rowCount}">\n`,
    ...fields,
  ].join("");
}

function field(table: Table, column: TableColumn): string {
  const { name, description, type } = column;
  const unit = votableUnit(column.unit);
  const isAscii = type !== "text" || isAsciiText(table, column);
  const datatype =
    type === "text" ? `datatype="${isAscii ? "char" : "unicodeChar"}" arraysize="*"` : `datatype="${DATATYPES[type]}"`;
  const unitAttribute = unit === null ? "" : ` unit="${escaped(unit)}"`;
  const values = type === "int64" ? nullValue(table, column) : "";
  const about = description === "" ? "" : `<DESCRIPTION>${escaped(description)}</DESCRIPTION>`;
  // no ID: astropy would call the columns by it
  const start = `<FIELD name="${escaped(name)}" ${datatype}${unitAttribute}`;
  return about === "" && values === "" ? `${start}/>\n` : `${start}>${about}${values}</FIELD>\n`;
}

/** astropy needs a number for missing integers, even where TABLEDATA leaves the cell empty. */
function nullValue(table: Table, column: TableColumn): string {
  const values: (bigint | null)[] = [];
  for (let row = 0; row < column.values.length; row++) {
    const value = cellValue(table, column, row);
    values.push(value === null ? null : BigInt(value));
  }
  if (!values.includes(null)) return "";
  let missing = LEAST_LONG;
  while (values.includes(missing)) missing++;
  return `<VALUES null="${missing}"/>`;
}

function* tableData(table: Table, rowCount: number): Generator<string> {
  yield "<DATA>\n<TABLEDATA>\n";
  for (let start = 0; start < rowCount; start += ROWS_PER_CHUNK) {
    const lines: string[] = [];
    for (let row = start; row < Math.min(rowCount, start + ROWS_PER_CHUNK); row++) {
      const cells = table.columns.map((column) => cell(cellValue(table, column, row), column.type));
      lines.push(`<TR>${cells.join("")}</TR>\n`);
    }
    yield lines.join("");
  }
  yield "</TABLEDATA>\n</DATA>\n";
}

function cell(value: TableValue, type: TableColumnType): string {
  if (value === null || value === "") return "<TD/>";
  if (typeof value === "string") return `<TD>${escaped(value)}</TD>`;
  if (typeof value === "boolean") return value ? "<TD>true</TD>" : "<TD>false</TD>";
  // String(-0) is "0"
  if (type === "float64" && Object.is(value, -0)) return "<TD>-0.0</TD>";
  if (typeof value === "bigint" || Number.isFinite(value)) return `<TD>${value}</TD>`;
  if (Number.isNaN(value)) return "<TD>NaN</TD>";
  return value > 0 ? "<TD>+Inf</TD>" : "<TD>-Inf</TD>";
}

function* binary2(table: Table, rowCount: number): Generator<string> {
  yield '<DATA>\n<BINARY2>\n<STREAM encoding="base64">\n';
  yield* binary2Stream(table, rowCount);
  yield "</STREAM>\n</BINARY2>\n</DATA>\n";
}

/** XML text: what XML 1.0 forbids altogether (control characters) becomes U+FFFD. */
function escaped(text: string): string {
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what has to go
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd")
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(">", "&gt;")
      .replaceAll('"', "&quot;")
      .replaceAll("\r", "&#13;")
      .replaceAll("\n", "&#10;")
  );
}
