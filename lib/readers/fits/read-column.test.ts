import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { MalformedFileError, NotFoundError, UnsupportedFormatError } from "@/lib/errors";
import { memoryByteSource, openFile } from "@/lib/files/byte-source";
import { describeWithData, testDataPath } from "@/lib/testing/test-data";
import { openFits, readColumn } from "./index";
import { patchCard } from "./testing/patch-card";

const fixture = (name: string) => join(import.meta.dirname, "fixtures", name);
const bytes = new Uint8Array(gunzipSync(readFileSync(fixture("table.fits.gz"))));
const truth: Record<string, unknown[]> = JSON.parse(readFileSync(fixture("table.json"), "utf8"));
const open = (changed: Uint8Array = bytes) => openFits(memoryByteSource(changed, "table.fits"));

describe("readColumn", () => {
  it.each(Object.keys(truth))("reads %s as astropy wrote it", async (name) => {
    expect(await readColumn(await open(), 1, name)).toEqual(truth[name]);
  });

  it("does not mind the case of a name", async () => {
    expect(await readColumn(await open(), 1, "byte")).toEqual(truth.BYTE);
  });

  it("refuses what is not there", async () => {
    const file = await open();
    await expect(readColumn(file, 1, "GAIN")).rejects.toBeInstanceOf(NotFoundError);
    await expect(readColumn(file, 1, "GAIN")).rejects.toThrow("no column GAIN, expected one of NAME, OK, BYTE");
    await expect(readColumn(file, 0, "NAME")).rejects.toBeInstanceOf(UnsupportedFormatError);
    await expect(readColumn(file, 7, "NAME")).rejects.toThrow("HDU of type none");
  });

  it.each([
    ["TFORM1", "TFORM1  = '99A'", "columns of 161 bytes"],
    ["TFORM1", "TFORM1  = 'WHAT'", 'TFORM1 = "WHAT"'],
    ["THEAP", "THEAP   = 3", "THEAP = 3"],
    ["TFIELDS", "TFIELDS = -1", "TFIELDS = -1"],
  ])("refuses a table whose %s lies: %s", async (keyword, card, found) => {
    const file = await open(patchCard(bytes, keyword === "THEAP" ? "TUNIT7" : keyword, card));
    await expect(readColumn(file, 1, "HEAP")).rejects.toThrow(found);
  });

  it("refuses a descriptor that points out of the heap", async () => {
    const file = await open();
    const table = file.hdus[1]!;
    const changed = bytes.slice();
    // Column HEAP follows 8 + 1 + 1 + 2 + 4 + 8 + 4 + 8 + 8 bytes of the row.
    new DataView(changed.buffer).setInt32(table.dataStart + 44 + 4, 1_000_000);
    const error = await readColumn(await open(changed), 1, "HEAP").catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(MalformedFileError);
    expect(error).toMatchObject({
      place: "HDU 1 of table.fits, row 1, column HEAP",
      found: "array of 1 at byte 1000000 of the heap",
    });
  });
});

describeWithData("tables of other writers", () => {
  it("reads the amplifier gains of an electro-optical result", async () => {
    const source = await openFile(
      testDataPath("ccd/rubintv_production/LSST-TS8_gains/R22_S11_7045D_eotest_results.fits"),
    );
    const file = await openFits(source);
    const gains = await readColumn(file, 1, "GAIN");
    await source.close();
    expect(gains).toHaveLength(16);
    expect(gains.every((gain) => typeof gain === "number" && Number.isFinite(gain))).toBe(true);
  });
});
