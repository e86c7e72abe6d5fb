// Faults of header cards: values replaced, numbers driven to extremes, keywords removed, doubled, renamed, interchanged.

import type { Seed } from "./corpus";
import type { Random } from "./random";

const CARD_BYTES = 80;
/** Cards that say how the data lie: mutated more often than others. */
const STRUCTURAL =
  /^(BITPIX|NAXIS\d*|PCOUNT|GCOUNT|TFIELDS|TFORM\d+|TDIM\d+|THEAP|TBCOL\d+|TNULL\d+|TSCAL\d+|TZERO\d+|TTYPE\d+|Z\w+|BLANK|BSCALE|BZERO|XTENSION|FZ\w+|CTYPE\d|CD\d_\d|CRVAL\d|PV\d_\d+|[AB]_\w+|CRPIX\d|CDELT\d|LONPOLE|CHECKSUM|DATASUM)\s*$/;
const NUMBERS = [
  "0",
  "1",
  "-1",
  "2",
  "3",
  "7",
  "8",
  "16",
  "32",
  "64",
  "-32",
  "-64",
  "100",
  "255",
  "256",
  "999",
  "1000",
  "32767",
  "32768",
  "65535",
  "65536",
  "99999",
  "1000000",
  "2147483647",
  "2147483648",
  "-2147483648",
  "4294967295",
  "4294967296",
  "1099511627776",
  "9007199254740991",
  "9007199254740993",
  "9223372036854775807",
  "-9223372036854775808",
  "99999999999999999999",
  "1E308",
  "-1E308",
  "1E-308",
  "1.5",
  "-0.5",
  "1D5",
  "1E999",
  "NaN",
  "Infinity",
  "0x10",
];
const WORDS = [
  "''",
  "'RICE_1'",
  "'RICE_ONE'",
  "'GZIP_1'",
  "'GZIP_2'",
  "'HCOMPRESS_1'",
  "'PLIO_1'",
  "'NOCOMPRESS'",
  "'SUBTRACTIVE_DITHER_1'",
  "'SUBTRACTIVE_DITHER_2'",
  "'NO_DITHER'",
  "'IMAGE'",
  "'BINTABLE'",
  "'TABLE'",
  "'1J'",
  "'0J'",
  "'1PB(9)'",
  "'1QB(9)'",
  "'PE(99999999)'",
  "'999999999E'",
  "'4294967296B'",
  "'9999999999999999D'",
  "'1D'",
  "'8X'",
  "'1A'",
  "'2147483647X'",
  "'I6'",
  "'E99.9'",
  "'F0.0'",
  "'A0'",
  "'A99999999'",
  "'(2,2)'",
  "'(0)'",
  "'(99999999,99999999)'",
  "'(-1)'",
  "'RA---TAN'",
  "'DEC--TPV'",
  "'GLON-ZPN'",
  "'&'",
  "T",
  "F",
  "",
  "'unended",
  "(1,2)",
];

/** Changes one card of one header. */
export function mutateHeader(
  bytes: Uint8Array,
  seed: Seed,
  random: Random,
): { bytes: Uint8Array; what: string } | null {
  const header = random.pick(seed.headers);
  const count = Math.floor((Math.min(header.end, bytes.length) - header.start) / CARD_BYTES);
  if (count < 2) return null;
  const at = header.start + CARD_BYTES * chooseCard(bytes, header.start, count, random);
  const card = textAt(bytes, at);
  const other = header.start + CARD_BYTES * random.below(count);
  const kind = random.pick([
    "value",
    "value",
    "value",
    "number",
    "number",
    "digit",
    "remove",
    "double",
    "rename",
    "swap",
    "letter",
  ] as const);
  const keyword = card.slice(0, 8).trim();
  if (kind === "value")
    return put(bytes, at, `${card.slice(0, 8)}= ${random.pick(random.chance(0.6) ? NUMBERS : WORDS)}`);
  if (kind === "number") return put(bytes, at, scaleNumber(card, random));
  if (kind === "digit") return put(bytes, at, card.replace(/\d(?=\D*$)/, String(random.below(10))));
  if (kind === "remove") return put(bytes, at, "", `${keyword} removed`);
  if (kind === "double")
    return put(bytes, other, card, `${keyword} doubled over "${textAt(bytes, other).slice(0, 8).trim()}"`);
  if (kind === "rename") return put(bytes, at, textAt(bytes, other).slice(0, 8) + card.slice(8));
  if (kind === "letter") {
    const place = random.below(CARD_BYTES);
    return put(bytes, at, card.slice(0, place) + String.fromCharCode(random.below(256)) + card.slice(place + 1));
  }
  const second = textAt(bytes, other);
  put(bytes, other, card);
  return put(bytes, at, second, `${keyword} interchanged with ${second.slice(0, 8).trim()}`);
}

