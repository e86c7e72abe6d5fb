// Small FITS files made by hand: every BITPIX, every kind of column, and what our own writer does not write.

export type CardOfBuild = [keyword: string, value: string | number | bigint | boolean];

export interface HduOfBuild {
  cards: CardOfBuild[];
  data: Uint8Array;
}

const CARD_BYTES = 80;
const BLOCK_BYTES = 2880;

/** Bytes of a FITS file; the cards stand as they are given, END and padding are added. */
export function buildFits(hdus: HduOfBuild[]): Uint8Array {
  const parts = hdus.flatMap(({ cards, data }) => {
    const text = [...cards.map(formatCard), "END".padEnd(CARD_BYTES)].join("");
    return [
      padded(
        Uint8Array.from(text, (letter) => letter.charCodeAt(0)),
        0x20,
      ),
      padded(data, 0),
    ];
  });
  const file = new Uint8Array(parts.reduce((total, part) => total + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    file.set(part, offset);
    offset += part.length;
  }
  return file;
}

/** An empty primary HDU, before extensions. */
export const EMPTY_PRIMARY: HduOfBuild = {
  cards: [
    ["SIMPLE", true],
    ["BITPIX", 8],
    ["NAXIS", 0],
    ["EXTEND", true],
  ],
  data: new Uint8Array(),
};

/** An image extension of patterned bytes, or the primary. */
export function imageHdu(bitpix: number, axes: number[], cards: CardOfBuild[] = [], isPrimary = false): HduOfBuild {
  const bytes = axes.reduce((product, length) => product * length, Math.abs(bitpix) / 8);
  return {
    cards: [
      isPrimary ? ["SIMPLE", true] : ["XTENSION", "IMAGE"],
      ["BITPIX", bitpix],
      ["NAXIS", axes.length],
      ...axes.map((length, i): CardOfBuild => [`NAXIS${i + 1}`, length]),
      ...(isPrimary
        ? []
        : ([
            ["PCOUNT", 0],
            ["GCOUNT", 1],
          ] satisfies CardOfBuild[])),
      ...cards,
    ],
    data: pattern(axes.length === 0 ? 0 : bytes),
  };
}

/** A binary table of patterned rows; descriptors of P and Q columns point into a patterned heap. */
export function binaryTableHdu(forms: string[], rowCount: number, cards: CardOfBuild[] = []): HduOfBuild {
  const columns = forms.map((form) => ({ form, bytes: columnBytes(form) }));
  const rowBytes = columns.reduce((total, { bytes }) => total + bytes, 0);
  const heapBytes = 64 * rowCount;
  const data = pattern(rowBytes * rowCount + heapBytes);
  const view = new DataView(data.buffer);
  for (let row = 0; row < rowCount; row++) {
    let offset = row * rowBytes;
    for (const { form, bytes } of columns) {
      const kind = /[PQ]/.exec(form)?.[0];
      if (kind === "P") {
        view.setInt32(offset, 1 + (row % 3));
        view.setInt32(offset + 4, (row * 8) % (heapBytes - 48));
      } else if (kind === "Q") {
        view.setBigInt64(offset, BigInt(row % 2));
        view.setBigInt64(offset + 8, BigInt(row * 8));
      }
      offset += bytes;
    }
  }
  return {
    cards: [
      ["XTENSION", "BINTABLE"],
      ["BITPIX", 8],
      ["NAXIS", 2],
      ["NAXIS1", rowBytes],
      ["NAXIS2", rowCount],
      ["PCOUNT", heapBytes],
      ["GCOUNT", 1],
      ["TFIELDS", forms.length],
      ...forms.flatMap((form, i): CardOfBuild[] => [
        [`TTYPE${i + 1}`, `C${i + 1}`],
        [`TFORM${i + 1}`, form],
      ]),
      ...cards,
    ],
    data,
  };
}

/** An ASCII table of three columns. */
export function asciiTableHdu(): HduOfBuild {
  const rows = Array.from(
    { length: 5 },
    (_, i) => `${String(i * 7 - 3).padStart(6)} ${(i / 3).toExponential(5).padStart(13)} row ${i}  `,
  );
  const text = rows.map((row) => row.padEnd(30)).join("");
  return {
    cards: [
      ["XTENSION", "TABLE"],
      ["BITPIX", 8],
      ["NAXIS", 2],
      ["NAXIS1", 30],
      ["NAXIS2", rows.length],
      ["PCOUNT", 0],
      ["GCOUNT", 1],
      ["TFIELDS", 3],
      ["TBCOL1", 1],
      ["TFORM1", "I6"],
      ["TTYPE1", "COUNT"],
      ["TNULL1", "-3"],
      ["TBCOL2", 8],
      ["TFORM2", "E13.5"],
      ["TTYPE2", "RATIO"],
      ["TSCAL2", 2],
      ["TBCOL3", 22],
      ["TFORM3", "A8"],
      ["TTYPE3", "NAME"],
    ],
    data: Uint8Array.from(text, (letter) => letter.charCodeAt(0)),
  };
}

function columnBytes(form: string): number {
  const [, repeat, letter] = /^(\d*)([A-Z])/.exec(form)!;
  const count = repeat === "" ? 1 : Number(repeat);
  if (letter === "X") return Math.ceil(count / 8);
  const widths: Record<string, number> = { L: 1, B: 1, I: 2, J: 4, K: 8, A: 1, E: 4, D: 8, C: 8, M: 16, P: 8, Q: 16 };
  return count * widths[letter!]!;
}

function pattern(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => (i * 37 + (i >> 5) * 11) & 0xff);
}

function formatCard([keyword, value]: CardOfBuild): string {
  const text =
    typeof value === "string"
      ? `'${value.padEnd(8)}'`
      : (typeof value === "boolean" ? (value ? "T" : "F") : `${value}`).padStart(20);
  const equals = keyword === "CONTINUE" ? " " : "=";
  return `${keyword.padEnd(8)}${equals} ${text}`.padEnd(CARD_BYTES).slice(0, CARD_BYTES);
}

function padded(bytes: Uint8Array, filling: number): Uint8Array {
  const whole = new Uint8Array(Math.ceil(bytes.length / BLOCK_BYTES) * BLOCK_BYTES).fill(filling);
  whole.set(bytes);
  return whole;
}
