// From the name of an image to its tiles, through the rows of mounts and runs.
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, expect, it, vi } from "vitest";
import { pool } from "@/lib/database/client";
import { withDatabase } from "@/lib/database/testing/with-database";
import { decodeImageAnswer } from "@/lib/images/image-answer";
import { decodeTile } from "@/lib/images/tile-codec";
import { fitsBytes } from "@/lib/testing/make-fits";
import { listImageStages, readImageAnswer, readImagePixel, readImageSection, readImageTile } from "./images";
import { readBinned, readSection } from "./section";

vi.mock("server-only", () => ({}));
const { home } = withDatabaseHome();

function withDatabaseHome() {
  const database = withDatabase();
  return { home: () => database.home };
}

const [WIDTH, HEIGHT] = [600, 40];
const levelOf = (value: number) => new Float32Array(WIDTH * HEIGHT).fill(value);
const KAST = { VERSION: "kastb", OBSNUM: 1, "DATE-OBS": "2015-05-20T03:44:04", AMPSROW: 1, COVER: 32 };

function write(folder: string, name: string, value: number, cards = {}): void {
  mkdirSync(path.join(home(), folder), { recursive: true });
  const bytes = fitsBytes([{ cards, size: [WIDTH, HEIGHT], pixels: levelOf(value) }]);
  writeFileSync(path.join(home(), folder, name), bytes);
}

/** Exposure 1: a raw and an image of detector 0. 2: a raw alone. Run 5 made residuals of 1. */
beforeAll(async () => {
  write("mounted", "raw1.fits", 100.25, KAST);
  write("mounted", "raw2.fits", 200.25, KAST);
  write("mounted", "image1.fits", 10);
  write("runs/5", "residual.fits", 0.5);
  await pool().query("INSERT INTO mount (id, name, root, kind) VALUES (1, 'frames', $1, 'folder')", [
    path.join(home(), "mounted"),
  ]);
  await pool().query(`INSERT INTO mounted_file (id, mount_id, path, bytes, modified_at, state)
    SELECT n, 1, name, 10, now(), 'new' FROM (VALUES (1, 'raw1.fits'), (2, 'image1.fits'), (3, 'raw2.fits')) AS given (n, name)`);
  await pool().query("INSERT INTO exposure (instrument, exposure_id) SELECT 'Kast', n FROM generate_series(1, 2) n");
  await pool().query(`INSERT INTO detector_image (instrument, exposure_id, detector, detector_name, product_type, file_id, hdu, width,
      height, checksum, bytes)
    SELECT 'Kast', exposure, 0, 'blue', type, file, 0, ${WIDTH}, ${HEIGHT}, '', 1
    FROM (VALUES (1, 'raw', 1), (1, 'image', 2), (2, 'raw', 3)) AS given (exposure, type, file)`);
  await pool().query(`INSERT INTO run (id, key, pipeline, mode, query, configuration, code_version, state)
    VALUES (5, 'run-5', 'visualize-exposure', 'annulus', '', '{}', 'test', 'done')`);
  await pool().query(`INSERT INTO image_product (run_id, task_key, stage, instrument, exposure_id, detector, detector_name, path, hdu,
      width, height, unit, checksum, bytes)
    VALUES (5, 'a', 'residual_dark', 'Kast', 1, 0, 'blue', 'runs/5/residual.fits', 0, ${WIDTH}, ${HEIGHT}, 'electron', '', 1)`);
});

async function open(source: string) {
  return decodeImageAnswer(await readImageAnswer(source, { side: 512, statistic: "mean" }));
}

it("finds the stage asked for, or else the best", async () => {
  const levels = ["Kast/1/blue@raw", "Kast/1/0@image", "Kast/1/blue", "Kast/1/blue@residual_dark:5", "file:2[0]"];
  const found = [];
  for (const source of levels) {
    const { description, overview } = await open(source);
    found.push([description.name, overview[0]?.tile.pixels[0], description.isSigned]);
  }
  expect(found).toEqual([
    ["Kast 1 blue raw", 100.25, false],
    ["Kast 1 blue image", 10, false],
    ["Kast 1 blue image", 10, false],
    ["Kast 1 blue residual_dark", 0.5, true],
    ["image1.fits[0]", 10, false],
  ]);
  expect((await open("Kast/2/blue")).description.name).toBe("Kast 2 blue post_isr");
});

