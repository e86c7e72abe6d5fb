// The tiles that came with a description, and the coarser levels that they make: the whole image is drawn without a request.
import { levelSize, TILE_SIDE, type Tile, type TileAddress } from "@/lib/images/description";
import type { ImageSource } from "./image-source";
import { addressKey } from "./tile-plan";

type Tiles = Map<string, Tile>;

/** Made once a source, and gone with it. */
const kept = new WeakMap<ImageSource, Tiles>();

/** A tile of a source's overview or of a coarser level of it; undefined when it is neither. */
export function overviewTile(source: ImageSource, address: TileAddress): Tile | undefined {
  let tiles = kept.get(source);
  if (!tiles) {
    tiles = overviewTiles(source);
    kept.set(source, tiles);
  }
  return tiles.get(addressKey(address));
}

function overviewTiles(source: ImageSource): Tiles {
  const tiles: Tiles = new Map(source.overview.map(({ address, tile }) => [addressKey(address), tile]));
  for (const { address } of source.overview) {
    if (address.plane !== "mean") continue;
    for (let level = address.level + 1; level < source.description.levels; level++) fillLevel(source, level, tiles);
  }
  return tiles;
}

/** Adds the mean tiles of a level whose finer tiles are all here. */
function fillLevel(source: ImageSource, level: number, tiles: Tiles): void {
  const size = levelSize(source.description, level);
  for (let row = 0; row * TILE_SIDE < size.height; row++) {
    for (let column = 0; column * TILE_SIDE < size.width; column++) {
      const address: TileAddress = { plane: "mean", level, column, row };
      if (tiles.has(addressKey(address))) continue;
      const width = Math.min(TILE_SIDE, size.width - column * TILE_SIDE);
      const height = Math.min(TILE_SIDE, size.height - row * TILE_SIDE);
      const tile = halved(address, { width, height }, (finer) => tiles.get(addressKey(finer)));
      if (tile) tiles.set(addressKey(address), tile);
    }
  }
}

/**
 * A tile made of the up to four finer ones under it: each pixel is the mean of the finite ones of its four, NaN when none is.
 * @returns null when a finer one is missing
 */
export function halved(
  address: TileAddress,
  size: { width: number; height: number },
  finerTile: (finer: TileAddress) => Tile | undefined,
): Tile | null {
  const { width, height } = size;
  const pixels = new Float32Array(width * height);
  for (let half = 0; half < 4; half++) {
    const [right, up] = [half & 1, half >> 1];
    const [x0, y0] = [(right * TILE_SIDE) / 2, (up * TILE_SIDE) / 2];
    if (x0 >= width || y0 >= height) continue;
    const finer = finerTile({
      ...address,
      level: address.level - 1,
      column: address.column * 2 + right,
      row: address.row * 2 + up,
    });
    if (!finer) return null;
    const [x1, y1] = [Math.min(width, x0 + TILE_SIDE / 2), Math.min(height, y0 + TILE_SIDE / 2)];
    for (let y = y0; y < y1; y++) {
      for (let x = x0; x < x1; x++) pixels[y * width + x] = meanOfFour(finer, 2 * (x - x0), 2 * (y - y0));
    }
  }
  return { width, height, pixels };
}

function meanOfFour({ width, height, pixels }: Tile, x: number, y: number): number {
  let [sum, count] = [0, 0];
  for (let j = y; j < Math.min(height, y + 2); j++) {
    for (let i = x; i < Math.min(width, x + 2); i++) {
      const value = pixels[j * width + i] ?? Number.NaN;
      if (!Number.isFinite(value)) continue;
      sum += value;
      count++;
    }
  }
  return count === 0 ? Number.NaN : sum / count;
}
