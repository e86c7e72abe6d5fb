import { createHash } from "node:crypto";
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { BLOCK_STATISTICS, MOSAIC_SHIFTS, openBlocks, writeBlocks } from "./blocks";
import { writePiecesBeside } from "./write-beside";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join("/tmp", "annulus-blocks-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("blocks are read back plane by plane", () => {
  const head = { stage: "residual_dark", unit: "electron", width: 70, height: 20 };
  const counts = { 3: 9 * 3, 6: 2 };
  const planes = MOSAIC_SHIFTS.flatMap((shift) =>
    BLOCK_STATISTICS.map((_, i) => new Float32Array(counts[shift]).fill(10 * shift + i)),
  );
  const file = path.join(folder, "a.blocks");
  writeBlocks(file, head, planes);
  const { plane, ...found } = openBlocks(file);
  expect(found).toEqual(head);
  for (const [i, shift] of MOSAIC_SHIFTS.entries()) {
    for (const [k, statistic] of BLOCK_STATISTICS.entries()) expect(plane(shift, statistic)).toEqual(planes[4 * i + k]);
  }
  appendFileSync(file, "x");
  expect(() => openBlocks(file)).toThrow(/a.blocks: 1489 bytes, expected 1488/);
});

test("pieces become one file with their sum, or none when one of them fails", () => {
  const file = path.join(folder, "pieces", "b");
  const pieces = [Buffer.from("ab"), Buffer.from("cde")];
  const checksum = createHash("sha256").update("abcde").digest("hex");
  expect(writePiecesBeside(file, pieces)).toEqual({ bytes: 5, checksum });
  expect(readFileSync(file, "utf8")).toBe("abcde");
  const broken = function* () {
    yield Buffer.from("x");
    throw new Error("no more");
  };
  expect(() => writePiecesBeside(file, broken())).toThrow("no more");
  expect(readFileSync(file, "utf8")).toBe("abcde");
  expect(readdirSync(path.dirname(file))).toEqual(["b"]);
});