it("lists the stages of a detector in the order of processing", async () => {
  const stages = await listImageStages({ instrument: "Kast", exposureId: "1", detector: "blue" });
  expect(stages.map(({ stage, runId, source }) => [stage, runId, source])).toEqual([
    ["raw", null, "Kast/1/blue@raw"],
    ["post_isr", null, "Kast/1/blue@post_isr"],
    ["residual_dark", 5, "Kast/1/blue@residual_dark:5"],
    ["image", null, "Kast/1/blue@image"],
  ]);
  expect(await listImageStages({ instrument: "Kast", exposureId: "9", detector: "blue" })).toEqual([]);
});

it("says what there is when a stage, a file or an image is missing", async () => {
  await expect(open("Kast/1/blue@residual_flat")).rejects.toThrow(
    /Kast 1 blue: no residual_flat, expected one of raw, post_isr, residual_dark, image/,
  );
  await expect(open("Kast/7/blue")).rejects.toThrow(/Kast 7 blue: no image, expected an image that a mounted file/);
  await expect(open("file:99[0]")).rejects.toThrow(/no file 99/);
  await expect(open("somewhere")).rejects.toThrow(/expected instrument\/exposure\/detector@stage/);
});

it("serves tiles, pixels and sections of one state of a file, and refuses them when it is replaced", async () => {
  const source = "file:2[0]";
  const { description } = await open(source);
  const address = { level: 0, column: 1, row: 0, plane: "mean" } as const;
  const tile = decodeTile(await readImageTile(source, description.key, address));
  expect([tile.width, tile.height, tile.pixels[5]]).toEqual([WIDTH - 512, HEIGHT, 10]);
  expect(await readImagePixel(source, description.key, 3, 4)).toEqual({ value: 10, text: "10", mask: null });
  const { name } = await readImageSection(source, description.key, { x0: 0, y0: 0, x1: 4, y1: 4 });
  expect(name).toBe("image1_0_x0-4_y0-4.fits");
  await expect(readImageTile(source, description.key, { ...address, column: 2 })).rejects.toThrow(
    /tile 2, 0 of level 0/,
  );
  await expect(readImageTile(source, description.key, { ...address, plane: "mask" })).rejects.toThrow(/no mask/);

  write("mounted", "image1.fits", 11, { OBJECT: "another" });
  const changed = /image1.fits: the file has changed since this image was opened/;
  await expect(readImageTile(source, description.key, address)).rejects.toThrow(changed);
  const again = await open(source);
  expect(again.description.key).not.toBe(description.key);
  await expect(readImagePixel(source, description.key, 3, 4)).rejects.toThrow(changed);
  expect((await readImagePixel(source, again.description.key, 3, 4)).value).toBe(11);
});

// the test before has replaced the image
it("gives a detector's sections and bins of the image that is shown of it", async () => {
  const address = { instrument: "Kast", exposureId: 1n, detector: 0 };
  const corner = await readSection(address, { x0: -1, y0: 39, x1: 1, y1: 41 });
  expect(corner).toMatchObject({ x0: -1, y0: 39, width: 2, height: 2 });
  expect([...corner.pixels]).toEqual([Number.NaN, 11, Number.NaN, Number.NaN]);
  const binned = await readBinned(address, 100);
  expect(binned).toMatchObject({ bin: 8, width: 75, height: 5 });
  expect(new Set(binned.pixels)).toEqual(new Set([11]));
  const whole = await readBinned(address, 2048);
  expect(whole).toMatchObject({ bin: 1, width: WIDTH, height: HEIGHT });
  const ofRaw = await readSection({ ...address, exposureId: 2n }, { x0: 0, y0: 0, x1: 4, y1: 4 });
  expect(ofRaw.pixels.every(Number.isFinite)).toBe(true);
  await expect(readSection({ ...address, detector: 9 }, { x0: 0, y0: 0, x1: 4, y1: 4 })).rejects.toThrow(/^Kast 1 9/);
});
