// Small files that break one rule of the standard each, written card by card.

export interface DamagedFile {
  name: string;
  bytes: Uint8Array;
  /** The only problem: its place behind "HDU n of x.fits, ", and what was found. Null for a file without fault. */
  problem: { hdu: number; where: string; found: string } | null;
}

const BLOCK = 2880;

/** An HDU of the given cards (END is added) and data, filled up to whole blocks. */
export function rawHdu(cards: string[], data: Uint8Array = new Uint8Array(0), fill = 0): Uint8Array {
  const text = [...cards, "END"].map((card) => card.padEnd(80)).join("");
  const header = new Uint8Array(Math.ceil(text.length / BLOCK) * BLOCK).fill(0x20);
  for (let i = 0; i < text.length; i++) header[i] = text.charCodeAt(i);
  const body = new Uint8Array(Math.ceil(data.length / BLOCK) * BLOCK).fill(fill);
  body.set(data);
  return concatenate(header, body);
}

export function concatenate(...parts: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((total, part) => total + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** A card in fixed format; strings in quotes. */
export function card(keyword: string, value: string | number | boolean): string {
  if (typeof value === "string") return `${keyword.padEnd(8)}= '${value.padEnd(8)}'`;
  const text = typeof value === "boolean" ? (value ? "T" : "F") : String(value);
  return `${keyword.padEnd(8)}= ${text.padStart(20)}`;
}

const EMPTY = rawHdu([card("SIMPLE", true), card("BITPIX", 8), card("NAXIS", 0)]);
const IMAGE = [card("SIMPLE", true), card("BITPIX", 16), card("NAXIS", 2), card("NAXIS1", 3), card("NAXIS2", 2)];
const TEXT = new TextEncoder();

/** The image's cards with some replaced by keyword, and others behind them. */
function image(replaced: Record<string, string>, ...more: string[]): Uint8Array {
  return rawHdu([...replace(IMAGE, replaced), ...more], new Uint8Array(12).fill(1));
}

function replace(cards: string[], replaced: Record<string, string>): string[] {
  return cards.map((one) => replaced[one.slice(0, 8).trimEnd()] ?? one);
}

const BINARY = [
  ...[card("XTENSION", "BINTABLE"), card("BITPIX", 8), card("NAXIS", 2), card("NAXIS1", 19), card("NAXIS2", 2)],
  ...[card("PCOUNT", 12), card("GCOUNT", 1), card("TFIELDS", 5), card("TFORM1", "1J"), card("TFORM2", "1L")],
  ...[card("TFORM3", "4A"), card("TFORM4", "1PI(3)"), card("TFORM5", "11X")],
];

/** Two rows of int32, logical, text, a descriptor and 11 bits; a heap of 12 bytes. */
function binaryData(change: (row: DataView) => void = () => {}): Uint8Array {
  const data = new Uint8Array(2 * 19 + 12);
  for (let row = 0; row < 2; row++) {
    const view = new DataView(data.buffer, 19 * row, 19);
    view.setInt32(0, 77);
    view.setUint8(4, row === 0 ? 0x54 : 0);
    data.set(TEXT.encode("M 31"), 19 * row + 5);
    view.setInt32(9, 3);
    view.setInt32(13, 6 * row);
    view.setUint16(17, 0xffe0);
  }
  change(new DataView(data.buffer, 19, 19));
  return data;
}

function binary(replaced: Record<string, string>, more: string[] = [], data = binaryData()): Uint8Array {
  return concatenate(EMPTY, rawHdu([...replace(BINARY, replaced), ...more], data));
}

const ASCII = [
  ...[card("XTENSION", "TABLE"), card("BITPIX", 8), card("NAXIS", 2), card("NAXIS1", 16), card("NAXIS2", 2)],
  ...[card("PCOUNT", 0), card("GCOUNT", 1), card("TFIELDS", 2), card("TBCOL1", 1), card("TFORM1", "I5")],
  ...[card("TBCOL2", 7), card("TFORM2", "E10.3")],
];
const ASCII_ROWS = "   12  1.500E+02  -13           ";

function ascii(replaced: Record<string, string>, rows = ASCII_ROWS, fill = 0x20): Uint8Array {
  return concatenate(EMPTY, rawHdu(replace(ASCII, replaced), TEXT.encode(rows), fill));
}

const COMPRESSED = [
  ...[card("XTENSION", "BINTABLE"), card("BITPIX", 8), card("NAXIS", 2), card("NAXIS1", 8), card("NAXIS2", 2)],
  ...[card("PCOUNT", 6), card("GCOUNT", 1), card("TFIELDS", 1), card("TTYPE1", "COMPRESSED_DATA")],
  ...[card("TFORM1", "1PB(3)"), card("ZIMAGE", true), card("ZCMPTYPE", "RICE_1"), card("ZBITPIX", 16)],
  ...[card("ZNAXIS", 2), card("ZNAXIS1", 3), card("ZNAXIS2", 2), card("ZNAME1", "BLOCKSIZE"), card("ZVAL1", 32)],
];

function compressed(replaced: Record<string, string>): Uint8Array {
  const data = new Uint8Array(22);
  for (let row = 0; row < 2; row++) {
    new DataView(data.buffer).setInt32(8 * row, 3);
    new DataView(data.buffer).setInt32(8 * row + 4, 3 * row);
  }
  return concatenate(EMPTY, rawHdu(replace(COMPRESSED, replaced), data));
}

function patched(bytes: Uint8Array, at: number, ...values: number[]): Uint8Array {
  const copy = bytes.slice();
  copy.set(values, at);
  return copy;
}

const good = (name: string, bytes: Uint8Array): DamagedFile => ({ name, bytes, problem: null });
const bad = (name: string, bytes: Uint8Array, where: string, found: string, hdu = 0): DamagedFile => {
  return { name, bytes, problem: { hdu, where, found } };
};

/** One file for each rule, and sound ones that come close. */
export function damagedFiles(): DamagedFile[] {
  return [...damagedCards(), ...damagedHeaders(), ...damagedTables(), ...damagedCompressed(), ...damagedEnds()];
}

function damagedCards(): DamagedFile[] {
  const extra = (text: string) => image({}, text);
  const at = (name: string) => `card 6 (${name})`;
  return [
    good("sound image", extra("OBJECT  = 'it''s'              / a name")),
    good("undefined value and complex numbers", image({}, "GAIN    =", "Z       = (1.5, -2.0E+3)")),
    good("commentary with =", image({}, "COMMENT = 'unclosed", "HISTORY = x", "HIERARCH ESO DET = 'x")),
    bad("tab in a comment", extra("GAIN    = 1 / a\tb"), `${at("GAIN")}, 4.1.1`, "byte 9 in column 16"),
    bad("lower case", extra("gain    = 1"), `${at("gain")}, 4.1.2.1`, 'keyword "gain" in lower case'),
    bad("character in keyword", extra("GAIN.A  = 1"), `${at("GAIN.A")}, 4.1.2.1`, 'keyword "GAIN.A"'),
    bad("blank in keyword", extra("GA IN   = 1"), `${at("GA IN")}, 4.1.2.1`, 'keyword "GA IN"'),
    bad("keyword behind column 1", extra(" GAIN   = 1"), `${at(" GAIN")}, 4.1.2.1`, 'keyword " GAIN"'),
    bad("= without blank", extra("GAIN    =1"), `${at("GAIN")}, 4.1.2.2`, '"=1" in columns 9 and 10'),
    bad("unclosed", extra("OBJECT  = 'M 31"), `${at("OBJECT")}, 4.2.1.1`, "string without its closing quote"),
    bad("text behind string", extra("OBJECT  = 'M 31' x"), `${at("OBJECT")}, 4.1.2.3`, '"x" behind the string'),
    bad("bare word", extra("OBJECT  = M31"), `${at("OBJECT")}, 4.2`, "value M31"),
    bad("two numbers", extra("GAIN    = 1 2"), `${at("GAIN")}, 4.2`, "value 1 2"),
    bad("small exponent", extra("GAIN    = 1.5e3"), `${at("GAIN")}, 4.2.4`, "value 1.5e3"),
    bad("object as number", extra(card("OBJECT", 7)), `${at("OBJECT")}, 4.4.2`, "OBJECT = 7 (integer)"),
    bad("text as BZERO", extra(card("BZERO", "7")), `${at("BZERO")}, 4.4.2`, "BZERO = 7        (string)"),
    bad("BSCALE 0", extra(card("BSCALE", 0)), `${at("BSCALE")}, 4.4.2.5`, "BSCALE = 0"),
    bad("EXTEND as text", extra(card("EXTEND", "T")), `${at("EXTEND")}, 4.4.1`, "EXTEND = T       "),
    bad(
      "WCSAXES behind CTYPE1",
      image({}, card("CTYPE1", "RA---TAN"), card("WCSAXES", 2)),
      "card 7 (WCSAXES), 8.2",
      "WCSAXES behind card 6 (CTYPE1)",
    ),
  ];
}

function damagedHeaders(): DamagedFile[] {
  const float = rawHdu([...replace(IMAGE, { BITPIX: card("BITPIX", -32) }), card("BLANK", -1)], new Uint8Array(24));
  const extension = (...cards: string[]) =>
    concatenate(EMPTY, rawHdu([card("XTENSION", "IMAGE"), card("BITPIX", 8), card("NAXIS", 0), ...cards]));
  const shifted = image({ SIMPLE: "SIMPLE  = T" });
  return [
    good("sound extension", extension(card("PCOUNT", 0), card("GCOUNT", 1))),
    good("random groups", groups()),
    bad("BLANK of floats", float, "card 6 (BLANK), 4.4.2.5", "BLANK with BITPIX -32"),
    bad("free format", shifted, "card 1 (SIMPLE), 4.2", '"T"'),
    bad("SIMPLE F", image({ SIMPLE: card("SIMPLE", false) }), "card 1 (SIMPLE), 4.4.1", "SIMPLE = F"),
    bad("twice", image({}, card("NAXIS1", 3)), "card 6 (NAXIS1), 4.4.1", "NAXIS1 again (first in card 4)"),
    bad(
      "number beyond column 30",
      image({ NAXIS: `NAXIS   = ${"2".padStart(21)}` }),
      "card 3 (NAXIS), 4.2",
      `"${"2".padStart(21)}"`,
    ),
    bad("axis too many", image({}, card("NAXIS3", 1)), "card 6 (NAXIS3), 4.4.1", "NAXIS3 with NAXIS = 2"),
    bad("no value", image({}, "OBJECT    M 31"), "card 6 (OBJECT), 4.1.2.2", 'OBJECT without "= "'),
    bad("unregistered", foreign("PICTURE"), "card 1 (XTENSION), 4.4.1", "XTENSION = PICTURE ", 1),
    good("registered", foreign("FOREIGN")),
    bad("order", extension(card("GCOUNT", 1), card("PCOUNT", 0)), "card 4 (GCOUNT), 4.4.1", "GCOUNT", 1),
    bad(
      "PCOUNT of an image",
      extension(card("PCOUNT", 1), card("GCOUNT", 1)),
      "card 4 (PCOUNT), 4.4.1",
      "PCOUNT = 1",
      1,
    ),
    bad(
      "BITPIX in between",
      image({ BITPIX: "COMMENT", NAXIS: card("BITPIX", 16), NAXIS1: card("NAXIS", 1), NAXIS2: card("NAXIS1", 6) }),
      "card 2 (COMMENT), 4.4.1",
      "COMMENT",
    ),
  ];
}

function foreign(name: string): Uint8Array {
  const cards = [card("XTENSION", name), card("BITPIX", 8), card("NAXIS", 0), card("PCOUNT", 0), card("GCOUNT", 1)];
  return concatenate(EMPTY, rawHdu(cards));
}

function groups(): Uint8Array {
  const cards = [card("SIMPLE", true), card("BITPIX", 16), card("NAXIS", 2), card("NAXIS1", 0), card("NAXIS2", 2)];
  return rawHdu([...cards, card("GROUPS", true), card("PCOUNT", 1), card("GCOUNT", 2)], new Uint8Array(12));
}

function damagedTables(): DamagedFile[] {
  const row = (change: (row: DataView) => void) => binary({}, [], binaryData(change));
  const bin = (name: string, bytes: Uint8Array, where: string, found: string) => bad(name, bytes, where, found, 1);
  return [
    good("sound table", binary({}, [card("TDIM3", "(2,2)"), card("TNULL1", -1), card("THEAP", 38)])),
    good("sound ASCII table", ascii({})),
    bin("row width", binary({ TFORM1: card("TFORM1", "1K") }), "header, 7.3.1", "columns of 23 bytes"),
    bin("form", binary({ TFORM1: card("TFORM1", "1Y") }), "card 9 (TFORM1), 7.3.1", 'TFORM "1Y      "'),
    bin("no form", binary({ TFORM5: "COMMENT" }), "header, 7.2.1, 7.3.1", "no TFORM5"),
    bin("index", binary({}, [card("TUNIT6", "m")]), "card 14 (TUNIT6), 7.2.1, 7.3.1", "TUNIT6 with TFIELDS = 5"),
    bin("dimensions", binary({}, [card("TDIM3", "(3,2)")]), "card 14 (TDIM3), 7.3.2", "TDIM (3,2) of 6 elements"),
    bin("no dimensions", binary({}, [card("TDIM3", "3x2")]), "card 14 (TDIM3), 7.3.2", 'TDIM "3x2"'),
    bin("null text", binary({}, [card("TNULL1", "x")]), "card 14 (TNULL1), 7.3.2", "TNULL = x       "),
    bin("scaled text", binary({}, [card("TSCAL3", 2)]), "card 14 (TSCAL3), 7.3.2", "TSCAL3 of type A"),
    bin("scale 0", binary({}, [card("TSCAL1", 0)]), "card 14 (TSCAL1), 7.3.2", "TSCAL1 = 0"),
    bin("THEAP", binary({}, [card("THEAP", 37)]), "card 14 (THEAP), 7.3.2", "THEAP = 37"),
    bin(
      "logical",
      row((view) => view.setUint8(4, 1)),
      "row 2, column 2, 7.3.3",
      "logical of byte 1",
    ),
    bin(
      "string",
      row((view) => view.setUint8(6, 200)),
      "row 2, column 3, 7.3.3",
      "byte 200 in a string",
    ),
    bin(
      "bits",
      row((view) => view.setUint8(18, 1)),
      "row 2, column 5, 7.3.3",
      "bits set behind the last one",
    ),
    bin(
      "offset",
      row((view) => view.setInt32(13, 7)),
      "row 2, column 4, 7.3.5",
      "array of 3 at byte 7 of the heap",
    ),
    bin(
      "count",
      row((view) => view.setInt32(9, -1)),
      "row 2, column 4, 7.3.5",
      "array of -1 at byte 6 of the heap",
    ),
    bin(
      "most",
      binary({ TFORM4: card("TFORM4", "1PI(2)") }),
      "row 1, column 4, 7.3.5",
      "array of 3 at byte 0 of the heap (and 1 rows more)",
    ),
    bin("TBCOL", ascii({ TBCOL2: card("TBCOL2", 8) }), "header, 7.2.1", "TBCOL2 = 8 for 10 columns"),
    bin("ASCII form", ascii({ TFORM2: card("TFORM2", "1E") }), "card 12 (TFORM2), 7.2.1", 'TFORM "1E      "'),
    bin("ASCII number", ascii({}, ASCII_ROWS.replace("12", "1x")), "row 1, column 1, 7.2.5", '"   1x"'),
    bin("ASCII fill", ascii({}, ASCII_ROWS, 0), "fill of the data, 7.2.3", "byte 0 at 5792"),
  ];
}

function damagedCompressed(): DamagedFile[] {
  const header = "header, 10.1.1";
  const make = (name: string, replaced: Record<string, string>, where: string, found: string) =>
    bad(name, compressed(replaced), where, found, 1);
  return [
    good("sound compressed image", compressed({})),
    make("algorithm", { ZCMPTYPE: card("ZCMPTYPE", "LZW") }, "card 12 (ZCMPTYPE), 10.1.1", "ZCMPTYPE = LZW     "),
    make("tiles", { ZNAXIS2: card("ZNAXIS2", 3) }, header, "NAXIS2 = 2"),
    make("pairs", { ZVAL1: "COMMENT" }, "card 17 (ZNAME1), 10.1.2", "ZNAME1 without ZVAL1"),
    make("column", { TTYPE1: card("TTYPE1", "DATA") }, "header, 10.1.3", "no column COMPRESSED_DATA"),
  ];
}

function damagedEnds(): DamagedFile[] {
  const sound = image({});
  return [
    bad("fill", patched(sound, BLOCK + 12, 1), "fill of the data, 3.3.2", "byte 1 at 2892"),
    bad("behind END", patched(sound, 600, 0x41), "end of the header, 3.3.1", "byte 65 in card 8, behind END"),
    bad("END", patched(sound, 410, 0x41), "card 6 (END), 4.4.1.1", "byte 65 in column 11"),
    bad("short", sound.subarray(0, BLOCK + 500), "fill of the data, 3.1", "file of 3380 bytes"),
    bad("long", concatenate(sound, new Uint8Array(BLOCK)), "3.5", "2880 bytes behind the last HDU"),
    bad(
      "checksums",
      image({}, card("DATASUM", "17"), card("CHECKSUM", "")),
      "DATASUM, 4.4.2.7",
      "another sum of the data",
    ),
  ];
}
