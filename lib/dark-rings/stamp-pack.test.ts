import { describe, expect, it } from "vitest";
import { InvalidParameterError, MalformedFileError } from "../errors";
import { decodeStampPack, encodeStampPack, type StampEntry, stampAt } from "./stamp-pack";

const ENTRIES: StampEntry[] = [
  { detector: 94, footprintId: 3, centerX: 10.5, centerY: 20.25, x0: -22, y0: -12 },
  { detector: 188, footprintId: 0, centerX: 4000, centerY: 1, x0: 3968, y0: -31 },
];
const STAMPS = [new Float32Array([1, 2, 3, Number.NaN]), new Float32Array([-1, 0, 1e10, 0.5])];

describe("stamp pack", () => {
  const bytes = encodeStampPack(ENTRIES, STAMPS, 2);

  it("keeps entries and pixels, NaN included", () => {
    const pack = decodeStampPack(bytes);
    expect(pack.entries).toEqual(ENTRIES);
    expect(stampAt(pack, 0)).toEqual(STAMPS[0]);
    expect(stampAt(pack, 1)).toEqual(STAMPS[1]);
  });

  it("has the layout that it documents", () => {
    const indexLength = new DataView(bytes.buffer).getUint32(8, true);
    expect(new TextDecoder().decode(bytes.subarray(0, 8))).toBe("ANSTAMP1");
    expect(JSON.parse(new TextDecoder().decode(bytes.subarray(12, 12 + indexLength)))).toEqual({
      size: 2,
      entries: ENTRIES,
    });
    const start = Math.ceil((12 + indexLength) / 4) * 4;
    expect(bytes.length).toBe(start + 32);
    expect(new DataView(bytes.buffer).getFloat32(start + 4, true)).toBe(2);
  });

  it("decodes at any offset in a buffer", () => {
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    expect(stampAt(decodeStampPack(shifted.subarray(3)), 1)).toEqual(STAMPS[1]);
  });

  it("may be empty", () => {
    expect(decodeStampPack(encodeStampPack([], []))).toEqual({ size: 64, entries: [], pixels: new Float32Array() });
  });

  it("refuses bytes that are no pack, cut off or too long", () => {
    expect(() => decodeStampPack(new Uint8Array())).toThrow(MalformedFileError);
    expect(() => decodeStampPack(new TextEncoder().encode("ANSTAMP1"))).toThrow("8 bytes, expected at least 12");
    expect(() => decodeStampPack(new TextEncoder().encode("SIMPLE  = T"))).toThrow('"SIMPLE  "');
    expect(() => decodeStampPack(bytes.subarray(0, 40))).toThrow(MalformedFileError);
    expect(() => decodeStampPack(bytes.subarray(0, -1))).toThrow(MalformedFileError);
    const broken = bytes.slice();
    broken[12] = 0x2a;
    expect(() => decodeStampPack(broken)).toThrow("size and entries as JSON");
  });

  it("refuses stamps that do not fit the entries", () => {
    expect(() => encodeStampPack(ENTRIES, [STAMPS[0]!], 2)).toThrow(InvalidParameterError);
    expect(() => encodeStampPack(ENTRIES, STAMPS, 3)).toThrow("stamp 0 of 4 pixels");
  });
});
