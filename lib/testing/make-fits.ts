// FITS files in memory, for tests that must always run.

import { memoryByteSource } from "@/lib/files/byte-source";
import { type FitsFile, type FitsHduToWrite, openFits, writeFits } from "@/lib/readers/fits";

type Cards = Record<string, FitsHduToWrite["cards"][number][1]>;

/** An HDU of a test file: cards, and for an image its size or its pixels. */
export interface TestHdu {
  cards?: Cards;
  size?: [width: number, height: number];
  pixels?: NonNullable<FitsHduToWrite["image"]>["pixels"];
}

/**
 * Bytes of a FITS file.
 *
 * @param hdus the first is primary; pixels left out are zero (int16)
 * @returns the file
 */
export function fitsBytes(hdus: TestHdu[]): Uint8Array {
  return writeFits(
    hdus.map(({ cards = {}, size, pixels }) => ({
      cards: Object.entries(cards).map(([keyword, value]): FitsHduToWrite["cards"][number] => [keyword, value]),
      ...(size
        ? { image: { width: size[0], height: size[1], pixels: pixels ?? new Int16Array(size[0] * size[1]) } }
        : {}),
    })),
  );
}

/**
 * Opens a FITS file made of the given HDUs.
 *
 * @param hdus as for fitsBytes
 * @param name what messages call it
 * @returns the open file, in memory
 */
export function makeFits(hdus: TestHdu[], name = "test.fits"): Promise<FitsFile> {
  return openFits(memoryByteSource(fitsBytes(hdus), name));
}
