import { type Card, type CardValue, parseCard, parseStringField } from "./card";

/** Columns of a card, and bytes of the block in which a header ends (FITS 4.0, 3.1). */
export const CARD_BYTES = 80;
export const BLOCK_BYTES = 2880;

/** The cards of one HDU in their order. Of a keyword that stands twice the first card counts, as in cfitsio. */
export interface Header {
  cards: Card[];
  /** Null is a keyword with an undefined value, undefined one that is not there. The case of letters does not matter. */
  get(keyword: string): CardValue | undefined;
  /** A finite number, also one that the file wrote in quotes; else null. */
  getNumber(keyword: string): number | null;
  /** A string as it is, an integer too large for a double as its digits, any other value as text; null when there is none. */
  getText(keyword: string): string | null;
  getBoolean(keyword: string): boolean | null;
}

/**
 * Parses header bytes up to END or their end. Never throws: a card that breaks the standard stays readable (card.ts).
 * Strings continued over CONTINUE cards are joined (FITS 4.0, 4.2.1.2); columns that are not printable ASCII become "?".
 */
export function parseHeader(bytes: Uint8Array): Header {
  const cards: Card[] = [];
  for (let offset = 0; offset + CARD_BYTES <= bytes.length; offset += CARD_BYTES) {
    if (isEndCard(bytes, offset)) break;
    const text = cardText(bytes, offset);
    if (text.trim() === "") continue;
    const joined = text.startsWith("CONTINUE") ? joinContinued(cards.at(-1), text) : null;
    if (joined) cards[cards.length - 1] = joined;
    else cards.push(parseCard(text));
  }
  return headerOf(cards);
}

/** True when the card at `offset` is END and nothing but blanks in its keyword. */
export function isEndCard(bytes: Uint8Array, offset: number): boolean {
  if (bytes[offset] !== 0x45 || bytes[offset + 1] !== 0x4e || bytes[offset + 2] !== 0x44) return false;
  for (let i = 3; i < 8; i++) if (bytes[offset + i] !== 0x20) return false;
  return true;
}

function headerOf(cards: Card[]): Header {
  const values = new Map<string, CardValue>();
  for (const { keyword, value } of cards) {
    const key = keyword.toUpperCase();
    if (!values.has(key)) values.set(key, value);
  }
  const get = (keyword: string) => values.get(keyword.toUpperCase().replace(/^HIERARCH /, ""));
  return {
    cards,
    get,
    getNumber(keyword) {
      const value = get(keyword);
      if (typeof value === "number") return value;
      if (typeof value !== "string" || value.trim() === "") return null;
      const number = Number(value);
      return Number.isFinite(number) ? number : null;
    },
    getText(keyword) {
      const value = get(keyword);
      return value === undefined || value === null ? null : String(value);
    },
    getBoolean(keyword) {
      const value = get(keyword);
      return typeof value === "boolean" ? value : null;
    },
  };
}

/** The card before with its string continued by a CONTINUE card, or null where the two do not belong together. */
function joinContinued(before: Card | undefined, text: string): Card | null {
  const more = parseStringField(text.slice(8));
  if (!before || !more || typeof before.value !== "string" || !before.value.endsWith("&")) return null;
  return {
    keyword: before.keyword,
    value: before.value.slice(0, -1) + more.text.trimEnd(),
    comment: [before.comment, more.comment].filter((part) => part !== "").join(" "),
    text: `${before.text}\n${text}`,
  };
}

function cardText(bytes: Uint8Array, offset: number): string {
  let text = "";
  for (let i = offset; i < offset + CARD_BYTES; i++) {
    const code = bytes[i]!;
    text += code >= 0x20 && code <= 0x7e ? String.fromCharCode(code) : "?";
  }
  return text;
}
