import type { LocalHeaders } from "@/components/local-fits/hdu-list";
import type { FitsFile } from "@/lib/readers/fits";

/** Headers of an opened file as the panel shows them; pixels are not read. */
export function headersOf(file: FitsFile): LocalHeaders {
  return {
    path: file.name,
    hdus: file.hdus.map((hdu) => ({
      index: hdu.index,
      name: hdu.name,
      type: hdu.type,
      shape: hdu.shape,
      bitpix: hdu.bitpix,
      compression: hdu.compression,
      dataBytes: hdu.dataBytes,
      cards: hdu.header.cards.map((card) => card.text.trimEnd()),
    })),
    problems: file.problems.map((problem) => `${problem.place}: ${problem.found}, expected ${problem.expected}`),
    troubledHdus: file.problems.map(({ hdu }) => hdu),
  };
}
