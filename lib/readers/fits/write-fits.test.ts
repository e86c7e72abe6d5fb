import { describe, expect, it } from "vitest";
import { memoryByteSource } from "@/lib/files/byte-source";
import { onesComplementSum } from "./checksum";
import { openFits, readImage, readIntegerImage, writeFits, writeFitsHdu } from "./index";

describe("writeFits", () => {
  it("makes the same bytes piece by piece", () => {
    const hdus = [
      { cards: [["OBJECT", "x"] as [string, string]] },
      { cards: [["EXTNAME", "A"] as [string, string]], image: { width: 2, height: 1, pixels: Float32Array.of(1, 2) } },
      { cards: [], table: { columns: [{ name: "N", values: Int32Array.of(3, 4) }] } },
    ];
    expect(Buffer.concat(hdus.map(writeFitsHdu)).equals(Buffer.from(writeFits(hdus)))).toBe(true);
    expect(() => writeFitsHdu(hdus[2]!, 0)).toThrow(
      /HDU 0: a table or a compressed image, expected what can be primary/,
    );
  });

  it("writes what openFits and readImage give back", async () => {
    const pixels = new Float32Array([1, -2.5, Number.NaN, 1e30, 0, 7]);
    const long = `it's ${"a long story ".repeat(12)}'end'`;
    const bytes = writeFits([
      {
        cards: [
          ["OBJECT", long, "why"],
          ["LSST BUTLER ID", "abc"],
          ["EXPID", 12345678901234567890n],
          ["NONE", null],
        ],
      },
      {
        cards: [
          ["EXTNAME", "SCI"],
          ["BUNIT", "electron"],
        ],
        image: { width: 3, height: 2, pixels },
      },
      { cards: [["EXTNAME", "MASK"]], image: { width: 2, height: 1, pixels: new Int32Array([-5, 2 ** 30]) } },
    ]);
    const file = await openFits(memoryByteSource(bytes, "x.fits"));
    expect(file.problems).toEqual([]);
    expect(file.hdus.map((hdu) => [hdu.name, hdu.type, hdu.shape])).toEqual([
      [null, "empty", []],
      ["SCI", "image", [2, 3]],
      ["MASK", "image", [1, 2]],
    ]);
    const header = file.hdus[0]!.header;
    expect(header.get("object")).toBe(long);
    expect(header.get("LSST BUTLER ID")).toBe("abc");
    expect(header.get("EXPID")).toBe("12345678901234567890");
    expect(header.get("NONE")).toBeNull();
    expect(header.get("ABSENT")).toBeUndefined();
    expect(await readImage(file, 1)).toEqual({ width: 3, height: 2, pixels, unit: "electron" });
    expect((await readIntegerImage(file, 2)).pixels).toEqual(new Int32Array([-5, 2 ** 30]));
  });

  it("makes every HDU sum to all ones, as CHECKSUM promises", async () => {
    const image = { width: 3, height: 1, pixels: new Uint8Array([1, 2, 250]) };
    const bytes = writeFits([{ cards: [["A", 1.5]] }, { cards: [], image }]);
    expect(onesComplementSum(bytes.subarray(0, 2880))).toBe(0xffffffff);
    expect(onesComplementSum(bytes.subarray(2880))).toBe(0xffffffff);
  });

  it("refuses structural keywords and numbers that are not finite", () => {
    expect(() => writeFits([{ cards: [["NAXIS1", 3]] }])).toThrow("no structural keyword");
    expect(() => writeFits([{ cards: [["GAIN", Number.NaN]] }])).toThrow("expected a finite number");
  });
});
