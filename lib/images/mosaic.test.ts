import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { type FitsHduToWrite, writeFits } from "../readers/fits";
import { describeImage } from "./describe-image";
import { decodeImageAnswer } from "./image-answer";
import { openImage } from "./open-image";
import { decodeTile } from "./tile-codec";
import { readTile } from "./tiles";

const folder = mkdtempSync(path.join(tmpdir(), "annulus-mosaic-"));
afterAll(() => rmSync(folder, { recursive: true }));

const [WIDTH, HEIGHT] = [1026, 4];
const plane = (of: (i: number) => number) => Float32Array.from({ length: WIDTH * HEIGHT }, (_, i) => of(i));
const HOT = 2 * WIDTH + 1025;
const identity = { instrument: "LSSTCam", exposureId: "1", detector: null, detectorName: null, stage: "mosaic8" };

function write(name: string, hdus: FitsHduToWrite[]) {
  writeFileSync(path.join(folder, name), writeFits([{ cards: [["BIN", 8]] }, ...hdus]));
  return { root: folder, path: name, rules: null, hdu: 1, plane: [], processing: null, identity, bin: 8 } as const;
}

const image = (name: string, pixels: Float32Array): FitsHduToWrite => ({
  cards: [["EXTNAME", name]],
  image: { width: WIDTH, height: HEIGHT, pixels },
});

const STATISTICS = [
  image(
    "MEAN",
    plane((i) => i % 2),
  ),
  image(
    "MIN",
    plane((i) => (i === HOT ? -9 : 0)),
  ),
  image(
    "MAX",
    plane((i) => (i === HOT ? 9 : 1)),
  ),
  image(
    "STD",
    plane((i) => 2 + (i % 2)),
  ),
];

it("makes each statistic of a coarser level from its own array", async () => {
  const opened = await openImage(write("mosaic.fits", STATISTICS));
  const { description } = decodeImageAnswer(await describeImage(opened, { side: 512, statistic: "mean" }));
  expect([description.name, description.bin, description.levels]).toEqual(["LSSTCam 1 mosaic8", 8, 3]);
  const valuesOf = async (statistic: "mean" | "min" | "max" | "std", level: number) => {
    const column = level === 0 ? 2 : level === 1 ? 1 : 0;
    return decodeTile(await readTile(opened, { level, column, row: 0, plane: statistic })).pixels;
  };
  expect((await valuesOf("mean", 1))[0]).toBe(0.5);
  // the hot pixel in its block, by either statistic, and nowhere else
  expect([...(await valuesOf("max", 1))]).toEqual([1, 9]);
  expect([...(await valuesOf("min", 1))]).toEqual([0, -9]);
  // mean of 2² and 3², and the spread of means 0 and 1
  expect((await valuesOf("std", 1))[0]).toBeCloseTo(Math.sqrt((4 + 9) / 2 + 0.25), 6);
  expect([...(await valuesOf("std", 0)).subarray(0, 2)]).toEqual([2, 3]);
});

it("is looked at about zero when its detectors are, but for its deviations, and says of what it is", async () => {
  const location = write("residual.fits", STATISTICS);
  const bytes = writeFits([{ cards: [["OFSTAGE", "residual_dark"]] }, ...STATISTICS]);
  writeFileSync(path.join(folder, location.path), bytes);
  const opened = await openImage(location);
  const descriptionOf = async (statistic: "mean" | "max" | "std") =>
    decodeImageAnswer(await describeImage(opened, { side: 512, statistic })).description;
  expect((await descriptionOf("mean")).isSigned).toBe(true);
  expect((await descriptionOf("max")).isSigned).toBe(true);
  expect((await descriptionOf("std")).isSigned).toBe(false);
  expect(await descriptionOf("mean")).toMatchObject({
    name: "LSSTCam 1 mosaic8 of residual_dark",
    detectorStage: "residual_dark",
  });
});

it("says where the detectors lie, and refuses a mosaic without an array or a column", async () => {
  const columns: NonNullable<FitsHduToWrite["table"]>["columns"] = [
    { name: "name", values: ["R22_S11"] },
    { name: "detector", values: Int32Array.of(94) },
    ...["x0", "y0", "x1", "y1"].map((name, i) => ({ name, values: Int32Array.of(i * 10) })),
    { name: "matrix", cellShape: [6], values: Float64Array.of(8, 0, 3.5, 0, 8, -4.5) },
  ];
  const table = (kept: typeof columns): FitsHduToWrite => ({
    cards: [["EXTNAME", "DETECTORS"]],
    table: { columns: kept },
  });
  const { facts } = await openImage(write("detectors.fits", [...STATISTICS, table(columns)]));
  expect(facts.detectors).toEqual([
    { name: "R22_S11", detector: 94, x0: 0, y0: 10, x1: 20, y1: 30, matrix: [8, 0, 3.5, 0, 8, -4.5] },
  ]);
  await expect(openImage(write("no-std.fits", STATISTICS.slice(0, 3)))).rejects.toThrow(/no HDU STD/);
  const torn = write("torn.fits", [...STATISTICS, table(columns.slice(0, -1))]);
  await expect(openImage(torn)).rejects.toThrow(/no column matrix/);
});
