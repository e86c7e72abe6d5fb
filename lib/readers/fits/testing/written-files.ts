// Files of every kind that writeFits writes, and what a reader must find in them. Other programs are put to them by
// fixtures/written.check.py.

import type { ColumnToWrite } from "../write-elements";
import type { FitsHduToWrite } from "../write-fits";
import { anyNumbers, noiseOf, seededRandom } from "./seeded";

export interface WrittenFile {
  name: string;
  hdus: FitsHduToWrite[];
}

const ROWS = 17;
const INTEGERS = {
  U8: Uint8Array,
  I8: Int8Array,
  I16: Int16Array,
  U16: Uint16Array,
  I32: Int32Array,
  U32: Uint32Array,
};
const OTHERS = { I64: BigInt64Array, U64: BigUint64Array, F32: Float32Array, F64: Float64Array };

/** The same content in every run. */
export function writtenFiles(): WrittenFile[] {
  return [
    { name: "images", hdus: images() },
    { name: "rice-integers", hdus: riceIntegers() },
    { name: "rice-floats", hdus: riceFloats() },
    { name: "table", hdus: [{ cards: [["EXTNAME", "TABLE"]], table: { columns: columns() } }] },
  ];
}

function images(): FitsHduToWrite[] {
  const shapes = [[5, 7], [11], [2, 3, 4], [2, 1, 3, 5]];
  const plain = Object.entries({ ...INTEGERS, ...OTHERS }).map(([name, make], i): FitsHduToWrite => {
    const shape = shapes[i % shapes.length]!;
    const count = shape.reduce((total, length) => total * length, 1);
    const pixels = anyNumbers<InstanceType<typeof make>>(make, make.BYTES_PER_ELEMENT, count, 100 + i);
    return { cards: [["EXTNAME", name]], image: { shape, pixels } };
  });
  const scaled = sky(new Float32Array(40 * 12), 40);
  scaled[4 * 40 + 9] = 3;
  return [
    { cards: primaryCards() },
    ...plain,
    { cards: [["EXTNAME", "SCALED"]], image: { width: 40, height: 12, pixels: scaled, scaling: {} } },
  ];
}

function primaryCards(): FitsHduToWrite["cards"] {
  return [
    ["OBJECT", "it's a 'quoted' name", "with a comment"],
    ["LONGTEXT", `${"it's long, ".repeat(14)}'end'`, "continued"],
    ["LSST BUTLER ID", "a hierarchical keyword"],
    ["EXPTIME", 30.5, "s"],
    ["SMALL", 1.25e-17],
    ["COUNT", -12],
    ["BIG", 12345678901234567890n],
    ["FLAG", true],
    ["COMMENT", "What is said in a comment may be longer than a card, and goes on in the next one."],
    ["HISTORY", "written by a test"],
  ];
}

function riceIntegers(): FitsHduToWrite[] {
  return Object.entries(INTEGERS).map(([name, make], i): FitsHduToWrite => {
    const shape = i % 2 ? [2, 5, 67] : [9, 101];
    const count = shape.reduce((total, length) => total * length, 1);
    const pixels = anyNumbers<InstanceType<typeof make>>(make, make.BYTES_PER_ELEMENT, count, 200 + i);
    const random = seededRandom(300 + i);
    for (let k = 120; k < count; k++) pixels[k] = 60 + 15 * noiseOf(random);
    pixels.fill(77, 202, 303);
    return { cards: [["EXTNAME", name]], image: { shape, pixels, compression: "RICE_1" } };
  });
}

function riceFloats(): FitsHduToWrite[] {
  const make = (pixels: Float32Array | Float64Array, level: number, seed: number): FitsHduToWrite["image"] => {
    return { width: 301, height: 12, pixels, compression: "RICE_1", quantisation: { level, seed } };
  };
  return [
    { cards: [["EXTNAME", "F32"]], image: make(sky(new Float32Array(301 * 12), 301), 4, 1) },
    { cards: [["EXTNAME", "F64"]], image: make(sky(new Float64Array(301 * 12), 301), 16, 9999) },
  ];
}

/** Rows of a sky with noise, a single NaN, a row of NaN, a constant one, one with an infinity, and one with a hole. */
export function sky<T extends Float32Array | Float64Array>(pixels: T, width: number): T {
  const random = seededRandom(42);
  for (let i = 0; i < pixels.length; i++) pixels[i] = 200 * Math.sin(i / 90) + 5 * noiseOf(random);
  pixels[5] = Number.NaN;
  pixels.fill(Number.NaN, 2 * width, 3 * width);
  pixels.fill(7, 3 * width, 4 * width);
  pixels[4 * width + 9] = Number.POSITIVE_INFINITY;
  pixels.fill(Number.NaN, 5 * width + 3, 5 * width + 30);
  return pixels;
}

function columns(): ColumnToWrite[] {
  const random = seededRandom(7);
  const flags = (count: number) => Uint8Array.from({ length: count }, () => (random() < 0.5 ? 0 : 1));
  const offsets = new Float64Array(ROWS + 1);
  for (let i = 0; i < ROWS; i++) offsets[i + 1] = offsets[i]! + Math.floor(random() * 5);
  const texts = Array.from({ length: 2 * ROWS }, (_, i) => (i % 5 === 0 ? "" : `name ${"x".repeat(i % 4)}'${i}`));
  const isNull = Uint8Array.from({ length: ROWS }, (_, i) => (i % 6 === 2 ? 1 : 0));
  const numbers = Object.entries({ ...INTEGERS, ...OTHERS }).flatMap(([name, make], i): ColumnToWrite[] => {
    const any = (count: number, seed: number) =>
      anyNumbers<InstanceType<typeof make>>(make, make.BYTES_PER_ELEMENT, count, seed);
    return [
      { name, unit: "nJy", description: `scalar ${name}`, values: any(ROWS, 400 + i) },
      { name: `${name}_ARRAY`, cellShape: [2, 3], values: any(6 * ROWS, 500 + i) },
      { name: `${name}_HEAP`, offsets, values: any(offsets[ROWS]!, 600 + i) },
    ];
  });
  return [
    ...numbers,
    { name: "C64", type: "complex64", values: anyNumbers(Float32Array, 4, 2 * ROWS, 21) },
    { name: "C128", type: "complex128", values: anyNumbers(Float64Array, 8, 2 * ROWS, 22) },
    { name: "BOOL", type: "bool", values: flags(ROWS) },
    { name: "BITS", type: "bits", cellShape: [11], values: flags(11 * ROWS) },
    { name: "TEXT", description: `text of ${"a long, long description, ".repeat(4)}.`, values: texts.slice(0, ROWS) },
    { name: "TEXTS", cellShape: [2], values: texts },
    { name: "GAPS", values: Int16Array.from({ length: ROWS }, (_, i) => i - 5), isNull },
  ];
}
