// HCOMPRESS_1 decoded slowly and plainly, bit by bit and in whole numbers of any size: the twin of assembly/hcompress.ts.

const CODES = new Map([
  ["000", 1],
  ["001", 2],
  ["010", 4],
  ["011", 8],
  ["1000", 3],
  ["1001", 5],
  ["1010", 10],
  ["1011", 12],
  ["1100", 15],
  ["11010", 6],
  ["11011", 7],
  ["11100", 9],
  ["11101", 11],
  ["11110", 13],
  ["111110", 0],
  ["111111", 14],
]);

class EndOfStream extends Error {}

class BitReader {
  at = 0;
  constructor(readonly bytes: Uint8Array) {}
  take(count: number): number {
    let value = 0;
    for (let i = 0; i < count; i++, this.at++) {
      if (this.at >= 8 * this.bytes.length) throw new EndOfStream();
      value = 2 * value + ((this.bytes[this.at >> 3]! >> (7 - (this.at & 7))) & 1);
    }
    return value;
  }
  takeCode(): number {
    for (let code = ""; ; ) {
      code += this.take(1);
      const value = CODES.get(code);
      if (value !== undefined) return value;
    }
  }
}

const half = (n: number) => Math.ceil(n / 2);

/** Nybbles of one plane, rows x columns of them. */
function takePlane(bits: BitReader, height: number, width: number): number[][] {
  const format = bits.take(4);
  if (format === 0) {
    return Array.from({ length: half(height) }, () => Array.from({ length: half(width) }, () => bits.take(4)));
  }
  if (format !== 15) throw new RangeError("format");
  const sizes = [[Math.max(1, half(height)), Math.max(1, half(width))]];
  for (let n = half(Math.max(height, width)); n > 1; n = half(n)) sizes.unshift(sizes[0]!.map(half));
  let level = [[bits.takeCode()]];
  for (const [rows, columns] of sizes.slice(1)) {
    const child = Array.from({ length: rows! }, () => new Array<number>(columns!).fill(0));
    for (let y = rows! - 1; y >= 0; y--) {
      for (let x = columns! - 1; x >= 0; x--) {
        if (hasChild(level, y, x)) child[y]![x] = bits.takeCode();
      }
    }
    level = child;
  }
  return level;
}

function hasChild(nybbles: number[][], y: number, x: number): boolean {
  return ((nybbles[y >> 1]![x >> 1]! >> (3 - 2 * (y & 1) - (x & 1))) & 1) === 1;
}

type Matrix = bigint[][];

function roundTo(value: bigint, unit: bigint): bigint {
  if (unit <= 1n) return value;
  return (value + unit / 2n - (value < 0n ? 1n : 0n)) & -unit;
}

const ascending = (values: bigint[]) => values.toSorted((a, b) => (a < b ? -1 : 1));
const least = (...values: bigint[]) => ascending(values)[0]!;
const largest = (...values: bigint[]) => ascending(values).at(-1)!;

function corrected(value: bigint, wanted: bigint, low: bigint, high: bigint, parts: bigint, most: bigint): bigint {
  if (low >= high) return value;
  const step = (largest(least(wanted, high), low) - parts * value) / parts;
  return value + largest(least(step, most), -most);
}

function smoothAlong(before: bigint, here: bigint, after: bigint, value: bigint, most: bigint): bigint {
  const [up, down] = [after - here, here - before];
  return corrected(
    value,
    after - before,
    4n * least(largest(up, down), 0n),
    4n * largest(least(up, down), 0n),
    8n,
    most,
  );
}

/** `h` holds sums at even, differences at odd places; (i, j) are even. */
function smooth(h: Matrix, rows: number, columns: number, most: bigint): void {
  for (let i = 2; i < rows - 2; i += 2) {
    for (let j = 0; j < columns; j += 2) {
      h[i + 1]![j] = smoothAlong(h[i - 2]![j]!, h[i]![j]!, h[i + 2]![j]!, h[i + 1]![j]!, most);
    }
  }
  for (let i = 0; i < rows; i += 2) {
    for (let j = 2; j < columns - 2; j += 2) {
      h[i]![j + 1] = smoothAlong(h[i]![j - 2]!, h[i]![j]!, h[i]![j + 2]!, h[i]![j + 1]!, most);
    }
  }
  for (let i = 2; i < rows - 2; i += 2) {
    for (let j = 2; j < columns - 2; j += 2) {
      const [mm, mp, pm, pp] = [h[i - 2]![j - 2]!, h[i - 2]![j + 2]!, h[i + 2]![j - 2]!, h[i + 2]![j + 2]!];
      const [h0, x, y] = [h[i]![j]!, 2n * h[i + 1]![j]!, 2n * h[i]![j + 1]!];
      const rises = [pp - h0, h0 - pm, h0 - mp, mm - h0];
      const slopes = [-x - y, x - y, -x + y, x + y];
      const high = 16n * least(...rises.map((rise, k) => largest(rise, 0n) + slopes[k]!));
      const low = 16n * largest(...rises.map((rise, k) => least(rise, 0n) + slopes[k]!));
      h[i + 1]![j + 1] = corrected(h[i + 1]![j + 1]!, pp + mm - mp - pm, low, high, 64n, most);
    }
  }
}

