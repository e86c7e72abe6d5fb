// The reader's own kernels, one instance per thread. Not the caller's: growing that memory would detach the caller's pixels.
// Scratch is used between two awaits only, so that reads that run at the same time cannot meet in it.

import { createKernels, type Kernels } from "@/lib/kernels";

/** Length of the random sequence of subtractive dithering. */
export const DITHER_RANDOMS = 10_000;

let scratch: { kernels: Kernels; randoms: number } | undefined;

/** The kernels that decode. Allocate by mark and release, within one synchronous stretch. */
export function decodingKernels(): Kernels {
  return open().kernels;
}

/** Offset of the random sequence of subtractive dithering in the memory of decodingKernels. */
export function ditherRandoms(): number {
  return open().randoms;
}

/**
 * The random sequence of FITS 4.0, appendix I: seed = 16807 * seed mod (2^31 - 1), divided by 2^31 - 1. Kept as float32, because
 * cfitsio does and its dithers are what files were written with.
 */
export function makeDitherRandoms(): Float32Array {
  const modulus = 2 ** 31 - 1;
  const randoms = new Float32Array(DITHER_RANDOMS);
  let seed = 1;
  for (let i = 0; i < DITHER_RANDOMS; i++) {
    seed = (16807 * seed) % modulus;
    randoms[i] = seed / modulus;
  }
  return randoms;
}

function open(): { kernels: Kernels; randoms: number } {
  if (scratch) return scratch;
  const kernels = createKernels();
  const randoms = kernels.allocate(4 * DITHER_RANDOMS);
  kernels.float32(randoms, DITHER_RANDOMS).set(makeDitherRandoms());
  scratch = { kernels, randoms };
  return scratch;
}
