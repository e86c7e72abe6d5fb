// The tiles that came with a description, and the coarser levels that they make: the whole image is drawn without a request.
import { levelSize, TILE_SIDE, type Tile, type TileAddress } from "@/lib/images/description";
import type { ImageSource } from "./image-source";
import { addressKey } from "./tile-plan";

interface Overview {
  /** by name; coarser ones are made when they are asked for */
  tiles: Map<string, Tile>;
  /** finest level that has means */
  level: number;
}

/** Made once a source, and gone with it. */
const kept = new WeakMap<ImageSource, Overview>();

/** A tile of a source's overview or of a coarser level of it; undefined when it is neither. */
export function overviewTile(source: ImageSource, address: TileAddress): Tile | undefined {
  let overview = kept.get(source);
  if (!overview) {
    const levels = source.overview.flatMap(({ address: { plane, level } }) => (plane === "mean" ? level : []));
    const tiles = new Map(source.overview.map(({ address: given, tile }) => [addressKey(given), tile]));
    overview = { tiles, level: Math.min(...levels) };
    kept.set(source, overview);
  }
  return findTile(source, overview, address);
}

/** A tile that came, or one made of the finer ones under it when all of those are here. */
function findTile(source: ImageSource, overview: Overview, address: TileAddress): Tile | undefined {
  const key = addressKey(address);
  const known = overview.tiles.get(key);
  const { level, column, row, plane } = address;
  if (known || plane !== "mean" || level <= overview.level || level >= source.description.levels) return known;
  const size = levelSize(source.description, level);
  const width = Math.min(TILE_SIDE, size.width - column * TILE_SIDE);
  const height = Math.min(TILE_SIDE, size.height - row * TILE_SIDE);
  if (width <= 0 || height <= 0) return undefined;
  const tile = halved(address, { width, height }, (finer) => findTile(source, overview, finer));
  if (tile) overview.tiles.set(key, tile);
  return tile ?? undefined;
}

/**
 * A tile made of the up to four finer ones under it: each pixel is the mean of the finite ones of its four, NaN when none is.
 * @returns null when a finer one is missing
 */
function halved(
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
    const { pixels: values, width: stride } = finer;
    const [x1, y1] = [Math.min(width, x0 + TILE_SIDE / 2), Math.min(height, y0 + TILE_SIDE / 2)];
    for (let y = y0; y < y1; y++) {
      const row = 2 * (y - y0);
      const isPair = row + 1 < finer.height;
      for (let x = x0; x < x1; x++) {
        const column = 2 * (x - x0);
        const i = row * stride + column;
        // finite only when all four are
        const sum =
          isPair && column + 1 < stride
            ? values[i]! + values[i + 1]! + values[i + stride]! + values[i + stride + 1]!
            : Number.NaN;
        pixels[y * width + x] = Number.isFinite(sum) ? sum / 4 : meanOfFour(finer, column, row);
      }
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
