// The kernels that make physical values against slow, obvious twins, at sizes that leave a tail behind every vector loop.

import { describe, expect, it } from "vitest";
import type { Kernels } from "@/lib/kernels";
import { swapByKernel, swapInPlace, toWords } from "./big-endian";
import { DITHER_RANDOMS, decodingKernels, ditherRandoms, makeDitherRandoms } from "./scratch";

const SIZES = [0, 1, 3, 4, 5, 15, 16, 17, 31, 33, 1000];

/** Integers over the whole range of a type, the same everywhere. */
function integers(count: number, bits: number): Int32Array {
  return Int32Array.from({ length: count }, (_, i) => (Math.imul(i + 1, 0x9e3779b1) >> (32 - bits)) | 0);
}

/** Runs `use` with `values` in the scratch and gives back the float32 it made at `target`. */
function floats(values: Int32Array, use: (kernels: Kernels, source: number, target: number) => void): Float32Array {
  const kernels = decodingKernels();
  const mark = kernels.mark();
  const source = kernels.allocate(4 * values.length);
  const target = kernels.allocate(4 * values.length);
  kernels.int32(source, values.length).set(values);
  use(kernels, source, target);
  const made = kernels.float32(target, values.length).slice();
  kernels.release(mark);
  return made;
}

/** The bytes of integers, most significant first, as FITS stores them. */
function bigEndian(values: Int32Array, width: number): Uint8Array {
  return Uint8Array.from({ length: values.length * width }, (_, i) => {
    return values[Math.floor(i / width)]! >> (8 * (width - 1 - (i % width)));
  });
}

/** GZIP_2's order of the same bytes: byte b of pixel i at b * n + i. */
function shuffled(bytes: Uint8Array, width: number): Uint8Array {
  const count = bytes.length / width;
  return Uint8Array.from(bytes, (_, i) => bytes[(i % count) * width + Math.floor(i / count)]!);
}

describe("toWords", () => {
  it.each([1, 2, 4])("gives integers of %i bytes in both orders", (width) => {
    const kernels = decodingKernels();
    for (const size of SIZES) {
      const signed = integers(size, 8 * width);
      const values = width === 1 ? signed.map((value) => value & 0xff) : signed;
      const bytes = bigEndian(values, width);
      for (const isShuffled of [false, true]) {
        const mark = kernels.mark();
        const at = toWords(isShuffled ? shuffled(bytes, width) : bytes, width, size, isShuffled);
        expect(kernels.int32(at, size)).toEqual(values);
        kernels.release(mark);
      }
    }
  });
});

describe("swapInPlace", () => {
  it("reverses words in place, over more than a block, and leaves what is no whole word", () => {
    for (const size of [...SIZES, 16_384, 16_385, 50_001]) {
      const values = integers(size, 32);
      const bytes = Uint8Array.of(...bigEndian(values.subarray(0, 4), 4), 7);
      const long = new Uint8Array(4 * size + 3).fill(9);
      long.set(bigEndian(values, 4));
      swapInPlace(long, 4);
      expect(new Int32Array(long.buffer, 0, size)).toEqual(values);
      expect([...long.subarray(4 * size)]).toEqual([9, 9, 9]);
      swapInPlace(bytes, 4);
      expect(bytes.at(-1)).toBe(7);
    }
  });
});

describe("swapInPlace and its kernel", () => {
  /** Reversed words, their highest bits flipped where asked, one byte at a time. */
  function twin(bytes: Uint8Array, width: number, flips: boolean): Uint8Array {
    const end = bytes.length - (bytes.length % width);
    return bytes.map((byte, i) => {
      if (i >= end) return byte;
      const place = i % width;
      const swapped = bytes[i - place + width - 1 - place]!;
      return flips && place === width - 1 ? swapped ^ 0x80 : swapped;
    });
  }

  it.each([1, 2, 4, 8])("turn words of %i bytes, at any place, of either sign", (width) => {
    for (const length of [0, width, 7 * width, 33 * width, 1000 * width + width - 1, 65_536 + 5 * width]) {
      for (const place of [0, 1, 4]) {
        const bytes = Uint8Array.from({ length }, (_, i) => (i * 37 + (i >> 8)) & 0xff);
        for (const flips of [false, true]) {
          const changed = new Uint8Array(place + length).subarray(place);
          changed.set(bytes);
          swapInPlace(changed, width, flips);
          expect(changed).toEqual(twin(bytes, width, flips));
          const whole = bytes.slice(0, length - (length % width));
          swapByKernel(whole, width, flips);
          expect(whole).toEqual(twin(bytes, width, flips).slice(0, whole.length));
        }
      }
    }
  });
});

describe("scaleSingle", () => {
  it("rounds to float32 at every step", () => {
    for (const size of SIZES) {
      const values = integers(size, 16);
      const [scale, zero] = [Math.fround(0.3), Math.fround(-1e4)];
      const made = floats(values, (kernels, source, target) => {
        kernels.exports.scaleSingle(source, target, size, 0.3, -1e4);
      });
      expect(made).toEqual(Float32Array.from(values, (value) => Math.fround(value * scale) + zero));
    }
  });
});

describe("scaleInt32 and replaceWhere", () => {
  it("compute in float64 and mark blanks", () => {
    for (const size of SIZES) {
      const values = integers(size, 32);
      const [scale, zero, blank] = [0.3, -1e4, values[size >> 1] ?? 0];
      const made = floats(values, (kernels, source, target) => {
        kernels.exports.scaleInt32(source, target, size, scale, zero);
        kernels.exports.replaceWhere(source, target, size, blank, Number.NaN);
      });
      expect(made).toEqual(Float32Array.from(values, (v) => (v === blank ? Number.NaN : v * scale + zero)));
    }
  });
});

describe("dequantiseDithered", () => {
  it("has the random sequence of the standard", () => {
    const randoms = makeDitherRandoms();
    expect(randoms).toHaveLength(10_000);
    expect(randoms[0]).toBe(Math.fround(16807 / (2 ** 31 - 1)));
    expect(randoms[9999]).toBe(Math.fround(1043618065 / (2 ** 31 - 1)));
  });

  it("goes on to the next seed where the sequence ends, and round from the last one to the first", () => {
    const randoms = makeDitherRandoms();
    for (const [size, first] of [
      [7, 0],
      [33, 9999],
      [25_003, 9998],
      [9_999, 41],
    ] as const) {
      const values = integers(size, 20);
      const [scale, zero] = [0.037, 812.5];
      let seed = first;
      let next = Math.floor(Math.fround(randoms[seed]! * 500));
      const twin = Float32Array.from(values, (value) => {
        const random = randoms[next]!;
        if (++next === DITHER_RANDOMS) {
          seed = (seed + 1) % DITHER_RANDOMS;
          next = Math.floor(Math.fround(randoms[seed]! * 500));
        }
        return (value - random + 0.5) * scale + zero;
      });
      const made = floats(values, (kernels, source, target) => {
        kernels.exports.dequantiseDithered(source, target, size, scale, zero, ditherRandoms(), first);
      });
      expect(made).toEqual(twin);
    }
  });
});
