import { describe, expect, it } from "vitest";
import { type ImageDescription, imageDescriptionSchema } from "./description";
import { decodeImageAnswer, encodeImageAnswer } from "./image-answer";
import { packIntegers, unpackIntegers } from "./pack-integers";
import { decodeTile, encodeTile } from "./tile-codec";

/** Integer noise of so many bits, of either sign. */
function noise(count: number, bits: number): Int32Array<ArrayBuffer> {
  let state = 7;
  return Int32Array.from({ length: count }, () => {
    state = (16807 * state) % 2147483647;
    return bits === 0 ? -5 : (state * 2 + (state & 1)) >> (32 - bits);
  });
}

function bitsOf(pixels: Float32Array | Int32Array): Uint32Array {
  return new Uint32Array(pixels.slice().buffer);
}

describe("packed integers", () => {
  it("take two bits a number where neighbours differ by one", () => {
    const ramp = Int32Array.from({ length: 32 }, (_, i) => i + 1);
    const bytes = packIntegers(ramp);
    // a width of 2 bits, padding, and 32 times binary 10: the folded 1
    expect([...bytes.subarray(0, 4)]).toEqual([2, 0, 0, 0]);
    expect([...new Uint32Array(bytes.buffer, 4)]).toEqual([0xaaaaaaaa, 0xaaaaaaaa]);
  });

  it.each(Array.from({ length: 33 }, (_, bits) => bits))("come back from %i bits", (bits) => {
    for (const count of [0, 1, 31, 32, 33, 1000]) {
      const values = noise(count, bits);
      const found = new Int32Array(count);
      unpackIntegers(packIntegers(values), found);
      expect(found).toEqual(values);
    }
  });

  it("come back from the ends of int32", () => {
    const values = Int32Array.of(2147483647, -2147483648, 0, -2147483648, 2147483647);
    const found = new Int32Array(5);
    unpackIntegers(packIntegers(values), found);
    expect(found).toEqual(values);
  });

  it("are refused when bytes are missing or lie", () => {
    const bytes = packIntegers(noise(100, 9));
    expect(() => unpackIntegers(bytes.slice(0, -4), new Int32Array(100))).toThrow(/expected as many as their widths/);
    const wide = bytes.slice();
    wide[0] = 33;
    wide[1] = bytes[0]! + bytes[1]! - 33;
    expect(() => unpackIntegers(wide, new Int32Array(100))).toThrow(/for 100 packed integers/);
  });
});

describe("tiles", () => {
  it.each([
    ["floats", Float32Array.from(noise(35, 20), (value) => value / 7)],
    ["whole numbers", Float32Array.from(noise(35, 14))],
    ["the largest whole numbers", Float32Array.of(2 ** 31, -(2 ** 31), 2 ** 24, 0, 3.4e38, ...new Float32Array(30))],
    [
      "what is not finite",
      Float32Array.from(noise(35, 5), (value, i) => [Number.NaN, Infinity, -Infinity, value][i % 4]!),
    ],
    ["a negative zero", Float32Array.from({ length: 35 }, (_, i) => (i === 4 ? -0 : i))],
    ["a mask", noise(35, 32)],
  ])("keep %s to the bit", (_, pixels) => {
    const tile = decodeTile(encodeTile({ width: 7, height: 5, pixels }));
    expect([tile.width, tile.height, tile.pixels.constructor]).toEqual([7, 5, pixels.constructor]);
    expect(bitsOf(tile.pixels)).toEqual(bitsOf(pixels));
  });

  it("are small where all is one number", () => {
    expect(encodeTile({ width: 512, height: 512, pixels: new Float32Array(512 * 512) }).length).toBe(16 + 8192);
  });

  it("are refused when they are cut off, of another kind or too large", () => {
    const bytes = encodeTile({ width: 7, height: 5, pixels: Float32Array.from(noise(35, 20), (value) => value / 7) });
    const changed = (at: number, value: number) => bytes.map((byte, i) => (i === at ? value : byte));
    for (const wrong of [
      bytes.slice(0, 10),
      bytes.slice(0, -4),
      changed(0, 0),
      changed(1, 9),
      changed(2, 2),
      changed(7, 200),
    ]) {
      expect(() => decodeTile(wrong)).toThrow(/expected a whole tile of this version/);
    }
  });
});

describe("an answer", () => {
  const description: ImageDescription = imageDescriptionSchema.parse({
    ...{ key: "k", name: "Δ", width: 3, height: 2, unit: null, levels: 1, bin: 1, sample: [1, 2, 0.5], wcs: [] },
    ...{
      wcsProblem: null,
      amplifiers: [],
      detectors: [],
      detectorStage: null,
      focalPlane: null,
      maskPlanes: [],
      isSigned: false,
      notes: [],
    },
  });
  const tile = { width: 3, height: 2, pixels: Float32Array.of(0, 0.5, Number.NaN, 3, 4, 5) };
  const address = { level: 0, column: 1, row: 2, plane: "std" } as const;
  const bytes = encodeImageAnswer(description, [
    { address, bytes: encodeTile(tile) },
    { address: { ...address, plane: "mask" }, bytes: encodeTile({ width: 1, height: 1, pixels: Int32Array.of(9) }) },
  ]);

  it("brings description, sample and tiles, wherever it lies in its buffer", () => {
    const shifted = new Uint8Array(bytes.length + 1);
    shifted.set(bytes, 1);
    for (const answer of [bytes, shifted.subarray(1)]) {
      const { description: found, overview } = decodeImageAnswer(answer);
      expect(found).toEqual(description);
      expect(overview.map((part) => part.address)).toEqual([address, { ...address, plane: "mask" }]);
      expect(overview.map((part) => [...part.tile.pixels])).toEqual([[0, 0.5, Number.NaN, 3, 4, 5], [9]]);
    }
  });

  it("is refused when it is cut off", () => {
    for (const length of [0, 10, 30, bytes.length - 4]) {
      expect(() => decodeImageAnswer(bytes.slice(0, length))).toThrow(/expected a whole (answer|tile) of this version/);
    }
  });
});
