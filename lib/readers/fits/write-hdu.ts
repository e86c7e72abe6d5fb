// An HDU from its cards and data: END, padding, DATASUM and CHECKSUM (FITS 4.0, 3.3, 4.4.2.7 and appendix J).

import { InvalidParameterError } from "@/lib/errors";
import { addOnesComplement, encodeChecksum, onesComplementSum } from "./checksum";
import { BLOCK_BYTES, CARD_BYTES } from "./header";
import { type CardToWrite, formatCard } from "./write-cards";

/** An HDU that knows its size, not yet written. */
export interface HduParts {
  /** 80 columns or fewer each; without checksums and END. */
  cards: string[];
  dataBytes: number;
  /** Writes the data into zeros, `dataBytes` of them. */
  fill(target: Uint8Array): void;
}

const EMPTY_CHECKSUM = "0".repeat(16);
const STRUCTURAL = /^(SIMPLE|XTENSION|BITPIX|NAXIS\d*|EXTEND|PCOUNT|GCOUNT|END|CHECKSUM|DATASUM)$/;

/** Bytes of the HDU in the file. */
export function hduBytes(parts: HduParts): number {
  return headerBytes(parts) + roundUp(parts.dataBytes);
}

/** Writes an HDU into zeros, hduBytes of them. */
export function writeHdu(parts: HduParts, target: Uint8Array): void {
  const headerLength = headerBytes(parts);
  const data = target.subarray(headerLength);
  parts.fill(data.subarray(0, parts.dataBytes));
  const dataSum = onesComplementSum(data);
  const datasum = formatCard("DATASUM", String(dataSum), "data unit checksum");
  const header = target.subarray(0, headerLength);
  const writeHeader = (checksum: string) => {
    const cards = [...parts.cards, ...formatCard("CHECKSUM", checksum, "HDU checksum"), ...datasum, "END"];
    const text = cards.map((card) => card.padEnd(CARD_BYTES)).join("");
    for (let i = 0; i < text.length; i++) header[i] = text.charCodeAt(i);
    header.fill(0x20, text.length);
  };
  writeHeader(EMPTY_CHECKSUM);
  writeHeader(encodeChecksum(addOnesComplement(onesComplementSum(header), dataSum)));
}

/**
 * The caller's cards, after a look at their keywords.
 * @param reserved keywords that this kind of HDU makes itself, besides the structural ones
 * @throws InvalidParameterError for one of them
 */
export function formatOwnCards(cards: CardToWrite[], index: number, reserved?: RegExp): string[] {
  for (const [keyword] of cards) {
    if (!STRUCTURAL.test(keyword) && !reserved?.test(keyword)) continue;
    const found = `a card ${keyword}`;
    throw new InvalidParameterError({ place: `HDU ${index}`, found, expected: "no structural keyword" });
  }
  return formatCards(cards);
}

/** Cards of 80 columns; long strings take several. */
export function formatCards(cards: CardToWrite[]): string[] {
  return cards.flatMap((card) => formatCard(...card));
}

/** The cards with LONGSTRN where strings go on over CONTINUE cards: readers older than FITS 4.0, 4.2.1.2 ask for it. */
export function announceLongStrings(cards: string[]): string[] {
  if (!cards.some((card) => card.startsWith("CONTINUE")) || cards.some((card) => card.startsWith("LONGSTRN=")))
    return cards;
  return [...cards, ...formatCard("LONGSTRN", "OGIP 1.0", "strings may go on over CONTINUE cards")];
}

function headerBytes(parts: HduParts): number {
  return roundUp((parts.cards.length + 3) * CARD_BYTES);
}

function roundUp(bytes: number): number {
  return Math.ceil(bytes / BLOCK_BYTES) * BLOCK_BYTES;
}
