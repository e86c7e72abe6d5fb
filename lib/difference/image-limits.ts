// Display limits of a full image, without a plane of it in memory where that can be.

import { zscaleLimits } from "@/lib/kernels/zscale";
import { readImage, readStoredFloats, type StoredFloats } from "@/lib/readers/fits";
import { cutStamps, findPassable } from "./cut-stamps";
import { SAMPLES } from "./limit-samples";
import type { StampLimits } from "./stamp-answer";
import type { StampImage } from "./stamps";

/** Reads on their way at a time. */
const READS_AT_ONCE = 50;

/**
 * Limits of the zscale algorithm over the full image, as in the published datasets. Of a large plain image whose thousand sampled pixels are
 * finite only these are read; with NaN among them it goes by once, in bands; any other image is read whole: 4 bytes a pixel for the time
 * of the call, and 8 more of each where there is NaN.
 *
 * @param image open
 * @returns null when no pixel is finite
 * @throws as readImage
 */
export async function imageLimits(image: StampImage): Promise<StampLimits | null> {
  const stored = findPassable(image);
  if (stored === null) return zscaleLimits((await readImage(image.file, image.hdu)).pixels);
  const sample = await readSample(stored);
  if (sample !== null) return zscaleLimits(sample);
  return (await cutStamps(stored, [], 1, true)).limits ?? null;
}

/** The thousand pixels at an even stride; null where one is not finite. */
async function readSample(image: StoredFloats): Promise<Float32Array | null> {
  const stride = Math.floor((image.width * image.height) / SAMPLES);
  const stored = new DataView(new ArrayBuffer(4 * SAMPLES));
  const sample = new Float32Array(SAMPLES);
  for (let start = 0; start < SAMPLES; start += READS_AT_ONCE) {
    const some = Array.from({ length: READS_AT_ONCE }, (_, i) => start + i);
    await Promise.all(some.map((i) => readStoredFloats(image, i * stride, new Uint8Array(stored.buffer, 4 * i, 4))));
    for (const i of some) sample[i] = stored.getFloat32(4 * i);
    if (!sample.subarray(start, start + READS_AT_ONCE).every(Number.isFinite)) return null;
  }
  return sample;
}
