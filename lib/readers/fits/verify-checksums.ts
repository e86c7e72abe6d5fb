// Whether the bytes of an HDU are those that its DATASUM and CHECKSUM were made of (FITS 4.0, 4.4.2.7 and appendix J).

import { MalformedFileError } from "@/lib/errors";
import { addOnesComplement, onesComplementSum } from "./checksum";
import { type Hdu, placeOf, requireHdu } from "./hdu";
import { BLOCK_BYTES } from "./header";
import type { FitsFile } from "./open-fits";

/** "absent" is a keyword that is not there, or has the empty string, which the standard gives the same meaning. */
export type ChecksumVerdict = "right" | "wrong" | "absent";

export interface Checksums {
  datasum: ChecksumVerdict;
  checksum: ChecksumVerdict;
}

/** Data are summed in pieces that stay in the cache between reading and summing. */
const PIECE_BYTES = 1 << 20;
const ALL_ONES = 0xffffffff;

/**
 * Checks DATASUM and CHECKSUM against the raw bytes of an HDU, padding included. Nothing is decompressed: the sums of a tile-compressed
 * image are those of its table, ZDATASUM and ZHECKSUM (of the image before compression) are not looked at. Reads no data when both
 * keywords are absent; else all of them, once.
 * @throws NotFoundError no such HDU; MalformedFileError the file ends before the HDU does
 */
export async function verifyChecksums(file: FitsFile, hduIndex: number): Promise<Checksums> {
  const hdu = requireHdu(file, hduIndex);
  const place = placeOf(hduIndex, file.name);
  const datasum = storedSum(hdu, "DATASUM");
  const hasChecksum = storedSum(hdu, "CHECKSUM") !== null;
  if (datasum === null && !hasChecksum) return { datasum: "absent", checksum: "absent" };
  const dataSum = await sumData(file, hdu, place);
  const wholeSum = addOnesComplement(dataSum, onesComplementSum(hdu.headerBytes));
  return {
    datasum: datasum === null ? "absent" : verdict(/^\d+$/.test(datasum) && Number(datasum) === dataSum),
    checksum: hasChecksum ? verdict(wholeSum === ALL_ONES || wholeSum === 0) : "absent",
  };
}

/** Text of the keyword; the standard has DATASUM as a string, careless writers as a number. */
function storedSum(hdu: Hdu, keyword: string): string | null {
  const text = hdu.header.getText(keyword)?.trim() ?? "";
  return text === "" ? null : text;
}

async function sumData(file: FitsFile, hdu: Hdu, place: string): Promise<number> {
  const end = hdu.dataStart + Math.ceil(hdu.dataBytes / BLOCK_BYTES) * BLOCK_BYTES;
  if (end > file.byteLength) {
    const found = `file of ${file.byteLength} bytes (truncated, or a lying header)`;
    throw new MalformedFileError({ place, found, expected: `data and fill up to byte ${end}` });
  }
  const most = Math.min(PIECE_BYTES, end - hdu.dataStart);
  const buffer = new Uint8Array(most);
  let sum = 0;
  for (let start = hdu.dataStart; start < end; start += most) {
    const piece = buffer.subarray(0, Math.min(most, end - start));
    await file.source.readInto(start, piece);
    sum = onesComplementSum(piece, sum);
  }
  return sum;
}

function verdict(isRight: boolean): ChecksumVerdict {
  return isRight ? "right" : "wrong";
}
