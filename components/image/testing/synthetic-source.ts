// An image made of a formula: every tile of it is known without a server.
import { levelCount, levelSize, TILE_SIDE, type Tile, type TileAddress } from "@/lib/images/description";
import type { ImageSource } from "../image-source";

export interface SyntheticImage {
  key: string;
  width: number;
  height: number;
  /** value of a pixel of level 0 */
  valueAt: (x: number, y: number) => number;
  maskAt?: (x: number, y: number) => number;
  /** level whose mean tiles come along; none when left out */
  overviewLevel?: number;
  /** in place of the tile made of the formula; rejects to fail */
  loadTile?: (address: TileAddress, signal: AbortSignal, make: () => Tile) => Promise<Tile>;
}

/** The source; a pixel of a coarser level is the lower left one of those that it stands for. */
export function syntheticSource(image: SyntheticImage): ImageSource {
  const { key, width, height } = image;
  const make = (address: TileAddress) => syntheticTile(image, address);
  const level = image.overviewLevel;
  const overview =
    level === undefined ? [] : addresses(image, level).map((address) => ({ address, tile: make(address) }));
  return {
    description: {
      key,
      name: key,
      width,
      height,
      unit: "adu",
      levels: levelCount(width, height),
      bin: 1,
      sample: Array.from({ length: 2000 }, (_, i) => image.valueAt((i * 7919) % width, (i * 10473) % height)).filter(
        Number.isFinite,
      ),
      wcs: [],
      wcsProblem: null,
      amplifiers: [],
      detectors: [],
      detectorStage: null,
      focalPlane: null,
      maskPlanes: image.maskAt ? [0, 31].map((bit) => ({ name: `BIT${bit}`, bit })) : [],
      isSigned: false,
      notes: [],
    },
    overview,
    loadTile: (address, signal) =>
      image.loadTile?.(address, signal, () => make(address)) ?? Promise.resolve(make(address)),
    readPixel: async (x, y) => ({ value: image.valueAt(x, y), text: String(image.valueAt(x, y)), mask: null }),
  };
}

function addresses(image: SyntheticImage, level: number): TileAddress[] {
  const { width, height } = levelSize(image, level);
  const [columns, rows] = [Math.ceil(width / TILE_SIDE), Math.ceil(height / TILE_SIDE)];
  return Array.from({ length: columns * rows }, (_, i) => ({
    level,
    column: i % columns,
    row: Math.floor(i / columns),
    plane: "mean" as const,
  }));
}

function syntheticTile(image: SyntheticImage, { level, column, row, plane }: TileAddress): Tile {
  const size = levelSize(image, level);
  const width = Math.min(TILE_SIDE, size.width - column * TILE_SIDE);
  const height = Math.min(TILE_SIDE, size.height - row * TILE_SIDE);
  const pixels = plane === "mask" ? new Int32Array(width * height) : new Float32Array(width * height);
  const valueAt = plane === "mask" ? (image.maskAt ?? (() => 0)) : image.valueAt;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      pixels[y * width + x] = valueAt((column * TILE_SIDE + x) * 2 ** level, (row * TILE_SIDE + y) * 2 ** level);
    }
  }
  return { width, height, pixels };
}
