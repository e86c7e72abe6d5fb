// Faults of text: numbers driven to extremes, separators, quotes and tags lost, doubled or put where they do not belong.

import type { Seed } from "./corpus";
import type { Random } from "./random";

const TOKENS = [
  ",",
  "\t",
  " ",
  "\n",
  "\r\n",
  "\r",
  '"',
  "'",
  "#",
  "|",
  ";",
  "<",
  ">",
  "</TD>",
  "<TR>",
  "<TD/>",
  "</TABLEDATA>",
  "&amp;",
  "&#0;",
  "&x;",
  "<![CDATA[",
  "-->",
  "<!--",
  "\u0000",
  "\ufeff",
  "\u00e9",
  "NaN",
  "inf",
  "1e999",
  "-0",
  "0x1F",
  "+",
  ".",
  "e",
  "99999999999999999999",
  "*",
  "2x3x*",
  "4294967296",
];
const NUMBERS = [
  "0",
  "-1",
  "2147483648",
  "4294967296",
  "9007199254740993",
  "1e400",
  "1e-400",
  "99999999",
  "1000000000",
  "-9223372036854775809",
  "*",
  "3x*",
  "",
];

/** Changes a number, or puts in, takes out or repeats a piece. */
export function mutateText(bytes: Uint8Array, _: Seed, random: Random): { bytes: Uint8Array; what: string } | null {
  if (bytes.length === 0) return null;
  const text = new TextDecoder("latin1").decode(bytes);
  const at = random.below(text.length);
  const length = 1 + random.below(random.pick([1, 8, 60]));
  const kind = random.pick(["number", "number", "token", "remove", "repeat"] as const);
  if (kind === "number") {
    const match = /-?\d+(\.\d+)?/.exec(text.slice(at));
    if (!match) return null;
    const number = random.pick(NUMBERS);
    const place = at + match.index;
    return done(
      text.slice(0, place) + number + text.slice(place + match[0].length),
      `${match[0]} at ${place} = ${number}`,
    );
  }
  if (kind === "token") {
    const token = random.pick(TOKENS);
    return done(text.slice(0, at) + token + text.slice(at), `${JSON.stringify(token)} put in at ${at}`);
  }
  if (kind === "remove") return done(text.slice(0, at) + text.slice(at + length), `${length} letters at ${at} removed`);
  const times = random.pick([1, 2, 50, 2000]);
  const piece = text.slice(at, at + length);
  return done(
    text.slice(0, at) + piece.repeat(times) + text.slice(at),
    `${JSON.stringify(piece)} at ${at} ${times} times more`,
  );
}

function done(text: string, what: string): { bytes: Uint8Array; what: string } {
  return { bytes: Uint8Array.from(text, (letter) => letter.charCodeAt(0) & 0xff), what };
}
