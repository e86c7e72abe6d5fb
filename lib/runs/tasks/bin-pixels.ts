// From a mounted detector to its share of the mosaics: pixels into the memory of the kernels, blocks out of it.

import { binDetector } from "@/lib/calibration/blocks";
import type { DetectorPixels } from "@/lib/isr";
import type { Kernels } from "@/lib/kernels";
import { BLOCK_STATISTICS } from "../artifacts/blocks";
import { loadScanned, type ScannedImage } from "./load-scanned";

/** Binning and statistics of one detector take less than this beside its pixels. */
const SPARE_BYTES = 48 * 2 ** 20;

/**
 * Loads a detector into the memory of the kernels, which is grown so far at once that views of it hold while it is binned.
 *
 * @param kernels of this thread; what is taken is the caller's to give back
 * @param image where it is
 * @param options the mask is only needed beside an image that is written: defects stay in the mosaics
 * @returns pixels, and where in the memory they are
 * @throws what loadScanned throws
 */
export async function loadToBin(
  kernels: Kernels,
  image: ScannedImage,
  { needsMask }: { needsMask: boolean },
): Promise<{ loaded: DetectorPixels; offset: number }> {
  let offset = 0;
  const allocate = (pixelCount: number) => {
    offset = kernels.allocate(4 * pixelCount);
    const mark = kernels.mark();
    kernels.allocate(SPARE_BYTES + pixelCount);
    kernels.release(mark);
    return kernels.float32(offset, pixelCount);
  };
  const loaded = await loadScanned(image, {
    removeSignature: "auto",
    allocate,
    ...(needsMask ? {} : { badPlanes: [] }),
  });
  return { loaded, offset };
}

/**
 * Blocks of a loaded detector.
 *
 * @param kernels whose memory the pixels are in
 * @param size pixels each way
 * @param offset from loadToBin
 * @returns planes in the order of writeBlocks
 */
export function binPixels(
  kernels: Kernels,
  { width, height }: { width: number; height: number },
  offset: number,
): Float32Array<ArrayBuffer>[] {
  const { fine, coarse } = binDetector(kernels, { offset, strideBytes: 4 * width, width, height });
  return [fine, coarse].flatMap((blocks) => BLOCK_STATISTICS.map((statistic) => blocks[statistic]));
}