/** Four sums (or their part within the level) one step finer, in place of h0, hy, hx and hc. */
function invertFour(
  h: Matrix,
  i: number,
  j: number,
  rows: number,
  columns: number,
  unit: bigint,
  divisor: bigint,
): void {
  const hasRow = i + 1 < rows;
  const hasColumn = j + 1 < columns;
  let hx = hasRow ? roundTo(h[i + 1]![j]!, 2n * unit) : 0n;
  let hy = hasColumn ? roundTo(h[i]![j + 1]!, 2n * unit) : 0n;
  const hc = hasRow && hasColumn ? roundTo(h[i + 1]![j + 1]!, unit) : 0n;
  const bit0 = hc & unit;
  hx += hx >= 0n ? -bit0 : bit0;
  hy += hy >= 0n ? -bit0 : bit0;
  const bit1 = (hc ^ hx ^ hy) & (2n * unit);
  let h0 = h[i]![j]!;
  h0 += h0 < 0n && bit0 === 0n ? bit1 : bit0 - bit1;
  const divided = (value: bigint) => value >> divisor;
  h[i]![j] = divided(h0 - hx - hy + hc);
  if (hasColumn) h[i]![j + 1] = divided(h0 - hx + hy - hc);
  if (hasRow) h[i + 1]![j] = divided(h0 + hx - hy - hc);
  if (hasRow && hasColumn) h[i + 1]![j + 1] = divided(h0 + hx + hy + hc);
}

function invert(coefficients: Matrix, height: number, width: number, most: bigint): void {
  let levels = 0;
  for (let n = Math.max(height, width); n > 1; n = half(n)) levels++;
  if (levels > 0) coefficients[0]![0] = roundTo(coefficients[0]![0]!, 2n ** BigInt(levels + 1));
  for (let level = levels - 1; level >= 0; level--) {
    const rows = Math.ceil(height / 2 ** level);
    const columns = Math.ceil(width / 2 ** level);
    const place = (n: number, length: number) => (n & 1 ? half(length) : 0) + (n >> 1);
    const h = Array.from({ length: rows }, (_, i) =>
      Array.from({ length: columns }, (_, j) => coefficients[place(i, rows)]![place(j, columns)]!),
    );
    if (most > 0n) smooth(h, rows, columns, most);
    for (let i = 0; i < rows; i += 2) {
      for (let j = 0; j < columns; j += 2) invertFour(h, i, j, rows, columns, 2n ** BigInt(level), level ? 1n : 2n);
    }
    for (let i = 0; i < rows; i++) coefficients[i]!.splice(0, columns, ...h[i]!);
  }
}

/** The pixels of a tile as int32, or null where the stream is not one of width x height. */
export function hcompressTwin(bytes: Uint8Array, width: number, height: number, isSmooth: boolean): Int32Array | null {
  if (bytes.length < 25) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint16(0) !== 0xdd99 || view.getInt32(2) !== height || view.getInt32(6) !== width) return null;
  const scale = BigInt(Math.max(view.getInt32(10), 1));
  const bits = new BitReader(bytes.subarray(25));
  const a: Matrix = Array.from({ length: height }, () => new Array<bigint>(width).fill(0n));
  try {
    for (const [quadrant, [y0, x0]] of [
      [0, 0],
      [0, half(width)],
      [half(height), 0],
      [half(height), half(width)],
    ].entries()) {
      const rows = y0 === 0 ? half(height) : height >> 1;
      const columns = x0 === 0 ? half(width) : width >> 1;
      for (let plane = bytes[22 + [0, 1, 1, 2][quadrant]!]! - 1; plane >= 0; plane--) {
        const nybbles = takePlane(bits, rows, columns);
        for (let y = 0; y < rows; y++) {
          for (let x = 0; x < columns; x++) if (hasChild(nybbles, y, x)) a[y0! + y]![x0! + x]! |= 1n << BigInt(plane);
        }
      }
    }
    if (bits.take(4) !== 0) return null;
    bits.at = 8 * Math.ceil(bits.at / 8);
    for (const row of a) for (let x = 0; x < width; x++) if (row[x] !== 0n && bits.take(1)) row[x] = -row[x]!;
  } catch (error) {
    if (error instanceof EndOfStream || error instanceof RangeError) return null;
    throw error;
  }
  a[0]![0] = view.getBigInt64(14);
  for (const row of a) for (let x = 0; x < width; x++) row[x]! *= scale;
  invert(a, height, width, isSmooth ? scale / 2n : 0n);
  return Int32Array.from(a.flat(), (value) => Number(BigInt.asIntN(32, value)));
}
