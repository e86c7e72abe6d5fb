// A statistic of the blocks of a region of an image: of its layer in memory, or of its file.

import { InvalidParameterError } from "../errors";
import type { Section } from "../readers/fits";
import { type Blocks, fileBlocks, keptBlocks } from "./blocks";
import type { TileAddress } from "./description";
import { findKeptPlane, isKeepable, keepPlane } from "./kept-planes";
import type { Layer } from "./layer";
import { type OpenedImage, withImageFile } from "./open-image";

type Plane = TileAddress["plane"];

/** Called with the pixels of level 0 in their order, whole rows. */
type OnRows = (pixels: Float32Array | Int32Array) => void;

/**
 * Reads blocks of a region. Pixels come from memory where they are; a whole layer is loaded into memory when it fits and a part of the
 * file would cost as much; else the region is read in strips.
 *
 * @param image opened
 * @param section pixels of level 0, its corner on a block
 * @param plane statistic, or the mask
 * @param shift blocks of 2^shift a side
 * @returns new arrays. Of a mosaic's std blocks: √(mean of std² + spread of the means), each detector block counted alike
 * @throws as withImageFile and the reader
 */
export async function readRegion(
  image: OpenedImage,
  section: Section,
  { plane, shift, onRows }: { plane: Plane; shift: number; onRows?: OnRows },
): Promise<Blocks> {
  const isMosaicStd = plane === "std" && image.layers.std !== image.pixels && shift > 0;
  if (!isMosaicStd) {
    const layer = layerOf(image, plane);
    return readLayer(image, layer, section, { plane: statisticIn(image, plane, shift), shift, onRows });
  }
  const { std, mean } = image.layers;
  const within = await readLayer(image, std, section, { plane: "mean", shift, onRows });
  const spreads = await Promise.all([
    readLayer(image, std, section, { plane: "std", shift, onRows: undefined }),
    readLayer(image, mean, section, { plane: "std", shift, onRows: undefined }),
  ]);
  const pixels = Float32Array.from(within.pixels, (level, i) => Math.hypot(level, ...spreads.map((s) => s.pixels[i]!)));
  return { ...within, pixels };
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

async function readLayer(
  image: OpenedImage,
  layer: Layer,
  section: Section,
  { plane, shift, onRows }: { plane: Plane; shift: number; onRows: OnRows | undefined },
): Promise<Blocks> {
  const kept = findKeptPlane(image, layer) ?? (isBestKept(image, layer, shift) ? keepPlane(image, layer) : null);
  if (kept) {
    const there = await kept;
    const { kernels, offset, width, height } = there;
    onRows?.(kernels.float32(offset, width * height));
    return keptBlocks(there, section, shift, plane);
  }
  const { loadSection } = layer;
  if (loadSection === null) throw new Error(`layer ${layer.id} can be read whole only`);
  const request = onRows ? { shift, plane, onRows } : { shift, plane };
  return withImageFile(image, (file) => fileBlocks(file, { ...layer, loadSection }, section, request));
}

/** Not for a full-resolution part of a plain file, which costs its own bytes alone, nor for what is too large. */
function isBestKept(image: OpenedImage, layer: Layer, shift: number): boolean {
  if (layer.loadSection === null) return true;
  const isCheap = image.isSeekable && layer.isSectioned && shift === 0;
  return isKeepable(layer) && !isCheap;
}
