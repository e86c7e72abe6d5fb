// A statistic of the blocks of a region of an image: of its layer in memory, or of its file.

import { InvalidParameterError } from "../errors";
import type { Section } from "../readers/fits";
import { type BlockRequest, type Blocks, copyOf, fileBlocks, keptBlocks } from "./blocks";
import type { TileAddress } from "./description";
import { findKeptPlane, isKeepable, keepPlane } from "./kept-planes";
import type { Layer } from "./layer";
import { type OpenedImage, withImageFile } from "./open-image";

type Plane = TileAddress["plane"];

interface RegionRequest<T> extends BlockRequest {
  onRows?: OnRows;
  /** gets the blocks; their pixels are gone when it returns */
  take: (blocks: Blocks) => T;
}

/** Called with the pixels of level 0 in their order, whole rows. */
type OnRows = (pixels: Float32Array | Int32Array) => void;

/**
 * Reads blocks of a region. Pixels come from memory where they are; a whole layer is loaded into memory when it fits and a part of the
 * file would cost as much; else the region is read in strips.
 *
 * @param image opened
 * @param section pixels of level 0, its corner on a block
 * @param request statistic or mask, in blocks of 2^shift a side; what to do with them
 * @returns what `take` gives. Of a mosaic's std blocks: √(mean of std² + spread of the means), each detector block counted alike
 * @throws as withImageFile and the reader
 */
export async function readRegion<T>(image: OpenedImage, section: Section, request: RegionRequest<T>): Promise<T> {
  const { plane, shift, take } = request;
  const { std, mean } = image.layers;
  if (plane !== "std" || std === image.pixels || shift === 0) {
    const statistic = statisticIn(image, plane, shift);
    return readLayer(image, layerOf(image, plane), section, { ...request, plane: statistic });
  }
  const within = await readLayer(image, std, section, { ...request, plane: "mean", take: copyOf });
  const spreads = [
    await readLayer(image, std, section, { plane, shift, take: copyOf }),
    await readLayer(image, mean, section, { plane, shift, take: copyOf }),
  ];
  const pixels = Float32Array.from(within.pixels, (level, i) => Math.hypot(level, ...spreads.map((s) => s.pixels[i]!)));
  return take({ ...within, pixels });
}

/** A mosaic's std is an array of its own: its pixels as they are. */
function statisticIn(image: OpenedImage, plane: Plane, shift: number): Plane {
  return plane === "std" && shift === 0 && image.layers.std !== image.pixels ? "mean" : plane;
}

/** The layer of a statistic or of the mask. @throws InvalidParameterError when there is no mask */
export function layerOf(image: OpenedImage, plane: Plane): Layer {
  if (plane !== "mask") return image.layers[plane];
  if (image.mask) return image.mask;
  throw new InvalidParameterError({ place: image.facts.name, found: "no mask", expected: "a statistic of the pixels" });
}

async function readLayer<T>(
  image: OpenedImage,
  layer: Layer,
  section: Section,
  { plane, shift, onRows, take }: RegionRequest<T>,
): Promise<T> {
  const kept = findKeptPlane(image, layer) ?? (isBestKept(image, layer, shift) ? keepPlane(image, layer) : null);
  if (kept) {
    const there = await kept;
    const { kernels, offset, width, height } = there;
    onRows?.(kernels.float32(offset, width * height));
    return keptBlocks(there, section, { shift, plane }, take);
  }
  const { loadSection } = layer;
  if (loadSection === null) throw new Error(`layer ${layer.id} can be read whole only`);
  const request = onRows ? { shift, plane, onRows } : { shift, plane };
  return take(await withImageFile(image, (file) => fileBlocks(file, { ...layer, loadSection }, section, request)));
}

/** Not for a part of the file that costs its own bytes alone, nor for what is too large. */
function isBestKept(image: OpenedImage, layer: Layer, shift: number): boolean {
  return layer.loadSection === null || (isKeepable(layer) && !isPartCheap(image, layer, shift));
}

/** Whether a region costs its own bytes alone: at full resolution, of a plain file. */
export function isPartCheap(image: OpenedImage, layer: Layer, shift: number): boolean {
  return image.isSeekable && layer.isSectioned && shift === 0;
}
