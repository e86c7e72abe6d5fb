// The search for the best centre of a round feature. Centres lie on half pixels, for which there are tables.

import { total } from "./lanes";
import {
  forgetMatches,
  matchGathered,
  matchedBlob,
  matchedBlobDepth,
  matchedRing,
  matchedRingDepth,
  matchRound,
  noteMatch,
} from "./match";
import { depthOfFour, matchFour, noteFour, templateOfFour } from "./match-four";
import { placeBytes, VISITED_BYTES, visit } from "./search-tables";

let foundX: f64 = 0;
let foundY: f64 = 0;

export function searchedX(): f64 {
  return foundX;
}
export function searchedY(): f64 {
  return foundY;
}

/**
 * As matchRound, bit for bit, for a centre on half pixels; faster where the window has no NaN and lies in the stamp.
 */
export function matchOnHalves(
  tables: usize,
  stamp: usize,
  size: i32,
  x: f64,
  y: f64,
  templates: usize,
  templateCount: i32,
  blobCount: i32,
  tableRings: i32,
  reachRings: i32,
  scratch: usize,
): void {
  const column = <i32>Math.floor(x);
  const line = <i32>Math.floor(y);
  const rings = min(reachRings, tableRings);
  const reach = (rings >> 1) + 1;
  const isInside = column >= reach && line >= reach && column + reach < size && line + reach < size;
  const place = (x > <f64>column ? 1 : 0) + (y > <f64>line ? 2 : 0);
  const starts = tables + VISITED_BYTES + <usize>place * placeBytes(tableRings, templateCount);
  const cumulativeCounts = starts + (<usize>(tableRings + 4) << 2) + (<usize>tableRings << 2);
  const norms = cumulativeCounts + (<usize>tableRings << 4);
  const sums = scratch;
  const cumulative = scratch + (<usize>tableRings << 3);
  if (!isInside) {
    matchRound(stamp, size, x, y, templates, templateCount, blobCount, tableRings, reachRings, scratch);
    return;
  }
  const pixels = norms + (<usize>templateCount << 5);
  const centre = stamp + (<usize>(line * size + column) << 2);
  memory.fill(scratch, 0, <usize>tableRings << 3);
  if (!gatherListed(starts, pixels, centre, rings, sums, cumulative)) {
    const counts = scratch + (<usize>tableRings << 2);
    gatherFinite(starts, pixels, centre, rings, sums, counts, cumulative);
    matchGathered(templates, templateCount, blobCount, tableRings, reachRings, sums, counts, cumulative);
    return;
  }
  forgetMatches();
  const stride: usize = (<usize>tableRings + 4) << 2;
  const limit = <f32>reachRings;
  for (let t: i32 = 0; t < templateCount; t++) {
    const template = templates + <usize>t * stride;
    const window = load<f32>(template);
    const norm = norms + (<usize>t << 5);
    const size = load<f64>(norm, 16);
    if (window > limit || size == 0) continue;
    const first: usize = <usize>(<i32>load<f32>(template, 4)) << 2;
    const end: usize = <usize>(<i32>load<f32>(template, 8)) << 2;
    let vmd = f32x4.splat(0);
    for (let k = first; k < end; k += 16) {
      vmd = f32x4.add(vmd, f32x4.mul(v128.load(template + 16 + k), v128.load(sums + k)));
    }
    const darkness = load<f64>(cumulative + (<usize>(<i32>window - 1) << 3));
    noteMatch(t, blobCount, (total(vmd) - (load<f64>(norm) * darkness) / load<f64>(norm, 8)) / size);
  }
}

