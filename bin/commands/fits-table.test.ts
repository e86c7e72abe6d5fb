import { expect, it } from "vitest";
import { InvalidParameterError } from "@/lib/errors";
import { memoryByteSource } from "@/lib/files/byte-source";
import { openFits, readTable, verifyFits } from "@/lib/readers/fits";
import type { Table } from "@/lib/tables";
import { writeFitsTable } from "./fits-table";

const table: Table = {
  name: "dark-rings",
  meta: { run: "17", "pipeline version": "1.2" },
  columns: [
    { name: "id", type: "int64", unit: null, description: "number of the ring", values: [5n, null, 2n ** 60n] },
    { name: "depth", type: "float64", unit: "electron", description: "depth", values: [1.5, null, -2] },
    { name: "is_kept", type: "bool", unit: null, description: "verdict", values: [true, null, false] },
    { name: "band", type: "text", unit: null, description: "filter", values: ["r", null, "i"] },
  ],
};

it("writes a table that says what is not measured", async () => {
  const file = await openFits(memoryByteSource(writeFitsTable(table), "x.fits"));
  expect(await verifyFits(file)).toEqual([]);
  const { header, name } = file.hdus[1]!;
  expect([name, header.get("RUN"), header.get("PIPELINE_VERSION")]).toEqual(["dark-rings", "17", "1.2"]);
  const { rowCount, columns } = await readTable(file, 1);
  expect(rowCount).toBe(3);
  expect(columns.map((column) => column.unit)).toEqual([null, "electron", null, null]);
  expect([columns[0]!.values[0], columns[0]!.values[2]]).toEqual([5n, 2n ** 60n]);
  expect(columns[0]!.isNull).toEqual(Uint8Array.of(0, 1, 0));
  expect([...columns[1]!.values]).toEqual([1.5, Number.NaN, -2]);
  expect(columns[2]!.values).toEqual(Uint8Array.of(1, 0, 0));
  expect(columns[2]!.isNull).toEqual(Uint8Array.of(0, 1, 0));
  expect(columns[3]!.values).toEqual(["r", "", "i"]);
});

it("refuses text that FITS has no bytes for", () => {
  const columns = [{ name: "note", type: "text" as const, unit: null, description: "", values: ["µ"] }];
  expect(() => writeFitsTable({ ...table, columns })).toThrow(InvalidParameterError);
});
