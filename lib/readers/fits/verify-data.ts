// Rules for the bytes of the data unit: fill, logicals, strings, bits, descriptors, text fields (FITS 4.0, 3.3.2, 7.2 and 7.3).

import { BLOCK_BYTES } from "./header";
import { fieldBytes } from "./table";
import { firstOther } from "./verify-cards";
import type { BinaryField, TextField } from "./verify-columns";
import { type Checked, findCard, integerOf, printable } from "./verify-report";

/** Rows are read together up to about this size. */
const PIECE_BYTES = 4 << 20;
const NUMBER = /^ *[+-]?(\d+\.?\d*|\.\d+)(([EDed][+-]?|[+-])\d+)? *$/;
const INTEGER = /^ *[+-]?\d+ *$/;

/** A rule for one field of a row; null when the row keeps it. */
type FieldRule = (row: Uint8Array) => { found: string; expected: string } | null;
type NamedRule = { column: number; section: string; rule: FieldRule };

/** Checks what fills the last block of the data: blanks behind an ASCII table, zeros behind all else. */
export async function verifyFill({ file, hdu, report }: Checked): Promise<void> {
  const start = hdu.dataStart + hdu.dataBytes;
  const end = hdu.dataStart + Math.ceil(hdu.dataBytes / BLOCK_BYTES) * BLOCK_BYTES;
  if (start >= end || start > file.byteLength) return;
  const bytes = await file.source.read(start, Math.min(end, file.byteLength));
  const isText = hdu.type === "table";
  const at = firstOther(bytes, 0, bytes.length, isText ? 0x20 : 0);
  const section = isText ? "7.2.3" : "3.3.2";
  if (at >= 0) report("fill of the data", section, `byte ${bytes[at]} at ${start + at}`, isText ? "blanks" : "zeros");
  if (end <= file.byteLength) return;
  report("fill of the data", "3.1", `file of ${file.byteLength} bytes`, `data filled up to byte ${end}`);
}

/** Checks every row of a binary table; the contents of its heap are not looked at. */
export async function verifyBinaryRows(checked: Checked, fields: BinaryField[]): Promise<void> {
  const { hdu } = checked;
  const tableBytes = Number(hdu.header.get("NAXIS1")) * Number(hdu.header.get("NAXIS2"));
  const heapBytes = hdu.dataBytes - (integerOf(checked, "THEAP") ?? tableBytes);
  const rules = fields.flatMap((field): NamedRule[] => {
    const rule = field.heapType ? descriptorRule(field, heapBytes) : binaryRule(field);
    return rule ? [{ column: field.number, section: field.heapType ? "7.3.5" : "7.3.3", rule }] : [];
  });
  await eachRow(checked, rules);
}

/** Checks every row of an ASCII table. */
export async function verifyTextRows(checked: Checked, fields: TextField[]): Promise<void> {
  const rules = fields.map((field): NamedRule => {
    const nulls = findCard(checked, `TNULL${field.number}`)?.value?.text.trim() ?? null;
    return { column: field.number, section: "7.2.5", rule: textRule(field, nulls) };
  });
  await eachRow(checked, [...rules, { column: 0, section: "7.2.3", rule: asciiRule }]);
}

