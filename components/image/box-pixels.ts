// Pixels of a box of an image, cut out of its tiles.
import { type ImageDescription, levelSize, TILE_SIDE } from "@/lib/images/description";
import type { ImageSource } from "./image-source";
import type { Quad } from "./viewer-parameters";

/** Beyond this many pixels the box is taken in bins: 16 MB of tiles. */
export const MOST_BOX_PIXELS = 4 * 2 ** 20;

export interface BoxPixels {
  /** image pixel of the first */
  x0: number;
  y0: number;
  /** in pixels of `step` image pixels each way */
  width: number;
  height: number;
  step: number;
  /** `pixels[y * width + x]` */
  pixels: Float32Array<ArrayBuffer>;
}

/** Image pixels that a box or the ends of a line take in, half-open and on the image; null when it lies beside it. */
export function wholeBox(image: { width: number; height: number }, quad: Quad) {
  const clamp = (value: number, length: number) => Math.min(length, Math.max(0, value));
  const x0 = clamp(Math.round(Math.min(quad[0], quad[2])), image.width);
  const y0 = clamp(Math.round(Math.min(quad[1], quad[3])), image.height);
  const x1 = clamp(Math.round(Math.max(quad[0], quad[2])) + 1, image.width);
  const y1 = clamp(Math.round(Math.max(quad[1], quad[3])) + 1, image.height);
  return x1 > x0 && y1 > y0 ? { x0, y0, x1, y1 } : null;
}

/** The finest level at which a box has few enough pixels. */
function levelOf(description: ImageDescription, width: number, height: number): number {
  let level = 0;
  while (level < description.levels - 1 && (width * height) / 4 ** level > MOST_BOX_PIXELS) level++;
  return level;
}

/**
 * Fetches the tiles under a box and cuts it out: of full resolution, or of the finest mean-binned level with at most 4 Mpix.
 *
 * @throws what the source says of a tile that cannot be had; what AbortSignal says when it was not wanted any more
 */
export async function readBox(
  source: ImageSource,
  box: { x0: number; y0: number; x1: number; y1: number },
  signal: AbortSignal,
): Promise<BoxPixels> {
  const { description } = source;
  const level = levelOf(description, box.x1 - box.x0, box.y1 - box.y0);
  const step = 2 ** level;
  const size = levelSize(description, level);
  const x0 = Math.floor(box.x0 / step);
  const y0 = Math.floor(box.y0 / step);
  const width = Math.min(size.width, Math.ceil(box.x1 / step)) - x0;
  const height = Math.min(size.height, Math.ceil(box.y1 / step)) - y0;
  const pixels = new Float32Array(width * height).fill(Number.NaN);
  const jobs: Promise<void>[] = [];
  for (let row = Math.floor(y0 / TILE_SIDE); row * TILE_SIDE < y0 + height; row++) {
    for (let column = Math.floor(x0 / TILE_SIDE); column * TILE_SIDE < x0 + width; column++) {
      const address = { level, column, row, plane: "mean" as const };
      const known = source.overview.find(
        (one) =>
          one.address.level === level &&
          one.address.column === column &&
          one.address.row === row &&
          one.address.plane === "mean",
      );
      const tile = known ? Promise.resolve(known.tile) : source.loadTile(address, signal);
      jobs.push(
        tile.then((got) => {
          const [left, bottom] = [column * TILE_SIDE, row * TILE_SIDE];
          const [from, to] = [Math.max(x0, left), Math.min(x0 + width, left + got.width)];
          for (let y = Math.max(y0, bottom); y < Math.min(y0 + height, bottom + got.height); y++) {
            const start = (y - bottom) * got.width;
            pixels.set(got.pixels.subarray(start + from - left, start + to - left), (y - y0) * width + from - x0);
          }
        }),
      );
    }
  }
  await Promise.all(jobs);
  return { x0: x0 * step, y0: y0 * step, width, height, step, pixels };
}
