// Whole layers in memory, each in a small kernel instance of its own so that binning copies nothing. The least recently used go when the
// bound is reached; requests for one layer share one read.

import { createKernels, type Kernels } from "../kernels";
import type { Layer, LoadedFacts } from "./layer";
import { type OpenedImage, withImageFile } from "./open-image";

/** Of all layers together; one that is on its way may come on top. */
const KEPT_BYTES = 512 * 2 ** 20;
/** A layer beyond is never whole in memory: it is read in strips. */
export const LARGEST_KEPT_BYTES = KEPT_BYTES / 2;
const PIXEL_BYTES = 4;

export interface KeptPlane {
  kernels: Kernels;
  /** of float32, or int32 of a mask, `height` rows of `width` */
  offset: number;
  width: number;
  height: number;
  facts: LoadedFacts;
}

/** In the order of their last use. */
const kept = new Map<string, Promise<KeptPlane>>();
const bytesOfKept = new Map<string, number>();

function keyOf(image: OpenedImage, layer: Layer): string {
  return `${image.key} ${layer.id}${layer.isMask ? " mask" : ""}`;
}

/** Whether a layer may be kept whole. */
export function isKeepable({ width, height }: Layer): boolean {
  return PIXEL_BYTES * width * height <= LARGEST_KEPT_BYTES;
}

/** The layer, when it is in memory or on its way there; else null. */
export function findKeptPlane(image: OpenedImage, layer: Layer): Promise<KeptPlane> | null {
  const key = keyOf(image, layer);
  const plane = kept.get(key);
  if (!plane) return null;
  kept.delete(key);
  kept.set(key, plane);
  return plane;
}

/**
 * A layer in memory, read when it is not there yet.
 *
 * @param image whose
 * @param layer which, at most LARGEST_KEPT_BYTES
 * @returns its pixels: not to be changed, and whatever is allocated beside them is to be released in the same synchronous stretch
 * @throws as withImageFile and the reader
 */
export function keepPlane(image: OpenedImage, layer: Layer): Promise<KeptPlane> {
  const before = findKeptPlane(image, layer);
  if (before) return before;
  const key = keyOf(image, layer);
  const plane = loadPlane(image, layer);
  kept.set(key, plane);
  bytesOfKept.set(key, PIXEL_BYTES * layer.width * layer.height);
  plane.catch(() => forget(key, plane));
  forgetOldest();
  return plane;
}

async function loadPlane(image: OpenedImage, layer: Layer): Promise<KeptPlane> {
  const { width, height } = layer;
  const kernels = createKernels();
  const offset = kernels.allocate(PIXEL_BYTES * width * height);
  const target = layer.isMask ? kernels.int32(offset, width * height) : kernels.float32(offset, width * height);
  const facts = await withImageFile(image, (file) => layer.load(file, target));
  return { kernels, offset, width, height, facts };
}

function forget(key: string, plane: Promise<KeptPlane>): void {
  if (kept.get(key) !== plane) return;
  kept.delete(key);
  bytesOfKept.delete(key);
}

function forgetOldest(): void {
  let total = [...bytesOfKept.values()].reduce((sum, bytes) => sum + bytes, 0);
  for (const key of kept.keys()) {
    if (total <= KEPT_BYTES || kept.size === 1) return;
    total -= bytesOfKept.get(key) ?? 0;
    kept.delete(key);
    bytesOfKept.delete(key);
  }
}
