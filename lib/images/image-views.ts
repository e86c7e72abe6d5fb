// The door of image views: what a viewer asks of an image, from memory or from its file.

import { InvalidParameterError } from "../errors";
import type { Section } from "../readers/fits";
import { type Blocks, fileBlocks, keptBlocks } from "./blocks";
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
import { findKeptPlane, isKeepable, keepPlane } from "./kept-planes";
import type { Layer, LoadedFacts } from "./layer";
import { type OpenedImage, withImageFile } from "./open-image";
import { newSampler } from "./sample";
import { encodeTile } from "./tile-codec";

/**
 * Description and first tiles of an image: the finest level that is at most `side` a side.
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
  const { blocks, sample, facts } = await surveyLayer(image, level, statistic);
  const description: ImageDescription = {
    ...image.facts,
    key: image.key,
    width,
    height,
    levels,
    sample,
    unit: facts.unit ?? image.facts.unit,
    amplifiers: facts.amplifiers.length > 0 ? facts.amplifiers : image.facts.amplifiers,
    notes: [...image.facts.notes, ...facts.notes],
  };
  const overview = tileAddresses(description, level, statistic).map((address) => {
    return { address, bytes: encodeTile(cutTile(blocks, address)) };
  });
  return encodeImageAnswer(description, overview);
}

/** Blocks of the whole, and a sample. */
async function surveyLayer(
  image: OpenedImage,
  shift: number,
  plane: Statistic,
): Promise<{ blocks: Blocks; sample: number[]; facts: LoadedFacts }> {
  const layer = image.pixels;
  const { width, height } = layer;
  const whole = { x0: 0, y0: 0, x1: width, y1: height };
  const sampler = newSampler(width, height);
  if (isKeepable(layer) || !canSection(layer)) {
    const kept = await keepPlane(image, layer);
    const blocks = keptBlocks(kept, whole, shift, plane);
    sampler.take(kept.kernels.float32(kept.offset, width * height));
    const range = plane === "std" ? keptBlocks(kept, whole, Math.max(3, shift), "max").range : blocks.range;
    return { blocks, sample: sampler.finish(range), facts: kept.facts };
  }
  const range = { least: Number.POSITIVE_INFINITY, most: Number.NEGATIVE_INFINITY };
  const onRows = (pixels: Float32Array | Int32Array) => {
    sampler.take(pixels);
    if (plane === "std") widenRange(range, pixels);
  };
  const blocks = await withImageFile(image, (file) => fileBlocks(file, layer, whole, { shift, plane, onRows }));
  const found = plane === "std" ? (range.least <= range.most ? range : null) : blocks.range;
  return { blocks, sample: sampler.finish(found), facts: { unit: null, amplifiers: [], notes: [] } };
}

function widenRange(range: { least: number; most: number }, pixels: Float32Array | Int32Array): void {
  for (const value of pixels) {
    if (!Number.isFinite(value)) continue;
    if (value < range.least) range.least = value;
    if (value > range.most) range.most = value;
  }
}

/** Addresses of all tiles of a level, row by row. */
function tileAddresses(image: { width: number; height: number }, level: number, plane: Statistic): TileAddress[] {
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

/**
 * One tile.
 *
 * @param image opened
 * @param address of a tile that the image has
 * @returns bytes of tile-codec.ts
 * @throws InvalidParameterError for an address outside of the image, or of a mask that it does not have
 */
export async function readTile(image: OpenedImage, address: TileAddress): Promise<Uint8Array<ArrayBuffer>> {
  const layer = layerOf(image, address);
  const section = tileSection(image, address);
  const kept = findKeptPlane(image, layer);
  if (kept) return encodeTile(keptBlocks(await kept, section, address.level, address.plane));
  const isCheap = image.isSeekable && layer.isSectioned && address.level === 0;
  if (canSection(layer) && (isCheap || !isKeepable(layer))) {
    const request = { shift: address.level, plane: address.plane };
    return encodeTile(await withImageFile(image, (file) => fileBlocks(file, layer, section, request)));
  }
  return encodeTile(keptBlocks(await keepPlane(image, layer), section, address.level, address.plane));
}

function canSection(layer: Layer): layer is Layer & { loadSection: NonNullable<Layer["loadSection"]> } {
  return layer.loadSection !== null;
}

function layerOf(image: OpenedImage, { plane }: TileAddress): Layer {
  if (plane !== "mask") return image.pixels;
  if (image.mask) return image.mask;
  throw new InvalidParameterError({ place: image.facts.name, found: "no mask", expected: "a statistic of the pixels" });
}

/** Pixels of level 0 under a tile. */
function tileSection(image: OpenedImage, { level, column, row }: TileAddress): Section {
  const { width, height } = image.pixels;
  const side = TILE_SIDE * 2 ** level;
  const [x0, y0] = [column * side, row * side];
  if (level >= levelCount(width, height) || x0 >= width || y0 >= height) {
    throw new InvalidParameterError({
      place: image.facts.name,
      found: `tile ${column}, ${row} of level ${level}`,
      expected: `a tile of ${width} x ${height} pixels in ${levelCount(width, height)} levels`,
    });
  }
  return { x0, y0, x1: Math.min(width, x0 + side), y1: Math.min(height, y0 + side) };
}
