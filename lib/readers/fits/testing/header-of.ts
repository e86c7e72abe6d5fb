// Headers of tests, from keywords and values.

import { type Header, parseHeader } from "../header";

/** A header with these cards, in their order; strings get quotes. */
export function headerOf(cards: Record<string, string | number | boolean>): Header {
  const lines = Object.entries(cards).map(([keyword, value]) => {
    const text =
      typeof value === "string" ? `'${value.padEnd(8)}'` : typeof value === "boolean" ? (value ? "T" : "F") : value;
    return `${keyword.padEnd(8)}= ${text}`.padEnd(80);
  });
  return parseHeader(Uint8Array.from([...lines, "END".padEnd(80)].join(""), (letter) => letter.charCodeAt(0)));
}
