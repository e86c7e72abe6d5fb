// For tests of tables that no fixture holds.

interface TableToTest {
  rowBytes: number;
  rowCount: number;
  /** Keywords of each column, without its number. */
  columns: Record<string, string>[];
  /** Bytes of `data` that are heap. */
  heapBytes?: number;
  /** Further cards as they stand in the file. */
  cards?: string[];
}

const BLOCK_BYTES = 2880;

/** A file of an empty primary and one binary table. */
export function tableFile(
  { rowBytes, rowCount, columns, heapBytes = 0, cards = [] }: TableToTest,
  data: Uint8Array,
): Uint8Array {
  const primary = header(["SIMPLE  = T", "BITPIX  = 8", "NAXIS   = 0"]);
  const structure = [
    "XTENSION= 'BINTABLE'",
    "BITPIX  = 8",
    "NAXIS   = 2",
    `NAXIS1  = ${rowBytes}`,
    `NAXIS2  = ${rowCount}`,
  ];
  structure.push(`PCOUNT  = ${heapBytes}`, "GCOUNT  = 1", `TFIELDS = ${columns.length}`);
  const keywords = columns.flatMap((column, i) =>
    Object.entries(column).map(([keyword, value]) => `${`${keyword}${i + 1}`.padEnd(8)}= '${value}'`),
  );
  const extension = header([...structure, ...keywords, ...cards]);
  const file = new Uint8Array(primary.length + extension.length + Math.ceil(data.length / BLOCK_BYTES) * BLOCK_BYTES);
  file.set(primary);
  file.set(extension, primary.length);
  file.set(data, primary.length + extension.length);
  return file;
}

function header(cards: string[]): Uint8Array {
  const text = [...cards, "END"].map((card) => card.padEnd(80)).join("");
  return new TextEncoder().encode(text.padEnd(Math.ceil(text.length / BLOCK_BYTES) * BLOCK_BYTES));
}
