// The first answer of an image: what it is, a sample of its pixels, and the tiles of a first drawing.

import type { Blocks } from "./blocks";
import {
  type ImageDescription,
  levelCount,
  levelSize,
  type Statistic,
  TILE_SIDE,
  type Tile,
  type TileAddress,
} from "./description";
import { encodeImageAnswer } from "./image-answer";
import { isKeepable, keepPlane } from "./kept-planes";
import type { LoadedFacts } from "./layer";
import type { OpenedImage } from "./open-image";
import { readRegion } from "./regions";
import { newSampler } from "./sample";
import { encodeTile } from "./tile-codec";

/**
 * Description and first tiles of an image: the finest level that is at most `side` a side. One pass over the pixels, which stay in
 * memory when they fit.
 *
 * @param image opened
 * @param options longest side of the first drawing in pixels; statistic of its blocks
 * @returns bytes of image-answer.ts
 * @throws as the reader
 */
export async function describeImage(
  image: OpenedImage,
  { side, statistic }: { side: number; statistic: Statistic },
): Promise<Uint8Array<ArrayBuffer>> {
  const { width, height } = image.pixels;
  const levels = levelCount(width, height);
  let level = 0;
  while (level < levels - 1 && Math.max(width, height) / 2 ** level > side) level++;
  const { overview, sample, facts } = await surveyImage(image, level, statistic);
  const description: ImageDescription = {
    ...image.facts,
    key: image.key,
    width,
    height,
    levels,
    sample,
    // a mosaic's standard deviations have no other side of zero
    isSigned: image.facts.isSigned && (statistic !== "std" || image.layers.std === image.pixels),
    unit: facts.unit ?? image.facts.unit,
    amplifiers: facts.amplifiers.length > 0 ? facts.amplifiers : image.facts.amplifiers,
    notes: [...image.facts.notes, ...facts.notes],
  };
  return encodeImageAnswer(description, overview);
}

const NO_FACTS: LoadedFacts = { unit: null, amplifiers: [], notes: [] };

/** Tiles of a level; a sample of the pixels that they are made of, or of the blocks of another statistic. */
async function surveyImage(image: OpenedImage, shift: number, plane: Statistic) {
  const layer = image.layers[plane];
  const { width, height } = layer;
  const whole = { x0: 0, y0: 0, x1: width, y1: height };
  const kept = isKeepable(layer) || layer.loadSection === null ? await keepPlane(image, layer) : null;
  const sampler = newSampler(width, height);
  const isRangeMissing = plane === "std";
  // the least or most of many pixels, and their spread, lie elsewhere than the pixels; their mean does not
  const isOfBlocks = plane !== "mean" && shift > 0;
  const onRows = (pixels: Float32Array | Int32Array) => {
    if (isOfBlocks) return;
    sampler.take(pixels);
    if (isRangeMissing) sampler.widen(pixels);
  };
  const take = (blocks: Blocks) => {
    const tiles = tilesOf(image.pixels, shift, plane).map((address) => {
      return { address, bytes: encodeTile(cutTile(blocks, address)) };
    });
    return { overview: tiles, range: blocks.range, shown: isOfBlocks ? sampleOf(blocks) : null };
  };
  const { overview, range, shown } = await readRegion(image, whole, { plane, shift, onRows, take });
  return { overview, sample: shown ?? sampler.finish(range), facts: kept?.facts ?? NO_FACTS };
}

/** Of the blocks themselves, with their own range. */
function sampleOf({ width, height, pixels }: Blocks): number[] {
  const sampler = newSampler(width, height);
  sampler.take(pixels);
  sampler.widen(pixels);
  return sampler.finish(null);
}

/** Addresses of all tiles of a level, row by row. */
function tilesOf(image: { width: number; height: number }, level: number, plane: Statistic): TileAddress[] {
  const size = levelSize(image, level);
  const [columns, rows] = [Math.ceil(size.width / TILE_SIDE), Math.ceil(size.height / TILE_SIDE)];
  return Array.from({ length: columns * rows }, (_, i) => {
    return { level, column: i % columns, row: Math.floor(i / columns), plane };
  });
}

function cutTile(level: Tile, { column, row }: TileAddress): Tile {
  const [x0, y0] = [column * TILE_SIDE, row * TILE_SIDE];
  const width = Math.min(TILE_SIDE, level.width - x0);
  const height = Math.min(TILE_SIDE, level.height - y0);
  if (width === level.width && height === level.height) return level;
  const pixels = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    const start = (y0 + y) * level.width + x0;
    pixels.set(level.pixels.subarray(start, start + width), y * width);
  }
  return { width, height, pixels };
}
