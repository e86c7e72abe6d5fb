// Keywords and columns of tile-compressed images and tables (FITS 4.0, 10.1 and 10.3).

import { type Checked, findCard, integerOf, nameOf, printable } from "./verify-report";

const ALGORITHMS = ["RICE_1", "RICE_ONE", "GZIP_1", "GZIP_2", "HCOMPRESS_1", "PLIO_1", "NOCOMPRESS"];
const DITHERS = ["NO_DITHER", "SUBTRACTIVE_DITHER_1", "SUBTRACTIVE_DITHER_2", "NONE"];
const BITPIX = [8, 16, 32, 64, -32, -64];
const DATA_COLUMNS = ["COMPRESSED_DATA", "GZIP_COMPRESSED_DATA", "UNCOMPRESSED_DATA"];

/** Checks a binary table with ZIMAGE or ZTABLE; others have no rules here. */
export function verifyCompressed(checked: Checked): void {
  if (checked.hdu.header.getBoolean("ZIMAGE") === true) verifyImage(checked);
  else if (checked.hdu.header.getBoolean("ZTABLE") === true) verifyTable(checked);
}

function verifyImage(checked: Checked): void {
  const { hdu, report } = checked;
  requireOneOf(checked, "ZCMPTYPE", ALGORITHMS, "10.1.1");
  if (findCard(checked, "ZQUANTIZ")) requireOneOf(checked, "ZQUANTIZ", DITHERS, "10.2");
  const bitpix = requireInteger(checked, "ZBITPIX", -64, 64, "10.1.1");
  if (bitpix !== null && !BITPIX.includes(bitpix)) {
    report("header", "10.1.1", `ZBITPIX = ${bitpix}`, BITPIX.join(", "));
  }
  const axes = requireInteger(checked, "ZNAXIS", 0, 999, "10.1.1") ?? 0;
  let tiles = 1;
  for (let i = 1; i <= axes; i++) {
    const length = requireInteger(checked, `ZNAXIS${i}`, 0, Number.MAX_SAFE_INTEGER, "10.1.1") ?? 0;
    const hasTile = findCard(checked, `ZTILE${i}`) !== undefined;
    const whole = i === 1 ? length : 1;
    const tile = hasTile ? requireInteger(checked, `ZTILE${i}`, 1, Number.MAX_SAFE_INTEGER, "10.1.1") : whole;
    tiles *= Math.ceil(length / Math.max(1, tile ?? whole));
  }
  const rows = Number(hdu.header.get("NAXIS2"));
  if (rows !== tiles) report("header", "10.1.1", `NAXIS2 = ${rows}`, `a row for each of ${tiles} tiles`);
  checkParameters(checked);
  if (findCard(checked, "ZDITHER0")) requireInteger(checked, "ZDITHER0", 0, 10_000, "10.2");
  checkImageColumns(checked);
}

function checkImageColumns(checked: Checked): void {
  const { hdu, cards, report } = checked;
  const forms = new Map<string, string>();
  for (const { keyword, value } of cards) {
    const digits = /^TTYPE(\d+)$/.exec(keyword)?.[1];
    if (digits) forms.set(value?.text.trim().toUpperCase() ?? "", hdu.header.getText(`TFORM${digits}`)?.trim() ?? "");
  }
  if (!DATA_COLUMNS.some((name) => forms.has(name))) {
    report("header", "10.1.3", "no column COMPRESSED_DATA", DATA_COLUMNS.join(", "));
  }
  for (const name of DATA_COLUMNS) {
    const form = forms.get(name);
    if (form !== undefined && !/^[01]?[PQ]/.test(form)) {
      report("header", "10.1.3", `column ${name} of TFORM ${printable(form)}`, "arrays in the heap (P or Q)");
    }
  }
  const has = (name: string) => forms.has(name) || hdu.header.get(name) !== undefined;
  if (has("ZSCALE") !== has("ZZERO")) {
    const found = has("ZSCALE") ? "ZSCALE without ZZERO" : "ZZERO without ZSCALE";
    report("header", "10.2", found, "both, as columns or keywords");
  }
}

/** ZNAMEn and ZVALn stand in pairs (10.1.2). */
function checkParameters(checked: Checked): void {
  for (const card of checked.cards) {
    const [, name, digits] = /^(ZNAME|ZVAL)(\d+)$/.exec(card.keyword) ?? [];
    if (name === undefined) continue;
    const other = `${name === "ZNAME" ? "ZVAL" : "ZNAME"}${digits}`;
    if (!findCard(checked, other)) {
      checked.report(nameOf(card), "10.1.2", `${card.keyword} without ${other}`, "both");
    }
  }
}

function verifyTable(checked: Checked): void {
  requireInteger(checked, "ZNAXIS1", 0, Number.MAX_SAFE_INTEGER, "10.3.1");
  const rows = requireInteger(checked, "ZNAXIS2", 0, Number.MAX_SAFE_INTEGER, "10.3.1");
  requireInteger(checked, "ZPCOUNT", 0, Number.MAX_SAFE_INTEGER, "10.3.1");
  const tile = requireInteger(checked, "ZTILELEN", 1, Number.MAX_SAFE_INTEGER, "10.3.1");
  const { hdu, report } = checked;
  const count = Math.min(999, Number(hdu.header.get("TFIELDS")));
  for (let i = 1; i <= count; i++) {
    if (!findCard(checked, `ZFORM${i}`)) {
      report("header", "10.3.1", `no ZFORM${i}`, `the mandatory keyword ZFORM${i}`);
    }
    requireOneOf(checked, `ZCTYP${i}`, ALGORITHMS, "10.3.1");
  }
  if (rows === null || tile === null) return;
  const found = Number(hdu.header.get("NAXIS2"));
  const tiles = Math.ceil(rows / tile);
  if (found !== tiles) report("header", "10.3.1", `NAXIS2 = ${found}`, `a row for each of ${tiles} tiles`);
}

function requireInteger(checked: Checked, keyword: string, least: number, most: number, section: string) {
  const card = findCard(checked, keyword);
  const value = integerOf(checked, keyword);
  if (value !== null && value >= least && value <= most) return value;
  const range =
    most === Number.MAX_SAFE_INTEGER ? `an integer of at least ${least}` : `an integer from ${least} to ${most}`;
  const found = card ? `${keyword} = ${printable(card.value?.text ?? "")}` : `no ${keyword}`;
  checked.report(card ? nameOf(card) : "header", section, found, range);
  return null;
}

function requireOneOf(checked: Checked, keyword: string, allowed: string[], section: string): void {
  const { report } = checked;
  const card = findCard(checked, keyword);
  const text = card?.value?.kind === "string" ? card.value.text.trim() : null;
  if (text !== null && allowed.includes(text)) return;
  const found = card ? `${keyword} = ${printable(card.value?.text ?? "")}` : `no ${keyword}`;
  report(card ? nameOf(card) : "header", section, found, allowed.join(", "));
}
