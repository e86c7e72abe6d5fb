// CSV as pandas writes it, for tables that must agree with the published ones text for text.

import { countRows, type Table, type TableColumn, type TableValue } from "@/lib/tables";

/**
 * A table as `DataFrame.to_csv(index=False)` writes it: numbers as Python prints doubles (25.0, 1e-05), a column of integers without points
 * as long as it has no empty cell, True and False, nothing for what is missing, quotes only where they must be.
 *
 * @param table what to write
 * @param integers names of the float64 columns that hold integers, as the published pipeline types them
 * @returns UTF-8 bytes
 * @throws InvalidParameterError when columns differ in length
 */
export function writePublishedCsv(table: Table, integers: ReadonlySet<string>): Uint8Array {
  const rowCount = countRows(table);
  const cells = table.columns.map((column) => columnCells(column, integers.has(column.name)));
  const lines = [table.columns.map(({ name }) => quoted(name)).join(",")];
  for (let row = 0; row < rowCount; row++) lines.push(cells.map((column) => column[row]).join(","));
  return new TextEncoder().encode(`${lines.join("\n")}\n`);
}

function columnCells({ values, type }: TableColumn, isInteger: boolean): string[] {
  const all = Array.from(values);
  const isPlain = type === "int64" || (isInteger && all.every((value) => value !== null));
  return all.map((value) => cellText(value, isPlain));
}

function cellText(value: TableValue, isPlain: boolean): string {
  if (value === null) return "";
  if (typeof value === "string") return quoted(value);
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "bigint") return String(value);
  return isPlain ? String(value) : pythonFloat(value);
}

/**
 * A double as Python's repr: the shortest digits that read back, with an exponent below 1e-4 and from 1e16 on.
 *
 * @param value any number
 * @returns the text; empty for NaN, as pandas leaves it out
 */
export function pythonFloat(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e-4 && size < 1e16) {
    // there JavaScript prints the same digits, and no exponent
    const text = String(value);
    return text.includes(".") ? text : `${text}.0`;
  }
  if (Number.isNaN(value)) return "";
  if (size === Infinity) return value > 0 ? "inf" : "-inf";
  if (value === 0) return Object.is(value, -0) ? "-0.0" : "0.0";
  const [digits = "0", power = "0"] = value.toExponential().split("e");
  return `${digits}e${power.startsWith("-") ? "-" : "+"}${power.slice(1).padStart(2, "0")}`;
}

const MOST_DIGITS = 17;

/**
 * A number as pandas' default parser (`float_precision=None`, "high") reads its shortest text, spelled as Python does: at most 17 digits, leading zeros counted,
 * as one integer, divided by a power of ten. Not always the nearest double.
 *
 * @param value as it stands in a file
 * @returns what `read_csv` makes of it: the same, or off by a few in the last place
 */
export function pandasFloat(value: number): number {
  const match = /^-?(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(pythonFloat(value));
  if (match === null) return value;
  const [, whole = "0", fraction = "", power = "0"] = match;
  // numbers of so few digits are read exactly
  if (whole.length + fraction.length <= 15 && power === "0") return value;
  const kept = fraction.slice(0, Math.max(0, MOST_DIGITS - whole.length));
  let digits = 0;
  for (const digit of whole.slice(0, MOST_DIGITS) + kept) digits = digits * 10 + Number(digit);
  const exponent = Number(power) + Math.max(0, whole.length - MOST_DIGITS) - kept.length;
  return Math.sign(value) * scaled(digits, exponent);
}

/** Powers of ten as literals have them: `10 ** 23` is not the double nearest to 1e23. */
const POWERS = Array.from({ length: 309 }, (_, power) => Number(`1e${power}`));

/** In two steps below the smallest power of ten that is a normal double. */
function scaled(digits: number, exponent: number): number {
  if (exponent > 0) return digits * (POWERS[exponent] ?? Infinity);
  return exponent < -308 ? digits / POWERS[-308 - exponent]! / 1e308 : digits / POWERS[-exponent]!;
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
