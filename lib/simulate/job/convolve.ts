// Small kernels over large images. Outside of the image there are zeros.

/** Columns that are worked on at a time, so that the rows of a kernel stay in the first cache. */
const STRIP_PIXELS = 512;

/** A square image. */
export interface Plane {
  size: number;
  pixels: Float32Array;
}

/**
 * Correlation with any kernel: target(x, y) = sum of kernel(i, j) source(x + i, y + j). Border: zeros.
 * Cost: kernel.length multiplications a pixel; one row of float64.
 *
 * @param source finite pixels
 * @param kernel row-major, odd side
 * @param target another array of the same size, overwritten
 * @returns target
 */
export function correlate(source: Plane, kernel: ArrayLike<number>, target: Float32Array): Plane {
  const { size, pixels } = source;
  const side = Math.sqrt(kernel.length);
  const half = (side - 1) / 2;
  const sums = new Float64Array(size);
  for (let y = 0; y < size; y++) {
    sums.fill(0);
    for (let j = Math.max(-half, -y); j <= Math.min(half, size - 1 - y); j++) {
      for (let i = -half; i <= half; i++) {
        const factor = kernel[(j + half) * side + i + half]!;
        const end = Math.min(size, size - i);
        const shift = (y + j) * size + i;
        for (let x = Math.max(0, -i); x < end; x++) sums[x]! += factor * pixels[shift + x]!;
      }
    }
    target.set(sums, y * size);
  }
  return { size, pixels: target };
}

/**
 * Convolution with a kernel that is even in x and y: rows, then pixels at equal distance are added before they are multiplied.
 * Border: zeros. Cost: a quarter of the kernel's multiplications; rows of float64 as many as the kernel's.
 *
 * @param source finite pixels; `map`: what to convolve instead of them
 * @param kernel row-major, odd side, even
 * @param target overwritten
 * @param map applied to each pixel when it is read
 * @returns target
 */
export function convolveEven(
  source: Plane,
  kernel: ArrayLike<number>,
  target: Float32Array,
  map?: (value: number, index: number) => number,
): Plane {
  for (let start = 0; start < source.size; start += STRIP_PIXELS) {
    convolveStrip(source, kernel, target, { start, end: Math.min(source.size, start + STRIP_PIXELS), map });
  }
  return { size: source.size, pixels: target };
}

interface Strip {
  start: number;
  end: number;
  map?: (value: number, index: number) => number;
}

function convolveStrip({ size, pixels }: Plane, kernel: ArrayLike<number>, target: Float32Array, strip: Strip): void {
  const { start, end, map } = strip;
  const side = Math.sqrt(kernel.length);
  const half = (side - 1) / 2;
  const width = end - start;
  const rows = Array.from({ length: side }, () => new Float64Array(width + 2 * half));
  const pair = new Float64Array(width + 2 * half);
  const sums = new Float64Array(width);
  const first = Math.max(0, start - half);
  const last = Math.min(size, end + half);
  const load = (y: number) => {
    const row = rows[(y + side) % side]!;
    row.fill(0);
    if (y >= size) return;
    for (let x = first; x < last; x++) {
      const value = pixels[y * size + x]!;
      row[half + x - start] = map ? map(value, y * size + x) : value;
    }
  };
  for (let y = 0; y < half; y++) load(y);
  for (let y = 0; y < size; y++) {
    load(y + half);
    sums.fill(0);
    for (let j = 0; j <= half; j++) {
      addRows(pair, rows[(y + j) % side]!, j === 0 ? null : rows[(y - j + side) % side]!, y - j >= 0);
      accumulate(sums, pair, kernel, (half + j) * side + half, half);
    }
    target.set(sums, y * size + start);
  }
}

function addRows(pair: Float64Array, upper: Float64Array, lower: Float64Array | null, hasLower: boolean): void {
  if (lower === null || !hasLower) pair.set(upper);
  else for (let x = 0; x < pair.length; x++) pair[x] = upper[x]! + lower[x]!;
}

function accumulate(sums: Float64Array, pair: Float64Array, kernel: ArrayLike<number>, middle: number, half: number) {
  const size = sums.length;
  const first = kernel[middle]!;
  for (let x = 0; x < size; x++) sums[x]! += first * pair[x + half]!;
  let i = 1;
  for (; i < half; i += 2) {
    const [one, two] = [kernel[middle + i]!, kernel[middle + i + 1]!];
    for (let x = 0, k = half; x < size; x++, k++) {
      sums[x]! += one * (pair[k - i]! + pair[k + i]!) + two * (pair[k - i - 1]! + pair[k + i + 1]!);
    }
  }
  if (i > half) return;
  const last = kernel[middle + i]!;
  for (let x = 0, k = half; x < size; x++, k++) sums[x]! += last * (pair[k - i]! + pair[k + i]!);
}
