// Values as header cards (FITS 4.0, 4.1 and 4.2).

import { InvalidParameterError } from "@/lib/errors";
import { CARD_BYTES } from "./header";

export type ValueToWrite = string | number | bigint | boolean | null;
export type CardToWrite = [keyword: string, value: ValueToWrite, comment?: string];

/** The card, or cards where a string is continued (FITS 4.0, 4.2.1.2). */
export function formatCard(keyword: string, value: ValueToWrite, comment = ""): string[] {
  if (keyword === "COMMENT" || keyword === "HISTORY" || keyword === "") {
    return split(String(value ?? comment), 72).map((piece) => keyword.padEnd(8) + piece);
  }
  const isPlain = /^[A-Z0-9_-]{1,8}$/.test(keyword);
  const start = isPlain ? `${keyword.padEnd(8)}= ` : `HIERARCH ${keyword} = `;
  const tail = comment === "" ? "" : ` / ${comment}`;
  if (typeof value === "string") return formatString(start, value, tail);
  const text = formatNumber(keyword, value);
  return [printable(start + (isPlain ? text.padStart(20) : text) + tail).slice(0, CARD_BYTES)];
}

function formatString(start: string, value: string, tail: string): string[] {
  const quoted = printable(value).replaceAll("'", "''");
  const whole = `${start}'${quoted.padEnd(8)}'`;
  // Comments start at column 33 as everywhere: astropy verifies CHECKSUM on a card that it formats anew.
  if (whole.length <= CARD_BYTES) return [(whole.padEnd(tail === "" ? 0 : 30) + printable(tail)).slice(0, CARD_BYTES)];
  const cards: string[] = [];
  let rest = quoted;
  while (rest !== "" || cards.length === 0) {
    const prefix = cards.length === 0 ? start : "CONTINUE  ";
    let room = CARD_BYTES - prefix.length - 3;
    if (rest.length <= room + 1) {
      cards.push(`${prefix}'${rest}'${printable(tail)}`.slice(0, CARD_BYTES));
      break;
    }
    if (rest[room - 1] === "'" && quotesAtEnd(rest.slice(0, room)) % 2 === 1) room--;
    cards.push(`${prefix}'${rest.slice(0, room)}&'`);
    rest = rest.slice(room);
  }
  return cards;
}

/** A doubled quote must not be torn apart. */
function quotesAtEnd(text: string): number {
  return text.length - text.replace(/'+$/, "").length;
}

function formatNumber(keyword: string, value: number | bigint | boolean | null): string {
  if (value === null) return "";
  if (typeof value === "boolean") return value ? "T" : "F";
  if (typeof value === "bigint" || Number.isSafeInteger(value)) return value.toString();
  if (!Number.isFinite(value)) {
    throw new InvalidParameterError({ place: `card ${keyword}`, found: String(value), expected: "a finite number" });
  }
  const text = value.toString().toUpperCase();
  return /[.E]/.test(text) ? text : `${text}.0`;
}

function printable(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]/g, "?");
}

function split(text: string, length: number): string[] {
  const pieces = printable(text).match(new RegExp(`.{1,${length}}`, "g"));
  return pieces ?? [""];
}