/** The first row that breaks a rule is told, and how many do. */
async function eachRow({ file, hdu, report }: Checked, rules: NamedRule[]): Promise<void> {
  const rowBytes = Number(hdu.header.get("NAXIS1"));
  const rowCount = Number(hdu.header.get("NAXIS2"));
  // rows beyond the data: NAXIS is not 2, which is told as such
  if (rowBytes === 0 || rules.length === 0 || rowBytes * rowCount > hdu.dataBytes) return;
  const broken = rules.map(() => ({ count: 0, row: 0, found: "", expected: "" }));
  const step = Math.max(1, Math.floor(PIECE_BYTES / rowBytes));
  for (let first = 0; first < rowCount; first += step) {
    const last = Math.min(first + step, rowCount);
    const bytes = await file.source.read(hdu.dataStart + first * rowBytes, hdu.dataStart + last * rowBytes);
    for (let row = first; row < last; row++) {
      const part = bytes.subarray((row - first) * rowBytes, (row - first + 1) * rowBytes);
      for (const [i, { rule }] of rules.entries()) {
        const finding = rule(part);
        if (!finding) continue;
        const one = broken[i]!;
        if (one.count === 0) Object.assign(one, { row: row + 1, ...finding });
        one.count++;
      }
    }
  }
  for (const [i, { count, row, found, expected }] of broken.entries()) {
    if (count === 0) continue;
    const { column, section } = rules[i]!;
    const where = column === 0 ? `row ${row}` : `row ${row}, column ${column}`;
    report(where, section, count === 1 ? found : `${found} (and ${count - 1} rows more)`, expected);
  }
}

function binaryRule({ type, repeat, offset, byteWidth }: BinaryField): FieldRule | null {
  const end = offset + byteWidth;
  if (type === "L") return (row) => logicalFinding(row, offset, end);
  if (type === "A") return (row) => textFinding(row, offset, end);
  if (type !== "X" || repeat % 8 === 0) return null;
  const unused = 0xff >> (repeat % 8);
  return (row) => {
    const last = row[end - 1]! & unused;
    return last === 0 ? null : { found: "bits set behind the last one", expected: "zero bits up to the whole byte" };
  };
}

function logicalFinding(row: Uint8Array, start: number, end: number): ReturnType<FieldRule> {
  for (let i = start; i < end; i++) {
    const byte = row[i]!;
    if (byte !== 0x54 && byte !== 0x46 && byte !== 0) {
      return { found: `logical of byte ${byte}`, expected: '"T", "F" or 0' };
    }
  }
  return null;
}

/** Bytes behind the first NUL have no meaning (7.3.3.1). */
function textFinding(row: Uint8Array, start: number, end: number): ReturnType<FieldRule> {
  for (let i = start; i < end && row[i] !== 0; i++) {
    const byte = row[i]!;
    if (byte < 0x20 || byte > 0x7e) return { found: `byte ${byte} in a string`, expected: "printable ASCII" };
  }
  return null;
}

function descriptorRule(field: BinaryField, heapBytes: number): FieldRule | null {
  const { type, repeat, heapType, most, offset } = field;
  if (repeat === 0) return null;
  return (row) => {
    const view = new DataView(row.buffer, row.byteOffset + offset);
    const count = type === "Q" ? Number(view.getBigInt64(0)) : view.getInt32(0);
    const start = type === "Q" ? Number(view.getBigInt64(8)) : view.getInt32(4);
    const bytes = fieldBytes(heapType ?? "B", count);
    const found = `array of ${count} at byte ${start} of the heap`;
    if (count !== 0 && (count < 0 || start < 0 || start + bytes > heapBytes)) {
      return { found, expected: `an array within its ${heapBytes} bytes` };
    }
    return most !== null && count > most ? { found, expected: `at most ${most} elements, as TFORM says` } : null;
  };
}

function textRule({ type, offset, byteWidth }: TextField, nulls: string | null): FieldRule {
  if (type === "A") return () => null;
  const pattern = type === "I" ? INTEGER : NUMBER;
  return (row) => {
    const text = String.fromCharCode(...row.subarray(offset, offset + byteWidth));
    const trimmed = text.trim();
    if (trimmed === "" || trimmed === nulls || pattern.test(text)) return null;
    return { found: `"${printable(text)}"`, expected: type === "I" ? "an integer" : "a number" };
  };
}

const asciiRule: FieldRule = (row) => {
  for (const byte of row) if (byte < 0x20 || byte > 0x7e) return { found: `byte ${byte}`, expected: "printable ASCII" };
  return null;
};
