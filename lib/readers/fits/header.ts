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
  const letters = new TextDecoder("latin1").decode(bytes).replaceAll(/[^\x20-\x7e]/g, "?");
  let chain: Chain | null = null;
  for (let offset = 0; offset + CARD_BYTES <= bytes.length; offset += CARD_BYTES) {
    if (isEndCard(bytes, offset)) break;
    const text = letters.slice(offset, offset + CARD_BYTES);
    if (text.trim() === "") continue;
    if (text.startsWith("CONTINUE")) {
      chain ??= openChain(cards.at(-1));
      if (chain && prolong(chain, text)) continue;
    }
    if (chain) cards[cards.length - 1] = closeChain(chain);
    chain = null;
    cards.push(parseCard(text));
  }
  if (chain) cards[cards.length - 1] = closeChain(chain);
  return headerOf(cards);
}

/** True when the card at `offset` is END and nothing but blanks in its keyword. */
export function isEndCard(bytes: Uint8Array, offset: number): boolean {
  if (bytes[offset] !== 0x45 || bytes[offset + 1] !== 0x4e || bytes[offset + 2] !== 0x44) return false;
  for (let i = 3; i < 8; i++) if (bytes[offset + i] !== 0x20) return false;
  return true;
}

/** A header of cards that were parsed already. */
export function headerOf(cards: Card[]): Header {
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

/** A string and the CONTINUE cards behind it, joined once at their end: a header may have 100,000 of them. */
interface Chain {
  card: Card;
  values: string[];
  comments: string[];
  texts: string[];
}

/** Null where the card has no string that goes on. */
function openChain(card: Card | undefined): Chain | null {
  if (!card || typeof card.value !== "string" || !card.value.endsWith("&")) return null;
  return { card, values: [card.value], comments: [card.comment], texts: [card.text] };
}

/** False where the CONTINUE card does not belong to the string. */
function prolong(chain: Chain, text: string): boolean {
  const more = parseStringField(text.slice(8));
  const last = chain.values.length - 1;
  const value = chain.values[last]!;
  if (!more || !value.endsWith("&")) return false;
  chain.values[last] = value.slice(0, -1);
  chain.values.push(more.text.trimEnd());
  chain.comments.push(more.comment);
  chain.texts.push(text);
  return true;
}

function closeChain({ card, values, comments, texts }: Chain): Card {
  return {
    keyword: card.keyword,
    value: values.join(""),
    comment: comments.filter((part) => part !== "").join(" "),
    text: texts.join("\n"),
  };
}