/** Cards that must agree for a lie to be believed: sizes of image and tile, type and width, rows and heap. */
const TOGETHER = [
  /^Z(NAXIS|TILE)1 *$/,
  /^Z(NAXIS|TILE)2 *$/,
  /^Z(NAXIS|TILE)[12] *$/,
  /^Z?NAXIS2 *$/,
  /^(NAXIS1|TFORM1) *$/,
  /^(PCOUNT|THEAP) *$/,
  /^Z(NAXIS|TILE)\d *$/,
  /^(NAXIS2|ZNAXIS2|ZTILELEN) *$/,
];
const SIZES = [
  "0",
  "1",
  "2",
  "17",
  "1000",
  "4096",
  "65536",
  "1000000",
  "20000000",
  "2147483647",
  "4294967296",
  "1099511627776",
];

/** Gives several cards of one header the same number. */
export function mutateTogether(
  bytes: Uint8Array,
  seed: Seed,
  random: Random,
): { bytes: Uint8Array; what: string } | null {
  const header = random.pick(seed.headers);
  const wanted = random.pick(TOGETHER);
  const size = random.chance(0.4) ? random.pick(SIZES) : String(Math.floor(2 ** (random.below(340) / 10)));
  const changed: string[] = [];
  for (let at = header.start; at + CARD_BYTES <= Math.min(header.end, bytes.length); at += CARD_BYTES) {
    const card = textAt(bytes, at);
    if (!wanted.test(card.slice(0, 8))) continue;
    const isForm = card.startsWith("TFORM");
    put(bytes, at, `${card.slice(0, 8)}= ${isForm ? `'${size}B'` : size}`);
    changed.push(card.slice(0, 8).trim());
  }
  return changed.length === 0 ? null : { bytes, what: `${changed.join(", ")} = ${size}` };
}

function chooseCard(bytes: Uint8Array, start: number, count: number, random: Random): number {
  for (let attempt = 0; attempt < 6; attempt++) {
    const index = random.below(count);
    if (STRUCTURAL.test(textAt(bytes, start + CARD_BYTES * index).slice(0, 8))) return index;
  }
  return random.below(count);
}

function scaleNumber(card: string, random: Random): string {
  return card.replace(/(=\s*'?)(-?\d+(?:\.\d*)?)/, (_, before: string, digits: string) => {
    const value = Number(digits);
    const changed = random.pick([
      value + 1,
      value - 1,
      -value,
      value * 2,
      Math.floor(value / 2),
      value * 1000,
      value * 65536,
      value + 0.5,
    ]);
    return `${before}${changed}`;
  });
}

function put(bytes: Uint8Array, at: number, card: string, what = `card at ${at}: ${card.trim()}`) {
  const text = card.padEnd(CARD_BYTES).slice(0, CARD_BYTES);
  for (let i = 0; i < CARD_BYTES; i++) bytes[at + i] = text.charCodeAt(i);
  return { bytes, what };
}

function textAt(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + CARD_BYTES));
}
