// Column keywords of tables against each other and against NAXIS1 (FITS 4.0, 7.2 and 7.3).

import { fieldBytes } from "./table";
import { type Checked, findCard, integerOf, nameOf, printable, type RawCard } from "./verify-report";

/** A column of a binary table as its TFORM describes it. */
export interface BinaryField {
  number: number;
  /** L X B I J K A E D C M P Q */
  type: string;
  repeat: number;
  /** Element type in the heap for P and Q. */
  heapType: string | null;
  /** Largest count of a descriptor by TFORM, "PE(9)"; null when it does not say. */
  most: number | null;
  offset: number;
  byteWidth: number;
}

/** A column of an ASCII table. */
export interface TextField {
  number: number;
  type: string;
  offset: number;
  byteWidth: number;
}

const BINARY_FORM = /^(\d*)([LXBIJKAEDCM])(.*)$/;
const HEAP_FORM = /^([01]?)([PQ])([LXBIJKAEDCM])(?:\((\d+)\))?$/;
const TEXT_FORM = /^(?:([AI])(\d+)|([FED])(\d+)\.(\d+))$/;
const INDEXED = /^(TFORM|TTYPE|TUNIT|TNULL|TSCAL|TZERO|TDISP|TDIM|TBCOL)(\d+)$/;

/**
 * Checks the columns of a binary table.
 * @returns the columns when they fit the row, so that data can be checked; else null
 */
export function verifyBinaryColumns(checked: Checked): BinaryField[] | null {
  const { hdu, report } = checked;
  const forms = formCards(checked);
  let offset = 0;
  const fields: BinaryField[] = [];
  for (const [i, card] of forms.entries()) {
    const field = card ? parseBinaryForm(card.value?.text.trimEnd() ?? "", i + 1, offset) : null;
    if (card && !field) {
      report(nameOf(card), "7.3.1", `TFORM "${printable(card.value?.text ?? "")}"`, "a column format as 1J or 1PE(9)");
    }
    if (!field) return null;
    fields.push(field);
    offset += field.byteWidth;
    checkDimensions(checked, field);
    checkScaled(checked, field.number, field.heapType ?? field.type);
  }
  const rowBytes = Number(hdu.header.get("NAXIS1"));
  if (offset !== rowBytes) report("header", "7.3.1", `columns of ${offset} bytes`, `NAXIS1 = ${rowBytes}`);
  checkHeap(checked, rowBytes);
  if (findCard(checked, "TBCOL1")) {
    report("header", "7.3", "TBCOLn", "no TBCOLn in a binary table");
  }
  return offset === rowBytes ? fields : null;
}

/** Checks the columns of an ASCII table; returns as verifyBinaryColumns. */
export function verifyTextColumns(checked: Checked): TextField[] | null {
  const { hdu, report } = checked;
  const rowBytes = Number(hdu.header.get("NAXIS1"));
  const fields: TextField[] = [];
  for (const [i, card] of formCards(checked).entries()) {
    if (!card) return null;
    const [, plain, width, real, realWidth] = TEXT_FORM.exec(card.value?.text.trimEnd() ?? "") ?? [];
    const byteWidth = Number(width ?? realWidth);
    if (!(byteWidth > 0)) {
      report(nameOf(card), "7.2.1", `TFORM "${printable(card.value?.text ?? "")}"`, "Aw, Iw, Fw.d, Ew.d or Dw.d");
      return null;
    }
    const start = integerOf(checked, `TBCOL${i + 1}`);
    if (start === null || start < 1 || start - 1 + byteWidth > rowBytes) {
      const found = start === null ? `no TBCOL${i + 1}` : `TBCOL${i + 1} = ${start} for ${byteWidth} columns`;
      report("header", "7.2.1", found, `a field within NAXIS1 = ${rowBytes}`);
      return null;
    }
    const type = plain ?? real ?? "A";
    fields.push({ number: i + 1, type, offset: start - 1, byteWidth });
    if (type === "A") checkScaled(checked, i + 1, "A");
  }
  return fields;
}

