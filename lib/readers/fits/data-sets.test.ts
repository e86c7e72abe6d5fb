// Every FITS file of the development data, value for value as astropy reads it (funpack for tile compression).

import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { isAnnulusError } from "@/lib/errors";
import { openFile } from "@/lib/files/byte-source";
import { describeWithData, testDataPath } from "@/lib/testing/test-data";
import { type FitsColumn, type FitsFile, openFits, type PixelArray, readPixels, readTable, typeOfPixels } from ".";
import golden from "./fixtures/data-sets.json" with { type: "json" };

/** Where ours is another answer than astropy's, and why. */
const OURS: Record<string, string> = {
  // TNULL in a column of reals: astropy gives 0, ours NaN, and marks it
  "ccd/astropy/ascii.fits: a float64 2fef2949cf57": "a float64 1dac8cd6cd58",
};

describeWithData("files of the development data", () => {
  describe.each([...new Set(Object.keys(golden).map((path) => path.split("/").slice(0, 2).join("/")))])("%s", (set) => {
    const files = Object.entries(golden).filter(([path]) => path.startsWith(`${set}/`) || path === set);
    it.each(files)("%s", async (path, lines) => {
      const ours = (line: string) => OURS[`${path}: ${line}`] ?? line;
      expect(await describeFile(path)).toEqual(
        lines.map((line) => (Array.isArray(line) ? line.map(ours) : ours(line))),
      );
    });
  });
});

async function describeFile(path: string): Promise<(string | string[])[]> {
  const source = await openFile(testDataPath(path));
  try {
    const file = await openFits(source);
    const lines: (string | string[])[] = [];
    for (const { index } of file.hdus) lines.push(await describeHdu(file, index));
    return lines;
  } finally {
    await source.close();
  }
}

async function describeHdu(file: FitsFile, index: number): Promise<string | string[]> {
  const type = file.hdus[index]?.type;
  if (type === "empty") return "empty";
  try {
    if (type === "image") {
      const { shape, pixels } = await readPixels(file, index);
      return `image ${shape.join("x")} ${typeOfPixels(pixels)} ${digest(valueBytes(pixels))}`;
    }
    const { rowCount, columns } = await readTable(file, index);
    return [`table ${rowCount} rows`, ...columns.map(describeColumn)];
  } catch (error) {
    if (isAnnulusError(error)) return `${error.tag}: ${error.message}`;
    throw error;
  }
}

function describeColumn({ name, type, values, offsets }: FitsColumn): string {
  if (!ArrayBuffer.isView(values)) return `${name} text ${digest(Buffer.from(values.join("\n"), "latin1"))}`;
  if (offsets === null) {
    const names: Partial<Record<FitsColumn["type"], string>> = { bits: "bool" };
    return `${name} ${names[type] ?? type} ${digest(valueBytes(values))}`;
  }
  const kind = values.length === 0 ? "empty" : type;
  return `${name} ${kind} ${digest(Buffer.concat([valueBytes(values), new Uint8Array(offsets.buffer)]))}`;
}

/** The bytes of the values, every NaN the same. */
function valueBytes(values: PixelArray): Uint8Array {
  const copy = values.slice();
  if (copy instanceof Float32Array || copy instanceof Float64Array) {
    for (let i = 0; i < copy.length; i++) if (Number.isNaN(copy[i])) copy[i] = Number.NaN;
  }
  return new Uint8Array(copy.buffer, copy.byteOffset, copy.byteLength);
}

function digest(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex").slice(0, 12);
}
