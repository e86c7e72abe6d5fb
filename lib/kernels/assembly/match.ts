// Matched filters for round features about one centre: pixels are gathered into rings half a pixel wide, and every
// template, a function of the radius alone, is then a short sum over rings.

import { total } from "./lanes";

export const RINGS_PER_PIXEL: f64 = 2;
/** A template that has lost more of its window is left out. */
export const LEAST_SHARE: f64 = 0.6;

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
 * Gathers the finite pixels of a stamp into rings [k / 2, (k + 1) / 2) about (cx, cy), k < ringCount: `sums` gets the
 * darkness (-pixel) and, after tableRings float32, the counts; `cumulative` gets both summed up to and including each
 * ring, as float64 pairs.
 */
function gather(
  stamp: usize,
  size: i32,
  cx: f64,
  cy: f64,
  ringCount: i32,
  sums: usize,
  counts: usize,
  cumulative: usize,
): void {
  memory.fill(sums, 0, <usize>ringCount << 2);
  memory.fill(counts, 0, <usize>ringCount << 2);
  const reach = <f64>ringCount / RINGS_PER_PIXEL;
  const limit = <f32>ringCount;
  const yFirst = max(0, <i32>Math.ceil(cy - reach));
  const yLast = min(size - 1, <i32>Math.floor(cy + reach));
  for (let y = yFirst; y <= yLast; y++) {
    const dy = <f64>y - cy;
    const half = sqrt<f64>(reach * reach - dy * dy);
    const xFirst = max(0, <i32>Math.ceil(cx - half));
    const xLast = min(size - 1, <i32>Math.floor(cx + half));
    const squareY = <f32>(dy * dy);
    for (let x = xFirst; x <= xLast; x++) {
      const value = load<f32>(stamp + (<usize>(y * size + x) << 2));
      if (value - value != 0) continue;
      const dx = <f32>(<f64>x - cx);
      const ring = sqrt<f32>(dx * dx + squareY) * <f32>RINGS_PER_PIXEL;
      if (ring >= limit) continue;
      const at: usize = <usize>(<i32>ring) << 2;
      store<f32>(sums + at, load<f32>(sums + at) - value);
      store<f32>(counts + at, load<f32>(counts + at) + 1);
    }
  }
  let sum: f64 = 0;
  let count: f64 = 0;
  for (let k: i32 = 0; k < ringCount; k++) {
    sum += load<f32>(sums + (<usize>k << 2));
    count += load<f32>(counts + (<usize>k << 2));
    store<f64>(cumulative + (<usize>k << 4), sum);
    store<f64>(cumulative + (<usize>k << 4), count, 8);
  }
}

/**
 * Depths sum((m - mean m) d) / |m - mean m| of all templates at one centre, d = darkness, in image units: divided by
 * the noise of one pixel they are the matched signal to noise with a free local level. The best of the first
 * `blobCount` templates and the best of the others are left for the getters above (index -1: none).
 *
 * A template is 4 + tableRings float32: its window in rings, its first ring and one past its last ring that matter
 * (multiples of 4), one unused; then its value in each ring, 0 where it does not matter. tableRings is a multiple of
 * 4. Templates whose window is larger than `reachRings`, or has less than 60 % of its pixels, are left out.
 * `scratch` needs 24 * tableRings bytes.
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
  reachRings: i32,
  scratch: usize,
): void {
  const sums = scratch;
  const counts = scratch + (<usize>tableRings << 2);
  const cumulative = scratch + (<usize>tableRings << 3);
  memory.fill(scratch, 0, <usize>tableRings << 3);
  gather(stamp, size, cx, cy, min(reachRings, tableRings), sums, counts, cumulative);
  matchGathered(templates, templateCount, blobCount, tableRings, reachRings, sums, counts, cumulative);
}

/** The templates against pixels that were gathered into rings. */
export function matchGathered(
  templates: usize,
  templateCount: i32,
  blobCount: i32,
  tableRings: i32,
  reachRings: i32,
  sums: usize,
  counts: usize,
  cumulative: usize,
): void {
  forgetMatches();
  const stride: usize = (<usize>tableRings + 4) << 2;
  for (let t: i32 = 0; t < templateCount; t++) {
    const template = templates + <usize>t * stride;
    if (load<f32>(template) > <f32>reachRings) continue;
    noteMatch(t, blobCount, depthOf(template, sums, counts, cumulative));
  }
}

export function forgetMatches(): void {
  bestBlobIndex = -1;
  bestRingIndex = -1;
  bestBlobDepth = 0;
  bestRingDepth = 0;
}

// @ts-ignore: decorator
@inline
export function noteMatch(template: i32, blobCount: i32, depth: f64): void {
  if (template < blobCount) {
    if (depth > bestBlobDepth) {
      bestBlobDepth = depth;
      bestBlobIndex = template;
    }
  } else if (depth > bestRingDepth) {
    bestRingDepth = depth;
    bestRingIndex = template;
  }
}

function depthOf(template: usize, sums: usize, counts: usize, cumulative: usize): f64 {
  const window = <i32>load<f32>(template);
  const first: usize = <usize>(<i32>load<f32>(template, 4)) << 2;
  const end: usize = <usize>(<i32>load<f32>(template, 8)) << 2;
  const values = template + 16;
  let vm = f32x4.splat(0);
  let vmm = f32x4.splat(0);
  let vmd = f32x4.splat(0);
  for (let k = first; k < end; k += 16) {
    const m = v128.load(values + k);
    const nm = f32x4.mul(m, v128.load(counts + k));
    vm = f32x4.add(vm, nm);
    vmm = f32x4.add(vmm, f32x4.mul(nm, m));
    vmd = f32x4.add(vmd, f32x4.mul(m, v128.load(sums + k)));
  }
  const atWindow = cumulative + (<usize>(window - 1) << 4);
  const n = load<f64>(atWindow, 8);
  const radius = <f64>window / RINGS_PER_PIXEL;
  if (n < LEAST_SHARE * Math.PI * radius * radius) return 0;
  const sumM = total(vm);
  const variance = total(vmm) - (sumM * sumM) / n;
  return variance > 0 ? (total(vmd) - (sumM * load<f64>(atWindow)) / n) / sqrt<f64>(variance) : 0;
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