/** Darkness (-pixel) of the first `rings` rings, and summed up; false when a pixel is not finite. */
function gatherListed(
  starts: usize,
  pixels: usize,
  centre: usize,
  rings: i32,
  sums: usize,
  cumulative: usize,
): bool {
  let sum: f64 = 0;
  let at: usize = pixels;
  for (let k: i32 = 0; k < rings; k++) {
    const end = pixels + (<usize>load<i32>(starts + (<usize>(k + 1) << 2)) << 2);
    let ring: f32 = 0;
    for (; at < end; at += 4) ring = ring - load<f32>(centre + <usize>load<i32>(at));
    store<f32>(sums + (<usize>k << 2), ring);
    sum += ring;
    store<f64>(cumulative + (<usize>k << 3), sum);
  }
  return sum - sum == 0;
}

/** The same without pixels that are not finite, with counts, as matchRound gathers them. */
function gatherFinite(
  starts: usize,
  pixels: usize,
  centre: usize,
  rings: i32,
  sums: usize,
  counts: usize,
  cumulative: usize,
): void {
  let sum: f64 = 0;
  let count: f64 = 0;
  let at: usize = pixels;
  for (let k: i32 = 0; k < rings; k++) {
    const end = pixels + (<usize>load<i32>(starts + (<usize>(k + 1) << 2)) << 2);
    let ring: f32 = 0;
    let inRing: f32 = 0;
    for (; at < end; at += 4) {
      const value = load<f32>(centre + <usize>load<i32>(at));
      const isFinite = value - value == 0;
      ring = ring - (isFinite ? value : 0);
      inRing += isFinite ? 1 : 0;
    }
    store<f32>(sums + (<usize>k << 2), ring);
    store<f32>(counts + (<usize>k << 2), inRing);
    sum += ring;
    count += inRing;
    store<f64>(cumulative + (<usize>k << 4), sum);
    store<f64>(cumulative + (<usize>k << 4), count, 8);
  }
}

// @ts-ignore: decorator
@inline
function bestDepth(): f64 {
  return max(matchedBlobDepth(), matchedRingDepth());
}

/**
 * Finds the centre of the feature about (x, y): matched there, given up (returns 0) under a depth of `least`; else the
 * centre goes downhill in steps of 2, 1 and 1/2 px in four directions, at most `farthest` from the middle of the
 * stamp along an axis; while it moves only templates about as large as the best one are tried. Matched once more at the
 * end, whose results and place are left for the getters. A place is not tried again with no more templates than before:
 * it was no better then.
 */
export function searchRound(
  tables: usize,
  stamp: usize,
  size: i32,
  x: f64,
  y: f64,
  templates: usize,
  templateCount: i32,
  blobCount: i32,
  tableRings: i32,
  reachRings: i32,
  scratch: usize,
  least: f64,
  farthest: f64,
): i32 {
  const middle = <f64>(size - 1) / 2;
  const stride: usize = (<usize>tableRings + 4) << 2;
  matchOnHalves(tables, stamp, size, x, y, templates, templateCount, blobCount, tableRings, reachRings, scratch);
  let depth = bestDepth();
  if (depth < least) return 0;
  memory.fill(tables, 0, VISITED_BYTES);
  let index = matchedRingDepth() > matchedBlobDepth() ? matchedRing() : matchedBlob();
  visit(tables, x - middle, y - middle, reachRings);
  for (let step: f64 = 2; step >= 0.5; step /= 2) {
    while (true) {
      const reach = index < 0 ? 0 : <i32>load<f32>(templates + <usize>index * stride) + 2;
      let nextX = x;
      let nextY = y;
      let nextIndex = index;
      let wanted: i32 = 0;
      for (let direction: i32 = 0; direction < 4; direction++) {
        const u = x + stepX(direction, step);
        const v = y + stepY(direction, step);
        if (max(abs(u - middle), abs(v - middle)) > farthest) continue;
        if (visit(tables, u - middle, v - middle, reach)) wanted |= 1 << direction;
      }
      if (!wanted) break;
      // half a pixel along x lies otherwise in its pixel than half a pixel along y
      for (let pair: i32 = 0; pair < 4; pair += step < 1 ? 2 : 4) {
        const lanes = wanted & (step < 1 ? 3 << pair : 15);
        if (!lanes) continue;
        matchAround(tables, stamp, size, x, y, step, lanes, templates, templateCount, blobCount, tableRings, reach, scratch);
        for (let direction: i32 = 0; direction < 4; direction++) {
          if (!((lanes >> direction) & 1) || depthOfFour(direction) <= depth) continue;
          depth = depthOfFour(direction);
          nextX = x + stepX(direction, step);
          nextY = y + stepY(direction, step);
          nextIndex = templateOfFour(direction);
        }
      }
      if (nextX == x && nextY == y) break;
      x = nextX;
      y = nextY;
      index = nextIndex;
    }
  }
  matchOnHalves(tables, stamp, size, x, y, templates, templateCount, blobCount, tableRings, reachRings, scratch);
  foundX = x;
  foundY = y;
  return 1;
}

