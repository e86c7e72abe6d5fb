// Rules that hold for every card whatever its keyword (FITS 4.0, 3.3.1, 4.1 and 4.2).

import { BLOCK_BYTES, CARD_BYTES } from "./header";
import { type Checked, nameOf, printable, type RawCard, type Report } from "./verify-report";

const COMMENTARY = new Set(["", "COMMENT", "HISTORY"]);
/** Strings of these must fit one card (4.2.1.2). */
const NEVER_CONTINUED = /^(XTENSION|TFORM\d+|TDIM\d+|CHECKSUM|DATASUM)$/;

/** Checks the syntax of all cards, END and what follows it. */
export function verifyCards({ hdu, cards, report }: Checked): void {
  let continued = "";
  for (const card of cards) {
    checkCharacters(card, report);
    checkKeyword(card, report);
    checkValue(card, report);
    if (card.keyword !== "CONTINUE") continued = card.keyword;
    else if (NEVER_CONTINUED.test(continued)) {
      report(nameOf(card), "4.2.1.2", `${continued} continued`, "a string that fits its card");
    }
  }
  checkEnd(hdu.headerBytes, cards.length, report);
}

function checkCharacters(card: RawCard, report: Report): void {
  const at = card.text.search(/[^\x20-\x7e]/);
  if (at < 0) return;
  const found = `byte ${card.text.charCodeAt(at)} in column ${at + 1}`;
  report(nameOf(card), "4.1.1", found, "printable ASCII (bytes 32 to 126)");
}

function checkKeyword(card: RawCard, report: Report): void {
  const { keyword } = card;
  if (/^[A-Z0-9_-]*$/.test(keyword)) return;
  const found = `keyword "${printable(keyword)}"`;
  if (/^[a-zA-Z0-9_-]+$/.test(keyword)) report(nameOf(card), "4.1.2.1", `${found} in lower case`, "upper case");
  else report(nameOf(card), "4.1.2.1", found, "letters A to Z, digits, - and _, from column 1 without blanks");
}

function checkValue(card: RawCard, report: Report): void {
  const { keyword, value } = card;
  if (COMMENTARY.has(keyword) || keyword === "CONTINUE") return;
  if (value === null) {
    // By the letter such a card is commentary; nobody writes it on purpose.
    if (card.text[8] !== "=") return;
    report(nameOf(card), "4.1.2.2", `"=${printable(card.text[9] ?? "")}" in columns 9 and 10`, '"= "');
    return;
  }
  if (value.kind === "unclosed") report(nameOf(card), "4.2.1.1", "string without its closing quote", "'text'");
  else if (value.kind === "other") {
    const found = `value ${printable(value.text)}`;
    const isLowerCase = /^[+-]?(\d+\.?\d*|\.\d+)[ed][+-]?\d+$/.test(value.text);
    if (isLowerCase) report(nameOf(card), "4.2.4", found, "an exponent letter E or D in upper case");
    else report(nameOf(card), "4.2", found, "a string in quotes, T, F, a number, or a comment behind a slash");
  } else if (value.kind === "string" && !/^ *(\/.*)?$/s.test(value.rest)) {
    report(nameOf(card), "4.1.2.3", `"${printable(value.rest.trim())}" behind the string`, "a slash before a comment");
  }
}

function checkEnd(headerBytes: Uint8Array, endIndex: number, report: Report): void {
  const end = endIndex * CARD_BYTES;
  const where = `card ${endIndex + 1} (END)`;
  const inCard = firstOther(headerBytes, end + 3, end + CARD_BYTES, 0x20);
  if (inCard >= 0) report(where, "4.4.1.1", `byte ${headerBytes[inCard]} in column ${inCard - end + 1}`, "blanks");
  const behind = firstOther(headerBytes, end + CARD_BYTES, headerBytes.length, 0x20);
  if (behind >= 0) {
    const found = `byte ${headerBytes[behind]} in card ${Math.floor(behind / CARD_BYTES) + 1}, behind END`;
    report("end of the header", "3.3.1", found, "blanks (byte 32) up to the end of the block");
  }
  if (headerBytes.length % BLOCK_BYTES !== 0) {
    const found = `header of ${headerBytes.length} bytes`;
    report("end of the header", "3.3.1", found, `a multiple of ${BLOCK_BYTES}`);
  }
}

/** Index of the first byte of [start, end) that is not `value`, or -1. */
export function firstOther(bytes: Uint8Array, start: number, end: number, value: number): number {
  const most = Math.min(end, bytes.length);
  for (let i = start; i < most; i++) if (bytes[i] !== value) return i;
  return -1;
}