/** TFORM1 up to TFORMn, null where one is missing; tells those missing and keywords beyond TFIELDS. */
function formCards(checked: Checked): (RawCard | null)[] {
  const { hdu, cards, report } = checked;
  const count = Number(hdu.header.get("TFIELDS") ?? 0);
  for (const card of cards) {
    const [, , digits] = INDEXED.exec(card.keyword) ?? [];
    if (digits === undefined || (Number(digits) >= 1 && Number(digits) <= count)) continue;
    report(nameOf(card), "7.2.1, 7.3.1", `${card.keyword} with TFIELDS = ${count}`, `an index from 1 to ${count}`);
  }
  if (!(count >= 0 && count <= 999)) {
    report("header", "7.2.1, 7.3.1", `TFIELDS = ${hdu.header.getText("TFIELDS")}`, "0 to 999");
    return [];
  }
  return Array.from({ length: count }, (_, i) => {
    const card = findCard(checked, `TFORM${i + 1}`);
    if (!card) report("header", "7.2.1, 7.3.1", `no TFORM${i + 1}`, `the mandatory keyword TFORM${i + 1}`);
    return card ?? null;
  });
}

function parseBinaryForm(form: string, number: number, offset: number): BinaryField | null {
  const [, once, pointer, heapType, most] = HEAP_FORM.exec(form) ?? [];
  if (pointer !== undefined && heapType !== undefined) {
    const repeat = once === "0" ? 0 : 1;
    const byteWidth = repeat * (pointer === "P" ? 8 : 16);
    const limit = most === undefined ? null : Number(most);
    return { number, type: pointer, repeat, heapType, most: limit, offset, byteWidth };
  }
  const [, digits, type] = BINARY_FORM.exec(form) ?? [];
  if (type === undefined) return null;
  const repeat = digits ? Number(digits) : 1;
  const byteWidth = fieldBytes(type, repeat);
  return { number, type, repeat, heapType: null, most: null, offset, byteWidth };
}

function checkDimensions(checked: Checked, field: BinaryField): void {
  const { report } = checked;
  const card = findCard(checked, `TDIM${field.number}`);
  if (card?.value?.kind !== "string") return;
  const text = card.value.text.trim();
  if (!/^\( *\d+ *(, *\d+ *)*\)$/.test(text)) {
    report(nameOf(card), "7.3.2", `TDIM "${printable(text)}"`, 'dimensions as "(3,2)"');
    return;
  }
  const size = text
    .slice(1, -1)
    .split(",")
    .map(Number)
    .reduce((total, length) => total * length, 1);
  if (field.heapType !== null || size <= field.repeat) return;
  report(nameOf(card), "7.3.2", `TDIM ${text} of ${size} elements`, `at most the ${field.repeat} of TFORM`);
}

/** TNULLn belongs to integers, TSCALn and TZEROn to numbers. */
function checkScaled(checked: Checked, number: number, type: string): void {
  const { report } = checked;
  const blank = findCard(checked, `TNULL${number}`);
  if (blank && "BIJK".includes(type) && blank.value?.kind !== "integer") {
    report(nameOf(blank), "7.3.2", `TNULL = ${printable(blank.value?.text ?? "")}`, "an integer");
  } else if (blank && "LXEDCM".includes(type)) {
    report(nameOf(blank), "7.3.2", `TNULL of type ${type}`, "TNULL of integers only");
  }
  for (const card of [findCard(checked, `TSCAL${number}`), findCard(checked, `TZERO${number}`)]) {
    if (!card) continue;
    if ("ALX".includes(type))
      report(nameOf(card), "7.3.2", `${card.keyword} of type ${type}`, "scaling of numbers only");
    else if (card.keyword.startsWith("TSCAL") && Number(card.value?.text.replace("D", "E") || 1) === 0) {
      report(nameOf(card), "7.3.2", `${card.keyword} = 0`, "a number other than 0");
    }
  }
}

function checkHeap(checked: Checked, rowBytes: number): void {
  const { hdu, report } = checked;
  const card = findCard(checked, "THEAP");
  const start = integerOf(checked, "THEAP");
  if (!card || start === null) return;
  const tableBytes = rowBytes * Number(hdu.header.get("NAXIS2"));
  if (start >= tableBytes && start <= hdu.dataBytes) return;
  report(
    nameOf(card),
    "7.3.2",
    `THEAP = ${start}`,
    `${tableBytes} (end of the rows) to ${hdu.dataBytes} (end of the data)`,
  );
}
