// Tables for the search on half pixels: which pixel belongs to which ring, and the norms of the templates, are known
// beforehand for each of the four places of a centre in its pixel.

import { total } from "./lanes";
import { LEAST_SHARE, RINGS_PER_PIXEL } from "./match";

// Places of a centre in its pixel: (0, 0), (1/2, 0), (0, 1/2), (1/2, 1/2). Each has, one after the other: i32
// [tableRings + 4] where each ring's pixels begin, float32 [tableRings] counts, float64 [tableRings][2] cumulative sums
// (unused) and counts, float64 [templateCount][4] sum of m, pixels of the window, norm, unused; i32 byte offsets of pixels.
const PLACES: i32 = 4;
/** Where the search has been: a byte for each half pixel, before the tables. */
const VISITED_SIDE: i32 = 32;
export const VISITED_BYTES: usize = 1024;

// @ts-ignore: decorator
@inline
function pixelCapacity(tableRings: i32): usize {
  const side = tableRings + 4;
  return <usize>(side * side);
}

// @ts-ignore: decorator
@inline
export function placeBytes(tableRings: i32, templateCount: i32): usize {
  const rings = <usize>tableRings;
  return ((rings + 4) << 2) + (rings << 2) + (rings << 4) + (<usize>templateCount << 5) + (pixelCapacity(tableRings) << 2);
}

/** Bytes of the tables of prepareSearch; tableRings a multiple of 4. */
export function searchBytes(tableRings: i32, templateCount: i32): usize {
  return VISITED_BYTES + <usize>PLACES * placeBytes(tableRings, templateCount);
}

// @ts-ignore: decorator
@inline
function ringOf(u: i32, v: i32, offsetX: f32, offsetY: f32): i32 {
  const dx: f32 = <f32>u - offsetX;
  const dy: f32 = <f32>v - offsetY;
  return <i32>(sqrt<f32>(dx * dx + dy * dy) * <f32>RINGS_PER_PIXEL);
}

/** Fills the tables for stamps of size * size and the templates of matchRound. */
export function prepareSearch(tables: usize, size: i32, templates: usize, templateCount: i32, tableRings: i32): void {
  for (let place: i32 = 0; place < PLACES; place++) {
    const starts = tables + VISITED_BYTES + <usize>place * placeBytes(tableRings, templateCount);
    const counts = starts + (<usize>(tableRings + 4) << 2);
    const cumulative = counts + (<usize>tableRings << 2);
    const norms = cumulative + (<usize>tableRings << 4);
    const pixels = norms + (<usize>templateCount << 5);
    const offsetX: f32 = place & 1 ? 0.5 : 0;
    const offsetY: f32 = place & 2 ? 0.5 : 0;
    const reach = (tableRings >> 1) + 1;
    memory.fill(starts, 0, (<usize>(tableRings + 4) << 2) + (<usize>tableRings << 2));
    for (let v = -reach; v <= reach; v++) {
      for (let u = -reach; u <= reach; u++) {
        const ring = ringOf(u, v, offsetX, offsetY);
        if (ring >= tableRings) continue;
        const start = starts + (<usize>(ring + 1) << 2);
        store<i32>(start, load<i32>(start) + 1);
      }
    }
    let count: i32 = 0;
    for (let k: i32 = 0; k < tableRings; k++) {
      const inRing = load<i32>(starts + (<usize>(k + 1) << 2));
      store<f32>(counts + (<usize>k << 2), <f32>inRing);
      // for the moment the end of the ring before, which moves on as pixels come in
      store<i32>(starts + (<usize>(k + 1) << 2), count);
      count += inRing;
      store<f64>(cumulative + (<usize>k << 4), <f64>count, 8);
    }
    for (let v = -reach; v <= reach; v++) {
      for (let u = -reach; u <= reach; u++) {
        const ring = ringOf(u, v, offsetX, offsetY);
        if (ring >= tableRings) continue;
        const start = starts + (<usize>(ring + 1) << 2);
        const at = load<i32>(start);
        store<i32>(pixels + (<usize>at << 2), (v * size + u) << 2);
        store<i32>(start, at + 1);
      }
    }
    for (let t: i32 = 0; t < templateCount; t++) {
      const template = templates + <usize>t * ((<usize>tableRings + 4) << 2);
      writeNorm(template, counts, cumulative, norms + (<usize>t << 5));
    }
  }
}

function writeNorm(template: usize, counts: usize, cumulative: usize, norm: usize): void {
  const window = <i32>load<f32>(template);
  const first: usize = <usize>(<i32>load<f32>(template, 4)) << 2;
  const end: usize = <usize>(<i32>load<f32>(template, 8)) << 2;
  let vm = f32x4.splat(0);
  let vmm = f32x4.splat(0);
  for (let k = first; k < end; k += 16) {
    const m = v128.load(template + 16 + k);
    const nm = f32x4.mul(m, v128.load(counts + k));
    vm = f32x4.add(vm, nm);
    vmm = f32x4.add(vmm, f32x4.mul(nm, m));
  }
  const n = load<f64>(cumulative + (<usize>(window - 1) << 4), 8);
  const radius = <f64>window / RINGS_PER_PIXEL;
  const sumM = total(vm);
  const variance = total(vmm) - (sumM * sumM) / n;
  const isUsed = n >= LEAST_SHARE * Math.PI * radius * radius && variance > 0;
  store<f64>(norm, sumM);
  store<f64>(norm, n, 8);
  store<f64>(norm, isUsed ? sqrt<f64>(variance) : 0, 16);
}

/** Remembers that a place (in pixels from the middle) was tried with so many rings; false when it was with as many. */
export function visit(visited: usize, u: f64, v: f64, reachRings: i32): bool {
  const at = visited + <usize>(((<i32>Math.floor(2 * v) + VISITED_SIDE / 2) * VISITED_SIDE) + <i32>Math.floor(2 * u) + VISITED_SIDE / 2);
  const before = <i32>load<u8>(at);
  const now = min(255, reachRings + 1);
  if (now <= before) return false;
  store<u8>(at, <u8>now);
  return true;
}
