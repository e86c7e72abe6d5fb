import type { FitsFile } from "./open-fits";

export interface HduHeader {
  index: number;
  name: string | null;
  type: string;
  /** numpy order */
  shape: number[];
  bitpix: number | null;
  compression: string | null;
  dataBytes: number;
  /** the 80 columns of each card */
  cards: string[];
}

export interface HeaderList {
  hdus: HduHeader[];
  /** what breaks the standard in this file, one line each */
  problems: string[];
}

/** The HDUs of an opened file with every card of their headers, as pages show them. */
export function listHeaders(file: FitsFile): HeaderList {
  return {
    hdus: file.hdus.map(({ index, name, type, shape, bitpix, compression, dataBytes, header }) => {
      const cards = header.cards.map((card) => card.text.trimEnd());
      return { index, name, type, shape, bitpix, compression, dataBytes, cards };
    }),
    problems: file.problems.map((problem) => `${problem.place}: ${problem.found}, expected ${problem.expected}`),
  };
}
