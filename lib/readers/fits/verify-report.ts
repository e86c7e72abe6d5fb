// What the rules of verify-*.ts share: the cards as they are in the file, and where findings go.

import { type Hdu, placeOf } from "./hdu";
import { CARD_BYTES, isEndCard } from "./header";
import type { FitsFile, FitsProblem } from "./open-fits";

/** A card as it stands: nothing is joined, corrected or left out. */
export interface RawCard {
  /** From 1, as editors and the standard count. */
  number: number;
  /** Columns 1 to 8 without trailing blanks. */
  keyword: string;
  /** 80 columns, one character a byte. */
  text: string;
  /** What the columns 11 to 80 hold; null where columns 9 and 10 are not "= ". */
  value: RawValue | null;
}

export interface RawValue {
  /** "undefined" is a blank field, "unclosed" a string without its closing quote, "other" what no rule of 4.2 describes. */
  kind: "string" | "logical" | "integer" | "real" | "complex" | "undefined" | "unclosed" | "other";
  /** The value without comment; of a string what is between the quotes. */
  text: string;
  /** What stands behind the value. */
  rest: string;
}

/** Takes a finding. `where` names the part of the HDU ("card 3 (BITPIX)"), `section` that of FITS 4.0. */
export type Report = (where: string, section: string, found: string, expected: string) => void;

/** What the rules look at. */
export interface Checked {
  file: FitsFile;
  hdu: Hdu;
  cards: RawCard[];
  /** The cards of a keyword in their order. */
  findAll(keyword: string): RawCard[];
  report: Report;
}

/** An HDU that breaks one rule in each of a million rows shall not fill the page. */
const MOST_PROBLEMS = 100;
const KINDS: [RawValue["kind"], RegExp][] = [
  ["logical", /^[TF]$/],
  ["integer", /^[+-]?\d+$/],
  ["real", /^[+-]?(\d+\.?\d*|\.\d+)([ED][+-]?\d+)?$/],
  ["complex", /^\( *[+-]?(\d+\.?\d*|\.\d+)([ED][+-]?\d+)? *, *[+-]?(\d+\.?\d*|\.\d+)([ED][+-]?\d+)? *\)$/],
];
const STRING = /^( *)'((?:[^']|'')*)'(?!')(.*)$/s;

/** A report into `problems`; behind MOST_PROBLEMS of one HDU only their number is told, by `close`. */
export function openReport(file: FitsFile, hdu: number, problems: FitsProblem[]): { report: Report; close(): void } {
  let count = 0;
  const place = placeOf(hdu, file.name);
  return {
    report(where, section, found, expected) {
      count++;
      const named = [place, where, section].filter((part) => part !== "").join(", ");
      if (count <= MOST_PROBLEMS) problems.push({ hdu, place: named, found, expected });
    },
    close() {
      if (count <= MOST_PROBLEMS) return;
      problems.push({ hdu, place, found: `${count - MOST_PROBLEMS} further problems`, expected: "none" });
    },
  };
}

/** The cards before END. */
function rawCards(hdu: Hdu): RawCard[] {
  const cards: RawCard[] = [];
  for (let at = 0; at + CARD_BYTES <= hdu.headerBytes.length; at += CARD_BYTES) {
    if (isEndCard(hdu.headerBytes, at)) break;
    const text = String.fromCharCode(...hdu.headerBytes.subarray(at, at + CARD_BYTES));
    const hasValue = text.slice(8, 10) === "= ";
    const value = hasValue ? parseValue(text.slice(10)) : null;
    cards.push({ number: at / CARD_BYTES + 1, keyword: text.slice(0, 8).trimEnd(), text, value });
  }
  return cards;
}

/** How findings call a card. */
export function nameOf(card: RawCard): string {
  return `card ${card.number} (${printable(card.keyword)})`;
}

/** Text of a file made fit for a message. */
export function printable(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]/g, "?");
}

/** An HDU with its cards at hand by keyword: headers of 100,000 cards shall not cost more than one pass. */
export function checkedOf(file: FitsFile, hdu: Hdu, report: Report): Checked {
  const cards = rawCards(hdu);
  const byKeyword = Map.groupBy(cards, (card) => card.keyword);
  return { file, hdu, cards, findAll: (keyword) => byKeyword.get(keyword) ?? [], report };
}

/** The first card of a keyword. */
export function findCard(checked: Checked, keyword: string): RawCard | undefined {
  return checked.findAll(keyword)[0];
}

/** The value of the first card of a keyword as an integer, or null. */
export function integerOf(checked: Checked, keyword: string): number | null {
  const value = findCard(checked, keyword)?.value;
  return value?.kind === "integer" ? Number(value.text) : null;
}

function parseValue(field: string): RawValue {
  const [, , quoted, behind = ""] = STRING.exec(field) ?? [];
  if (quoted !== undefined) return { kind: "string", text: quoted.replaceAll("''", "'"), rest: behind };
  if (/^ *'/.test(field)) return { kind: "unclosed", text: field.trim(), rest: "" };
  const slash = field.indexOf("/");
  const text = (slash < 0 ? field : field.slice(0, slash)).trim();
  const rest = slash < 0 ? "" : field.slice(slash);
  if (text === "") return { kind: "undefined", text, rest };
  const kind = KINDS.find(([, pattern]) => pattern.test(text))?.[0] ?? "other";
  return { kind, text, rest };
}
