import { describe, expect, it } from "vitest";
import { memoryByteSource } from "@/lib/files/byte-source";
import { encodeChecksum, onesComplementSum } from "./checksum";
import { openFits, verifyChecksums, writeFits } from "./index";
import { patchCard } from "./testing/patch-card";

/** Word by word with the carry brought back at once. */
function slowSum(bytes: Uint8Array): number {
  let sum = 0n;
  for (let i = 0; i < bytes.length; i += 4) {
    const word = (bytes[i]! << 24) | (bytes[i + 1]! << 16) | (bytes[i + 2]! << 8) | bytes[i + 3]!;
    sum += BigInt(word >>> 0);
    if (sum > 0xffffffffn) sum -= 0xffffffffn;
  }
  return Number(sum);
}

function noise(length: number, seed: number): Uint8Array {
  let state = seed;
  return Uint8Array.from({ length }, () => {
    state = (16807 * state) % (2 ** 31 - 1);
    return state >>> 12;
  });
}

/** Two HDUs with data; the sums of both are right. */
function twoImages(): Uint8Array {
  const pixels = Float32Array.from({ length: 3000 }, (_, i) => i / 7);
  return writeFits([
    { cards: [["OBJECT", "M 31"]], image: { width: 60, height: 50, pixels } },
    { cards: [["EXTNAME", "MASK"]], image: { width: 3, height: 1, pixels: new Uint8Array([1, 2, 250]) } },
  ]);
}

async function verdicts(bytes: Uint8Array, index = 0) {
  return verifyChecksums(await openFits(memoryByteSource(bytes, "x.fits")), index);
}

describe("onesComplementSum", () => {
  it("brings the carry back, as the eye can check", () => {
    expect(onesComplementSum(Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0, 0, 0, 2))).toBe(2);
    expect(onesComplementSum(Uint8Array.of(0x01, 0x02, 0x03, 0x04))).toBe(0x01020304);
    expect(onesComplementSum(new Uint8Array(8))).toBe(0);
    expect(onesComplementSum(Uint8Array.of(0, 0, 0, 1), 0xffffffff)).toBe(1);
  });

  it.each([4, 1020, 1024, 1028, 5760, 400_000])("equals the slow sum over %i bytes, wherever they lie", (length) => {
    const bytes = noise(length + 3, 1 + length);
    for (let start = 0; start < 4; start++) {
      const part = bytes.subarray(start, start + length);
      expect(onesComplementSum(part)).toBe(slowSum(part));
    }
    expect(onesComplementSum(new Uint8Array(length).fill(255))).toBe(0xffffffff);
  });

  it("goes on from a sum before", () => {
    const bytes = noise(8000, 5);
    expect(onesComplementSum(bytes.subarray(4000), onesComplementSum(bytes.subarray(0, 4000)))).toBe(slowSum(bytes));
  });

  it("encodes as the standard's example does", () => {
    // FITS 4.0, appendix J.2: 868229149
    expect(encodeChecksum(868229149)).toBe("hcHjjc9ghcEghc9g");
  });
});

describe("verifyChecksums", () => {
  it("finds both right, wrong where a byte of data or header changed", async () => {
    const bytes = twoImages();
    expect(await verdicts(bytes, 0)).toEqual({ datasum: "right", checksum: "right" });
    expect(await verdicts(bytes, 1)).toEqual({ datasum: "right", checksum: "right" });
    const pixel = bytes.slice();
    pixel[2880 + 77]! ^= 1;
    expect(await verdicts(pixel)).toEqual({ datasum: "wrong", checksum: "wrong" });
    const card = patchCard(bytes, "OBJECT", "OBJECT  = 'M 32    '");
    expect(await verdicts(card)).toEqual({ datasum: "right", checksum: "wrong" });
    expect(await verdicts(card, 1)).toEqual({ datasum: "right", checksum: "right" });
  });

  it("takes DATASUM as a number, and blank or missing keywords as absent", async () => {
    const bytes = twoImages();
    const datasum = (await openFits(memoryByteSource(bytes, "x.fits"))).hdus[0]!.header.getText("DATASUM")!;
    const number = patchCard(bytes, "DATASUM", `DATASUM = ${datasum.padStart(20)}`);
    expect((await verdicts(number)).datasum).toBe("right");
    const nonsense = patchCard(bytes, "DATASUM", "DATASUM = 'four'");
    expect((await verdicts(nonsense)).datasum).toBe("wrong");
    const blank = patchCard(patchCard(bytes, "DATASUM", "COMMENT"), "CHECKSUM", "CHECKSUM= '        '");
    expect(await verdicts(blank)).toEqual({ datasum: "absent", checksum: "absent" });
  });

  it("counts the fill as data, and refuses a file without it and an HDU that is not there", async () => {
    const bytes = twoImages();
    const last = bytes.slice();
    last[bytes.length - 1] = 7;
    expect((await verdicts(last, 1)).datasum).toBe("wrong");
    await expect(verdicts(bytes.subarray(0, bytes.length - 100), 1)).rejects.toThrow("HDU 1 of x.fits: file of");
    await expect(verdicts(bytes, 2)).rejects.toThrow("expected an HDU 2");
  });
});
