import { describe, expect, it } from "vitest";
import { writeNpy } from "./write-npy";

const text = (bytes: Uint8Array) => String.fromCharCode(...bytes);

describe("writeNpy", () => {
  it("writes what numpy.save writes, byte for byte", () => {
    // numpy.save of numpy.arange(6, dtype="<i2").reshape(2, 3), numpy 1.24: length 118 little-endian, padded with blanks
    const [header, data] = writeNpy(Int16Array.of(0, 1, 2, 3, 4, 5), [2, 3]);
    const words = "{'descr': '<i2', 'fortran_order': False, 'shape': (2, 3), }";
    expect(text(header)).toBe(`\x93NUMPY\x01\x00v\0${words.padEnd(117)}\n`);
    expect([...data]).toEqual([0, 0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0]);
  });

  it("names every type, and one axis as a tuple of one", () => {
    const descriptor = (pixels: Parameters<typeof writeNpy>[0]) =>
      /'descr': '(.*?)'/.exec(text(writeNpy(pixels, [1])[0]))?.[1];
    const types = [Uint8Array, Int8Array, Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array, Float64Array];
    expect(types.map((Type) => descriptor(new Type(1)))).toEqual([
      "|u1",
      "|i1",
      "<i2",
      "<u2",
      "<i4",
      "<u4",
      "<f4",
      "<f8",
    ]);
    expect([descriptor(new BigInt64Array(1)), descriptor(new BigUint64Array(1))]).toEqual(["<i8", "<u8"]);
    expect(text(writeNpy(new Uint8Array(7), [7])[0])).toContain("'shape': (7,), }");
  });

  it("aligns the data however many axes there are, and refuses a wrong shape", () => {
    for (const axes of [0, 1, 5, 30, 999]) {
      expect(writeNpy(new Float64Array(1), new Array<number>(axes).fill(1))[0].length % 64).toBe(0);
    }
    expect(() => writeNpy(new Uint8Array(5), [2, 3])).toThrow("5 elements of Uint8Array, expected 2 x 3 numbers");
  });
});
