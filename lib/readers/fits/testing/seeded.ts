// Content for round trips that is the same everywhere.

import type { PixelArray } from "../scaling";

/** A sequence of numbers of [0, 1) (S. Park and K. Miller 1988, CACM 31, 1192). */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (16807 * state) % (2 ** 31 - 1);
    return (state - 1) / (2 ** 31 - 2);
  };
}

/** Bytes of any value, as an array of a type: integers of the whole range, floats with NaN, infinities and denormals among them. */
export function anyNumbers<T extends PixelArray>(
  make: new (buffer: ArrayBuffer) => T,
  bytesPerElement: number,
  count: number,
  seed: number,
): T {
  const random = seededRandom(seed);
  const bytes = Uint8Array.from({ length: count * bytesPerElement }, () => random() * 256);
  return new make(bytes.buffer);
}

/** Sum of six uniform numbers about 0: nearly Gaussian, standard deviation 0.707. */
export function noiseOf(random: () => number): number {
  return random() + random() + random() + random() + random() + random() - 3;
}
