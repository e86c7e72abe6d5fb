// Answers and tiles of images out of the cache, where making them means reading more than they hold.

import path from "node:path";
import { environment } from "../environment";
import { describeImage } from "./describe-image";
import type { Statistic, TileAddress } from "./description";
import { findKeptPlane } from "./kept-planes";
import type { OpenedImage } from "./open-image";
import { isPartCheap, layerOf } from "./regions";
import { openTileCache, type TileCache } from "./tile-cache";
import { readTile } from "./tiles";

let cache: { folder: string; bytes: number; tiles: TileCache } | undefined;

function tileCache(): TileCache {
  const { dataHome, tileCacheBytes: bytes } = environment();
  const folder = path.join(dataHome, "tiles");
  if (cache?.folder !== folder || cache.bytes !== bytes) cache = { folder, bytes, tiles: openTileCache(folder, bytes) };
  return cache.tiles;
}

/**
 * As describeImage, from the cache where the pixels are not in memory.
 *
 * @param image opened
 * @param options as of describeImage
 * @returns bytes of image-answer.ts
 * @throws as describeImage
 */
export function cachedAnswer(
  image: OpenedImage,
  options: { side: number; statistic: Statistic },
): Promise<Uint8Array<ArrayBuffer>> {
  const work = () => describeImage(image, options);
  if (findKeptPlane(image, image.layers[options.statistic])) return work();
  return throughCache(`${image.key}/answer-${options.statistic}-${options.side}`, work);
}

/**
 * As readTile, from the cache where the pixels are neither in memory nor cheap to read.
 *
 * @param image opened
 * @param address of a tile
 * @returns bytes of tile-codec.ts
 * @throws as readTile
 */
export function cachedTile(image: OpenedImage, address: TileAddress): Promise<Uint8Array<ArrayBuffer>> {
  const { level, column, row, plane } = address;
  const layer = layerOf(image, plane);
  const work = () => readTile(image, address);
  if (findKeptPlane(image, layer) || isPartCheap(image, layer, level)) return work();
  return throughCache(`${image.key}/${plane}-${level}-${column}-${row}`, work);
}

async function throughCache(
  name: string,
  work: () => Promise<Uint8Array<ArrayBuffer>>,
): Promise<Uint8Array<ArrayBuffer>> {
  const tiles = tileCache();
  const found = await tiles.find(name);
  if (found) return found;
  const bytes = await work();
  // the answer does not wait for the disk; what the cache cannot do it leaves out by itself
  tiles.save(name, bytes).catch((error: unknown) => console.error(error));
  return bytes;
}
