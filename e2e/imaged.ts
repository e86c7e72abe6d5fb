// Small FITS files whose every pixel is known, mounted on the server under test: by name the id of each.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { addMount } from "@/lib/runs/requests";
import { scanMount } from "@/lib/runs/scan/scan-mount";
import { fitsBytes } from "@/lib/testing/make-fits";
import { test as base } from "./seeded";

export interface Imaged {
  folder: string;
  /** id of the mounted file of that name */
  ids: Record<string, string>;
}

export const SIZE = { width: 300, height: 200 };

/** Pixel (x, y) = 1000 y + x + offset. */
export function ramp(offset = 0): Float32Array<ArrayBuffer> {
  const { width, height } = SIZE;
  return Float32Array.from({ length: width * height }, (_, i) => 1000 * Math.floor(i / width) + (i % width) + offset);
}

/** 0.36 arc seconds a pixel about RA 150°, Dec +2°, north up. */
const SKY = {
  CTYPE1: "RA---TAN",
  CTYPE2: "DEC--TAN",
  CRPIX1: 150.5,
  CRPIX2: 100.5,
  CRVAL1: 150,
  CRVAL2: 2,
  CD1_1: -1e-4,
  CD1_2: 0,
  CD2_1: 0,
  CD2_2: 1e-4,
};

export function rampFile(offset = 0, cards: Record<string, string | number> = {}): Uint8Array {
  const size: [number, number] = [SIZE.width, SIZE.height];
  return fitsBytes([{ cards: { BUNIT: "adu", ...SKY, ...cards }, size, pixels: ramp(offset) }]);
}

function files(): Record<string, Uint8Array> {
  const flat = (size: [number, number], value: number) => new Float32Array(size[0] * size[1]).fill(value);
  const one = (size: [number, number], value: number, cards: Record<string, string | number> = {}) =>
    fitsBytes([{ cards, size, pixels: flat(size, value) }]);
  return {
    "ramp.fits": rampFile(),
    "brighter.fits": rampFile(500_000),
    "dimmer.fits": rampFile(-500_000),
    "replaced.fits": rampFile(),
    "nan.fits": one([20, 10], Number.NaN),
    "constant.fits": one([20, 10], 7),
    "one-pixel.fits": one([1, 1], 42),
    "wide.fits": fitsBytes([
      { cards: {}, size: [30_000, 2], pixels: Float32Array.from({ length: 60_000 }, (_, i) => i % 30_000) },
    ]),
    "nonsense-sky.fits": rampFile(0, { CD1_1: 0, CD2_2: 0 }),
  };
}

export const test = base.extend<object, { imaged: Imaged }>({
  imaged: [
    async ({ home, pool, seeded: _ }, use) => {
      // a mount may not lie in the data home
      const folder = `${home}-images`;
      mkdirSync(folder, { recursive: true });
      for (const [name, bytes] of Object.entries(files())) writeFileSync(path.join(folder, name), bytes);
      const { mountId } = await addMount({ root: folder, name: "images-of-browser-tests" });
      await scanMount(mountId);
      const { rows } = await pool.query<{ id: string; path: string }>(
        "SELECT id::text, path FROM mounted_file WHERE mount_id = $1",
        [mountId],
      );
      await use({ folder, ids: Object.fromEntries(rows.map(({ id, path: name }) => [name, id])) });
      await pool.query("DELETE FROM mount WHERE id = $1", [mountId]);
      rmSync(folder, { recursive: true, force: true });
    },
    { scope: "worker", timeout: 60_000 },
  ],
});

export { expect } from "./fixtures";
