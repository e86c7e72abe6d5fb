// Matched filters for round features about one centre: pixels are gathered into rings half a pixel wide, and every
// template, a function of the radius alone, is then a short sum over rings.

const RINGS_PER_PIXEL: f64 = 2;

let bestBlobIndex: i32 = -1;
let bestRingIndex: i32 = -1;
let bestBlobDepth: f64 = 0;
let bestRingDepth: f64 = 0;

export function matchedBlob(): i32 {
  return bestBlobIndex;
}
export function matchedRing(): i32 {
  return bestRingIndex;
}
export function matchedBlobDepth(): f64 {
  return bestBlobDepth;
}
export function matchedRingDepth(): f64 {
  return bestRingDepth;
}

/**
 * Sums of darkness (-pixel) and counts of the finite pixels of a stamp in rings [k / 2, (k + 1) / 2) about
 * (cx, cy), as float64 pairs (sum, count), ringCount of them.
 */
function gather(stamp: usize, size: i32, cx: f64, cy: f64, ringCount: i32, rings: usize): void {
  memory.fill(rings, 0, <usize>ringCount << 4);
  const reach = <f64>ringCount / RINGS_PER_PIXEL;
  const yFirst = max(0, <i32>Math.ceil(cy - reach));
  const yLast = min(size - 1, <i32>Math.floor(cy + reach));
  for (let y = yFirst; y <= yLast; y++) {
    const dy = <f64>y - cy;
    const half = sqrt<f64>(reach * reach - dy * dy);
    const xFirst = max(0, <i32>Math.ceil(cx - half));
    const xLast = min(size - 1, <i32>Math.floor(cx + half));
    for (let x = xFirst; x <= xLast; x++) {
      const value = load<f32>(stamp + (<usize>(y * size + x) << 2));
      if (value - value != 0) continue;
      const dx = <f64>x - cx;
      const k = <i32>(sqrt<f64>(dx * dx + dy * dy) * RINGS_PER_PIXEL);
      if (k >= ringCount) continue;
      const at = rings + (<usize>k << 4);
      store<f64>(at, load<f64>(at) - <f64>value);
      store<f64>(at, load<f64>(at, 8) + 1, 8);
    }
  }
}

/**
 * Depths sum((m - mean m) d) / |m - mean m| of all templates at one centre, d = darkness, in image units: divided by
 * the noise of one pixel they are the matched signal to noise with a free local level. The best of the first
 * `blobCount` templates and the best of the others are left for the getters above (index -1: none).
 *
 * A template is `tableRings` float64: its window in rings, then its value in each ring of the window. A template
 * with less than 60 % of its window's pixels is left out.
 */
export function matchRound(
  stamp: usize,
  size: i32,
  cx: f64,
  cy: f64,
  templates: usize,
  templateCount: i32,
  blobCount: i32,
  tableRings: i32,
  rings: usize,
): void {
  const ringCount = tableRings - 1;
  gather(stamp, size, cx, cy, ringCount, rings);
  bestBlobIndex = -1;
  bestRingIndex = -1;
  bestBlobDepth = 0;
  bestRingDepth = 0;
  for (let t: i32 = 0; t < templateCount; t++) {
    const depth = depthOf(templates + ((<usize>t * <usize>tableRings) << 3), rings);
    if (t < blobCount) {
      if (depth > bestBlobDepth) {
        bestBlobDepth = depth;
        bestBlobIndex = t;
      }
    } else if (depth > bestRingDepth) {
      bestRingDepth = depth;
      bestRingIndex = t;
    }
  }
}

function depthOf(template: usize, rings: usize): f64 {
  const window = <i32>load<f64>(template);
  let n: f64 = 0;
  let sumM: f64 = 0;
  let sumMM: f64 = 0;
  let sumD: f64 = 0;
  let sumMD: f64 = 0;
  for (let k: i32 = 0; k < window; k++) {
    const m = load<f64>(template + (<usize>(k + 1) << 3));
    const d = load<f64>(rings + (<usize>k << 4));
    const count = load<f64>(rings + (<usize>k << 4), 8);
    n += count;
    sumM += count * m;
    sumMM += count * m * m;
    sumD += d;
    sumMD += d * m;
  }
  const radius = <f64>window / RINGS_PER_PIXEL;
  if (n < 0.6 * Math.PI * radius * radius) return 0;
  const variance = sumMM - (sumM * sumM) / n;
  return variance > 0 ? (sumMD - (sumM * sumD) / n) / sqrt<f64>(variance) : 0;
}

/** Every step-th pixel of every step-th row, from the first: ceil(nx / step) x ceil(ny / step) float32. */
export function decimate(input: usize, output: usize, nx: i32, ny: i32, step: i32): void {
  let out = output;
  for (let y: i32 = 0; y < ny; y += step) {
    const row = input + ((<usize>y * <usize>nx) << 2);
    for (let x: i32 = 0; x < nx; x += step) {
      store<f32>(out, load<f32>(row + (<usize>x << 2)));
      out += 4;
    }
  }
}

/** from = from - subtrahend, n float32. */
export function subtractInPlace(from: usize, subtrahend: usize, n: usize): void {
  let i: usize = 0;
  for (; i + 4 <= n; i += 4) {
    const p = from + (i << 2);
    v128.store(p, f32x4.sub(v128.load(p), v128.load(subtrahend + (i << 2))));
  }
  for (; i < n; i++) store<f32>(from + (i << 2), load<f32>(from + (i << 2)) - load<f32>(subtrahend + (i << 2)));
}
