// Writes images and binary tables as FITS 4.0, with DATASUM and CHECKSUM: for the simulator, tests and exports.

import { InvalidParameterError } from "@/lib/errors";
import type { CardToWrite } from "./write-cards";
import { announceLongStrings, type HduParts, hduBytes, writeHdu } from "./write-hdu";
import { type ImageToWrite, imageParts } from "./write-image";
import { riceParts } from "./write-rice";
import { type TableToWrite, tableParts } from "./write-table";

export interface FitsHduToWrite {
  /**
   * Keyword, value, comment. Structural keywords (BITPIX, NAXIS, EXTEND ...), and those that describe columns, compression or scaling where
   * there are such, are made here and must not stand among them.
   */
  cards: CardToWrite[];
  /** Left out, and `table` too: an HDU without data. */
  image?: ImageToWrite;
  table?: TableToWrite;
}

/**
 * A FITS file of the given HDUs, the first as primary; before a table or a compressed image, which cannot be primary, an empty primary
 * header is put. Strings that do not fit a card go on over CONTINUE cards, keywords of more than eight characters become HIERARCH.
 * The same input gives the same bytes (no date is written). Memory: the file once, and compressed or scaled pixels.
 * @throws InvalidParameterError for a structural keyword among the cards, a number that is not finite, a wrong pixel count, or what
 *   write-image.ts, write-rice.ts and write-table.ts refuse
 */
export function writeFits(hdus: FitsHduToWrite[]): Uint8Array<ArrayBuffer> {
  const parts = layOut(hdus);
  const file = new Uint8Array(parts.reduce((total, part) => total + hduBytes(part), 0));
  let offset = 0;
  for (const part of parts) {
    writeHdu(part, file.subarray(offset, offset + hduBytes(part)));
    offset += hduBytes(part);
  }
  return file;
}

/**
 * The bytes of one HDU, for a file that is written piece by piece: the pieces, first to last, are the file that writeFits makes.
 * Memory: the HDU once.
 * @param index place in the file; the first (0) has no table and no compressed image
 * @throws InvalidParameterError as writeFits, and for a first HDU that cannot be primary
 */
export function writeFitsHdu(hdu: FitsHduToWrite, index: number): Uint8Array<ArrayBuffer> {
  const [part, ...others] = layOut([...(index === 0 ? [] : [{ cards: [] }]), hdu]).slice(index === 0 ? 0 : 1);
  if (part === undefined || others.length > 0) {
    const found = "a table or a compressed image";
    throw new InvalidParameterError({ place: `HDU ${index}`, found, expected: "what can be primary" });
  }
  const bytes = new Uint8Array(hduBytes(part));
  writeHdu(part, bytes);
  return bytes;
}

function layOut(hdus: FitsHduToWrite[]): HduParts[] {
  const [first] = hdus;
  const needsPrimary = first !== undefined && (first.table !== undefined || first.image?.compression !== undefined);
  const parts = needsPrimary ? [imageParts([], undefined, 0)] : [];
  for (const { cards, image, table } of hdus) {
    const index = parts.length;
    if (table) parts.push(tableParts(cards, table, index));
    else if (image?.compression) parts.push(riceParts(cards, image, index, needsPrimary && index === 1));
    else parts.push(imageParts(cards, image, index));
  }
  return parts.map((part) => ({ ...part, cards: announceLongStrings(part.cards) }));
}
