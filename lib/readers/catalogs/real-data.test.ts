// Real catalogues of the development data; skipped where these are not.

import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { memoryByteSource } from "@/lib/files/byte-source";
import { describeWithData, testDataPath } from "@/lib/testing/test-data";
import { readCatalog } from "./index";

const read = (path: string, options = {}) =>
  readCatalog(memoryByteSource(readFileSync(testDataPath(path)), path), options);

describeWithData("real catalogues", () => {
  it("reads 32,838 lenses, texts with commas and blanks among them", async () => {
    const { rowCount, columns, problems } = await read("decals/lenscat/catalog.csv");
    expect([rowCount, problems]).toEqual([32_838, []]);
    expect(columns.map(({ name, type }) => `${name}: ${type}`)).toEqual([
      "name: text",
      "RA [deg]: float64",
      "DEC [deg]: float64",
      "zlens: text",
      "type: text",
      "grading: text",
      "ref: text",
    ]);
    expect([columns[0]!.values[0], columns[1]!.values[0], columns[2]!.values[3]]).toEqual([
      "J0011-0845",
      2.83435,
      -15.4177,
    ]);
  });

  it("reads the truth table of a simulation", async () => {
    const { rowCount, columns, format } = await read("diff/roman_ou2024/Roman_TDS_index_Y106_35967_3.txt");
    expect([rowCount, format, columns.length]).toEqual([24_287, "whitespace", 9]);
    expect(columns[0]!.values[0]).toBe(10430000698194n);
  });

  it("flattens alerts, ids exact, stamps as bytes", async () => {
    const alerts = await read("diff/fink/alerts.parquet", {
      columns: ["objectId", "candidate.ra", "candid", "cutoutScience"],
    });
    const [objectId, candid, ra, , stamp] = alerts.columns;
    expect(alerts.rowCount).toBe(51);
    expect([objectId!.values[0], candid!.values[0], ra!.values[0]]).toEqual([
      "ZTF19abbsjqp",
      975188143515015117n,
      291.3323543,
    ]);
    // a gzip stream each
    expect([...stamp!.values.slice(0, 2)]).toEqual([0x1f, 0x8b]);
    expect(stamp!.offsets).toHaveLength(52);
  });
});
