import { describe, expect, it } from "vitest";
import { memoryByteSource } from "@/lib/files/memory-source";
import { type FitsHduToWrite, inheritedHeader, openFits, writeFits } from "./index";

const image = { width: 2, height: 1, pixels: Int16Array.of(1, 2) };

async function fileOf(primary: FitsHduToWrite, cards: FitsHduToWrite["cards"]) {
  return openFits(memoryByteSource(writeFits([primary, { cards, image }]), "x.fits"));
}

describe("inheritedHeader", () => {
  const shared: FitsHduToWrite["cards"] = [
    ["OBJECT", "dark"],
    ["GAIN", 2.5],
    ["EXTNAME", "TOP"],
    ["COMMENT", "of the primary"],
    ["ESO DET NAME", "red"],
  ];

  it("adds what an empty primary header says and the extension does not", async () => {
    const file = await fileOf({ cards: shared }, [
      ["INHERIT", true],
      ["GAIN", 1.5],
    ]);
    const header = inheritedHeader(file, 1);
    expect([header.get("OBJECT"), header.get("GAIN"), header.get("ESO DET NAME")]).toEqual(["dark", 1.5, "red"]);
    expect([header.get("NAXIS"), header.get("EXTNAME"), header.get("SIMPLE")]).toEqual([2, undefined, undefined]);
    expect(header.cards.filter(({ keyword }) => keyword === "COMMENT")).toEqual([]);
    expect(file.hdus[1]!.header.get("OBJECT")).toBeUndefined();
  });

  it("adds nothing unasked, from a primary HDU with data, or to the primary HDU", async () => {
    for (const [primary, inherits] of [
      [{ cards: shared }, false],
      [{ cards: shared, image }, true],
    ] as const) {
      const file = await fileOf(primary, [["INHERIT", inherits]]);
      expect(inheritedHeader(file, 1)).toBe(file.hdus[1]!.header);
      expect(inheritedHeader(file, 0)).toBe(file.hdus[0]!.header);
      expect(() => inheritedHeader(file, 2)).toThrow("2 HDUs, expected an HDU 2");
    }
  });
});
