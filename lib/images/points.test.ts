// Pixels and sky coordinates as a viewer shows them equal astropy's: testing/points.golden.py, ten points an image.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { z } from "zod";
import { skyOf } from "@/components/image/sky";
import { describeWithData, testDataPath } from "../testing/test-data";
import { describeImage } from "./describe-image";
import { decodeImageAnswer } from "./image-answer";
import type { ImageLocation } from "./location";
import { openImage } from "./open-image";
import { readPixel } from "./pixel";
import { decodeTile } from "./tile-codec";
import { readTile } from "./tiles";

const pair = z.tuple([z.number(), z.number()]);
const rowSchema = z.object({
  path: z.string(),
  hdu: z.number(),
  isAssembled: z.boolean(),
  width: z.number(),
  height: z.number(),
  points: z.array(z.tuple([z.number(), z.number(), z.number().nullable(), pair.nullable()])).length(10),
});
const golden = readFileSync(join(import.meta.dirname, "testing/points.golden.json"), "utf8");
const ROWS = z.array(rowSchema).parse(JSON.parse(golden));
const TILE_SIDE = 512;
/** Degrees: 3.6 microarcseconds; astropy computes with wcslib, whose float64 steps come in another order. */
const SKY_TOLERANCE = 1e-9;

function locate(row: z.infer<typeof rowSchema>): ImageLocation {
  const processing = row.isAssembled ? "assemble" : null;
  return {
    root: testDataPath("."),
    path: row.path,
    rules: null,
    hdu: row.hdu,
    plane: [],
    processing,
    identity: null,
    bin: 1,
  };
}

describeWithData("pixels and sky under the cursor", () => {
  it.each(ROWS)("$path, HDU $hdu", async (row) => {
    const image = await openImage(locate(row));
    const answer = await describeImage(image, { side: 1024, statistic: "mean" });
    const { description } = decodeImageAnswer(answer);
    expect([description.width, description.height]).toEqual([row.width, row.height]);
    const sky = skyOf(description);
    for (const [x, y, value, coordinates] of row.points) {
      const pixel = await readPixel(image, x, y);
      expect(pixel.value === null ? null : Math.fround(pixel.value)).toBe(value);
      const [column, line] = [Math.floor(x / TILE_SIDE), Math.floor(y / TILE_SIDE)];
      const tile = decodeTile(await readTile(image, { level: 0, column, row: line, plane: "mean" }));
      const inTile = tile.pixels[(y % TILE_SIDE) * tile.width + (x % TILE_SIDE)];
      expect(inTile).toBe(value ?? Number.NaN);
      const found = sky?.pixelToWorld(x, y) ?? null;
      if (coordinates === null) expect(found).toBeNull();
      else {
        expect(Math.abs((found?.lonDeg ?? Number.NaN) - coordinates[0])).toBeLessThan(SKY_TOLERANCE);
        expect(Math.abs((found?.latDeg ?? Number.NaN) - coordinates[1])).toBeLessThan(SKY_TOLERANCE);
      }
    }
  });
});
