// Transforms of stamps that are even in x and in y: real, and cosines alone.

/** Frequencies an axis; stamps lie on a ring of as many pixels. */
export const SPECTRUM_SIDE = 64;

/** Real transform of an even stamp, [v * 64 + u]. */
export type Spectrum = Float64Array;

const cosines = Float64Array.from({ length: SPECTRUM_SIDE }, (_, i) => Math.cos((2 * Math.PI * i) / SPECTRUM_SIDE));

/**
 * Transform of an even stamp.
 *
 * @param stamp row-major, odd side up to 63, even about its middle
 * @returns its spectrum; the first value is the stamp's sum
 */
export function spectrumOf(stamp: ArrayLike<number>): Spectrum {
  const side = Math.sqrt(stamp.length);
  const half = (side - 1) / 2;
  const ring = new Float64Array(SPECTRUM_SIDE * SPECTRUM_SIDE);
  for (let i = 0; i < stamp.length; i++) {
    const [x, y] = [(i % side) - half, Math.floor(i / side) - half];
    ring[modulo(y) * SPECTRUM_SIDE + modulo(x)] = stamp[i]!;
  }
  return transformRows(transformRows(ring));
}

/**
 * The stamp that a spectrum belongs to, cut to a size; sampled between the pixels where asked.
 *
 * @param spectrum even
 * @param half the stamp reaches so many pixels from its middle
 * @param samples a pixel along each axis
 * @returns row-major, 2 half samples + 1 values a side
 */
export function stampOf(spectrum: Spectrum, half: number, samples = 1): Float64Array {
  const side = 2 * half * samples + 1;
  const waves = new Float64Array(side * SPECTRUM_SIDE);
  for (let i = 0; i < side; i++) {
    for (let u = 0; u < SPECTRUM_SIDE; u++) {
      const frequency = u <= SPECTRUM_SIDE / 2 ? u : u - SPECTRUM_SIDE;
      waves[i * SPECTRUM_SIDE + u] =
        Math.cos((2 * Math.PI * frequency * (i / samples - half)) / SPECTRUM_SIDE) / SPECTRUM_SIDE;
    }
  }
  const rows = new Float64Array(SPECTRUM_SIDE * side);
  for (let v = 0; v < SPECTRUM_SIDE; v++) {
    for (let i = 0; i < side; i++) {
      let sum = 0;
      for (let u = 0; u < SPECTRUM_SIDE; u++) sum += spectrum[v * SPECTRUM_SIDE + u]! * waves[i * SPECTRUM_SIDE + u]!;
      rows[v * side + i] = sum;
    }
  }
  const stamp = new Float64Array(side * side);
  for (let j = 0; j < side; j++) {
    for (let i = 0; i < side; i++) {
      let sum = 0;
      for (let v = 0; v < SPECTRUM_SIDE; v++) sum += rows[v * side + i]! * waves[j * SPECTRUM_SIDE + v]!;
      stamp[j * side + i] = sum;
    }
  }
  return stamp;
}

/** Transform along x, transposed. */
function transformRows(image: Float64Array): Float64Array {
  const n = SPECTRUM_SIDE;
  const result = new Float64Array(n * n);
  for (let y = 0; y < n; y++) {
    for (let u = 0; u < n; u++) {
      let sum = 0;
      for (let x = 0; x < n; x++) sum += image[y * n + x]! * cosines[(u * x) % n]!;
      result[u * n + y] = sum;
    }
  }
  return result;
}

function modulo(value: number): number {
  return ((value % SPECTRUM_SIDE) + SPECTRUM_SIDE) % SPECTRUM_SIDE;
}
