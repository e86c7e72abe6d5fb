// Writes images as FITS 4.0, with DATASUM and CHECKSUM: for the simulator, tests and exported images.

import { InvalidParameterError } from "@/lib/errors";
import { encodeChecksum, onesComplementSum } from "./checksum";
import { BLOCK_BYTES, CARD_BYTES } from "./header";

export type ValueToWrite = string | number | bigint | boolean | null;

export interface FitsHduToWrite {
  /** Keyword, value, comment. Structural keywords (BITPIX, NAXIS, EXTEND ...) are made here and must not stand among them. */
  cards: [keyword: string, value: ValueToWrite, comment?: string][];
  /** Left out: an HDU without data. */
  image?: { width: number; height: number; pixels: Float32Array | Int16Array | Int32Array | Uint8Array };
}

const STRUCTURAL = /^(SIMPLE|XTENSION|BITPIX|NAXIS\d*|EXTEND|PCOUNT|GCOUNT|END|CHECKSUM|DATASUM)$/;
const EMPTY_CHECKSUM = "0".repeat(16);

/**
 * A FITS file of the given HDUs, the first as primary. Strings that do not fit a card go on over CONTINUE cards, keywords of more
 * than eight characters become HIERARCH. The same input gives the same bytes (no date is written).
 * @throws InvalidParameterError for a structural keyword among the cards, a number that is not finite, or a wrong pixel count
 */
export function writeFits(hdus: FitsHduToWrite[]): Uint8Array {
  const parts = hdus.map((hdu, index) => writeHdu(hdu, index));
  const file = new Uint8Array(parts.reduce((total, part) => total + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    file.set(part, offset);
    offset += part.length;
  }
  return file;
}

function writeHdu(hdu: FitsHduToWrite, index: number): Uint8Array {
  const dataBytes = hdu.image ? hdu.image.pixels.byteLength : 0;
  const sumless = [...structuralCards(hdu, index), ...hdu.cards.flatMap((card) => formatCard(...card))];
  const headerBytes = roundUp((sumless.length + 3) * CARD_BYTES);
  const bytes = new Uint8Array(headerBytes + roundUp(dataBytes));
  const data = bytes.subarray(headerBytes);
  if (hdu.image) writeBigEndian(hdu.image.pixels, data);
  const datasum = formatCard("DATASUM", String(onesComplementSum(data)), "data unit checksum");
  const writeHeader = (checksum: string) => {
    const cards = [...sumless, ...formatCard("CHECKSUM", checksum, "HDU checksum"), ...datasum, "END"];
    writeText(
      bytes,
      cards
        .map((card) => card.padEnd(CARD_BYTES))
        .join("")
        .padEnd(headerBytes),
    );
  };
  writeHeader(EMPTY_CHECKSUM);
  writeHeader(encodeChecksum(onesComplementSum(bytes)));
  return bytes;
}

function structuralCards(hdu: FitsHduToWrite, index: number): string[] {
  const { image } = hdu;
  if (image && image.width * image.height !== image.pixels.length) {
    const expected = `${image.width} x ${image.height}`;
    throw new InvalidParameterError({ place: `HDU ${index}`, found: `${image.pixels.length} pixels`, expected });
  }
  for (const [keyword] of hdu.cards) {
    if (!STRUCTURAL.test(keyword)) continue;
    throw new InvalidParameterError({
      place: `HDU ${index}`,
      found: `a card ${keyword}`,
      expected: "no structural keyword",
    });
  }
  const cards: FitsHduToWrite["cards"] = [
    index === 0 ? ["SIMPLE", true, "conforms to FITS standard"] : ["XTENSION", "IMAGE", "Image extension"],
    ["BITPIX", image ? bitpixOf(image.pixels) : 8, "bits per pixel"],
    ["NAXIS", image ? 2 : 0, "number of axes"],
  ];
  if (image) cards.push(["NAXIS1", image.width], ["NAXIS2", image.height]);
  if (index === 0) cards.push(["EXTEND", true]);
  else cards.push(["PCOUNT", 0], ["GCOUNT", 1]);
  return cards.flatMap((card) => formatCard(...card));
}

function bitpixOf(pixels: Float32Array | Int16Array | Int32Array | Uint8Array): number {
  return pixels instanceof Float32Array ? -32 : pixels.BYTES_PER_ELEMENT * 8;
}

/** The card, or cards where a string is continued (FITS 4.0, 4.2.1.2). */
function formatCard(keyword: string, value: ValueToWrite, comment = ""): string[] {
  if (keyword === "COMMENT" || keyword === "HISTORY" || keyword === "") {
    return split(String(value ?? comment), 72).map((piece) => keyword.padEnd(8) + piece);
  }
  const isPlain = /^[A-Z0-9_-]{1,8}$/.test(keyword);
  const start = isPlain ? `${keyword.padEnd(8)}= ` : `HIERARCH ${keyword} = `;
  const tail = comment === "" ? "" : ` / ${comment}`;
  if (typeof value === "string") return formatString(start, value, tail);
  const text = formatNumber(keyword, value);
  return [(start + (isPlain ? text.padStart(20) : text) + tail).slice(0, CARD_BYTES)];
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

function writeBigEndian(pixels: Float32Array | Int16Array | Int32Array | Uint8Array, target: Uint8Array): void {
  const view = new DataView(target.buffer, target.byteOffset, target.byteLength);
  if (pixels instanceof Uint8Array) target.set(pixels);
  else if (pixels instanceof Int16Array) for (let i = 0; i < pixels.length; i++) view.setInt16(2 * i, pixels[i]!);
  else if (pixels instanceof Int32Array) for (let i = 0; i < pixels.length; i++) view.setInt32(4 * i, pixels[i]!);
  else for (let i = 0; i < pixels.length; i++) view.setFloat32(4 * i, pixels[i]!);
}

function writeText(bytes: Uint8Array, text: string): void {
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
}

function printable(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]/g, "?");
}

function split(text: string, length: number): string[] {
  const pieces = printable(text).match(new RegExp(`.{1,${length}}`, "g"));
  return pieces ?? [""];
}

function roundUp(bytes: number): number {
  return Math.ceil(bytes / BLOCK_BYTES) * BLOCK_BYTES;
}