// Directions: 0 right, 1 left, 2 down, 3 up.

// @ts-ignore: decorator
@inline
function stepX(direction: i32, step: f64): f64 {
  return direction == 0 ? step : direction == 1 ? -step : 0;
}

// @ts-ignore: decorator
@inline
function stepY(direction: i32, step: f64): f64 {
  return direction == 2 ? step : direction == 3 ? -step : 0;
}

/** Matches the places of some directions (`lanes`, bits) a step from (x, y), all of which lie alike in their pixel. */
function matchAround(
  tables: usize,
  stamp: usize,
  size: i32,
  x: f64,
  y: f64,
  step: f64,
  lanes: i32,
  templates: usize,
  templateCount: i32,
  blobCount: i32,
  tableRings: i32,
  reachRings: i32,
  scratch: usize,
): void {
  const first = ctz(lanes);
  const firstX = x + stepX(first, step);
  const firstY = y + stepY(first, step);
  const away = <i32>Math.ceil(2 * step);
  const column = <i32>Math.floor(firstX);
  const line = <i32>Math.floor(firstY);
  const reach = (min(reachRings, tableRings) >> 1) + 1 + away;
  const isInside = column >= reach && line >= reach && column + reach < size && line + reach < size;
  if (isInside && popcnt(lanes) > 1) {
    const place = (firstX > <f64>column ? 1 : 0) + (firstY > <f64>line ? 2 : 0);
    const starts = tables + VISITED_BYTES + <usize>place * placeBytes(tableRings, templateCount);
    const norms = starts + (<usize>(tableRings + 4) << 2) + (<usize>tableRings << 2) + (<usize>tableRings << 4);
    const pixels = norms + (<usize>templateCount << 5);
    const isMatched = matchFour(
      starts,
      pixels,
      norms,
      centreOf(stamp, size, x, y, step, lanes & 1 ? 0 : first),
      centreOf(stamp, size, x, y, step, lanes & 2 ? 1 : first),
      centreOf(stamp, size, x, y, step, lanes & 4 ? 2 : first),
      centreOf(stamp, size, x, y, step, lanes & 8 ? 3 : first),
      templates,
      templateCount,
      blobCount,
      tableRings,
      reachRings,
      scratch,
    );
    if (isMatched) return;
  }
  for (let direction: i32 = 0; direction < 4; direction++) {
    if (!((lanes >> direction) & 1)) continue;
    const u = x + stepX(direction, step);
    const v = y + stepY(direction, step);
    matchOnHalves(tables, stamp, size, u, v, templates, templateCount, blobCount, tableRings, reachRings, scratch);
    noteFour(direction, bestDepth(), matchedRingDepth() > matchedBlobDepth() ? matchedRing() : matchedBlob());
  }
}

// @ts-ignore: decorator
@inline
function centreOf(stamp: usize, size: i32, x: f64, y: f64, step: f64, direction: i32): usize {
  const column = <i32>Math.floor(x + stepX(direction, step));
  const line = <i32>Math.floor(y + stepY(direction, step));
  return stamp + (<usize>(line * size + column) << 2);
}
