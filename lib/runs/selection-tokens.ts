// Cuts the text of a selection into words, signs, numbers and quoted texts.

import { InvalidParameterError } from "@/lib/errors";

export type Token =
  | { kind: "word" | "sign" | "number"; text: string; start: number }
  | { kind: "text"; text: string; value: string; start: number }
  | { kind: "end"; start: number };

const SPACE = /\s+/y;
const WORD = /[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*/y;
// a dot belongs to the number only when no second dot follows: 1..5 is a range
const NUMBER = /-?\d+(?:\.(?!\.)\d*)?(?:[eE][+-]?\d+)?/y;
const SIGN = /\.\.|<=|>=|!=|<>|==|[=<>(),]/y;
const QUOTED = /'(?:[^']|'')*'|"(?:[^"]|"")*"/y;

function match(pattern: RegExp, text: string, start: number): string | null {
  pattern.lastIndex = start;
  return pattern.exec(text)?.[0] ?? null;
}

/**
 * Cut a selection into tokens; the last one is always "end".
 *
 * @param text the selection as typed
 * @returns tokens with their place in the text, from 0
 * @throws InvalidParameterError for an open quote or a character that means nothing here
 */
export function readTokens(text: string): Token[] {
  const tokens: Token[] = [];
  let start = 0;
  while (start < text.length) {
    const space = match(SPACE, text, start);
    if (space !== null) {
      start += space.length;
      continue;
    }
    const token = readToken(text, start);
    tokens.push(token);
    start += token.text.length;
  }
  tokens.push({ kind: "end", start: text.length });
  return tokens;
}

function readToken(text: string, start: number): Exclude<Token, { kind: "end" }> {
  const quoted = match(QUOTED, text, start);
  if (quoted !== null) {
    const quote = quoted[0]!;
    return { kind: "text", text: quoted, value: quoted.slice(1, -1).replaceAll(quote + quote, quote), start };
  }
  const number = match(NUMBER, text, start);
  if (number !== null) return { kind: "number", text: number, start };
  const word = match(WORD, text, start);
  if (word !== null) return { kind: "word", text: word, start };
  const sign = match(SIGN, text, start);
  if (sign !== null) return { kind: "sign", text: sign, start };
  const character = text[start]!;
  const isQuote = character === "'" || character === '"';
  throw new InvalidParameterError({
    place: `selection, character ${start + 1}`,
    found: isQuote ? "a quote that is never closed" : character,
    expected: isQuote ? `a closing ${character}` : "a field, a value, an operator or a parenthesis",
  });
}
