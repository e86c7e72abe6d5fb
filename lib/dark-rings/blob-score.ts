// Likeness of a stamp to one dark Gaussian blob (gaussian_like_score of the upstream workflow).

import type { Kernels } from "../kernels";

export interface Stamp {
  width: number;
  height: number;
  /** row by row; NaN: not to be used */
  pixels: Float64Array;
}

export interface BlobScore {
  /** Pearson correlation with the best of five Gaussians, -1 to 1 */
  score: number;
  /** its sigma, pixels; null: nothing to fit (constant or empty stamp) */
  sigmaPixels: number | null;
}

const NOTHING: BlobScore = { score: 0, sigmaPixels: null };
/** Upstream's answer to a stamp with a NaN: everything propagates, the first guess stays. */
const POISONED: BlobScore = { score: -1, sigmaPixels: Math.SQRT1_2 };

/**
 * Blob score of a stamp: S = max(0, -(pixels) - median), centre and sigma0 from its moments, then the largest
 * correlation of S with a Gaussian of 0.6, 0.8, 1, 1.25 or 1.6 × sigma0 at that centre (not refitted).
 *
 * Border: the stamp as given. NaN pixels: `nan` "skip" leaves them out of every sum; "poison" gives (-1, 0.7071)
 * as upstream does.
 * Cost: some passes over the stamp; scratch in the arena, given back.
 * Source: transient_finder 074e10f; steps in docs/dark-rings.md.
 * It cannot tell a ring from noise: a perfect ring gets about 0.2.
 */
export function measureBlobScore(
  kernels: Kernels,
  { width, height, pixels }: Stamp,
  nan: "skip" | "poison",
): BlobScore {
  const n = width * height;
  const mark = kernels.mark();
  const stamp = kernels.allocate(8 * n);
  const scratch = kernels.allocate(8 * (3 * n + 2 * (width + height) + 2));
  const out = kernels.allocate(24);
  kernels.float64(stamp, n).set(pixels);
  const isScored = kernels.exports.blobScore(stamp, width, height, scratch, out);
  const [score = 0, sigmaPixels = 0, count = 0] = kernels.float64(out, 3);
  kernels.release(mark);
  if (count < n && nan === "poison") return POISONED;
  return isScored === 0 ? NOTHING : { score, sigmaPixels };
}
