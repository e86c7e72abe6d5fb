// One tile of an image's pyramid.

import { InvalidParameterError } from "../errors";
import type { Section } from "../readers/fits";
import { levelCount, TILE_SIDE, type TileAddress } from "./description";
import type { OpenedImage } from "./open-image";
import { readRegion } from "./regions";
import { encodeTile } from "./tile-codec";

/**
 * Reads one tile.
 *
 * @param image opened
 * @param address of a tile that the image has
 * @returns bytes of tile-codec.ts
 * @throws InvalidParameterError for an address outside of the image, or of a mask that it does not have; as the reader
 */
export async function readTile(image: OpenedImage, address: TileAddress): Promise<Uint8Array<ArrayBuffer>> {
  const { level, plane } = address;
  return readRegion(image, tileSection(image, address), { plane, shift: level, take: encodeTile });
}

/** Pixels of level 0 under a tile. */
function tileSection(image: OpenedImage, { level, column, row }: TileAddress): Section {
  const { width, height } = image.pixels;
  const levels = levelCount(width, height);
  const side = TILE_SIDE * 2 ** level;
  const [x0, y0] = [column * side, row * side];
  if (level < levels && x0 < width && y0 < height) {
    return { x0, y0, x1: Math.min(width, x0 + side), y1: Math.min(height, y0 + side) };
  }
  throw new InvalidParameterError({
    place: image.facts.name,
    found: `tile ${column}, ${row} of level ${level}`,
    expected: `a tile of ${width} x ${height} pixels in ${levels} levels`,
  });
}
