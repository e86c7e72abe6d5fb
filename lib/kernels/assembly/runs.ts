// Run-length labelling, 4-connected, without a label image: runs of pixels below a threshold are recorded row
// by row and joined with those of the row above; the smaller run index is the root, so components come out in
// the raster order of their first pixel.
//
// Run, 24 bytes: i32 xStart, i32 xEnd (exclusive), i32 y, i32 parent, f32 peak significance, i32 unused.
// Segment, 20 bytes: i32 xStart, i32 xEnd, f32 threshold, f32 median, f32 sigma.

const RUN_BYTES: usize = 24;
const SEGMENT_BYTES: usize = 20;

// @ts-ignore: decorator
@inline
function runAt(runs: usize, index: i32): usize {
  return runs + <usize>index * RUN_BYTES;
}

/**
 * Records the runs of pixels strictly below the threshold in rows [yBegin, yEnd); each row is covered by the
 * same segments, left to right, with a threshold each; a run may cross segments. NaN is never below.
 * The peak is max((median - value) / sigma). Returns the new number of runs, or -1 when the table is full.
 */
export function findRuns(
  plane: usize,
  nx: i32,
  yBegin: i32,
  yEnd: i32,
  segments: usize,
  segmentCount: i32,
  runs: usize,
  count: i32,
  capacity: i32,
): i32 {
  for (let y = yBegin; y < yEnd; y++) {
    const rowStart = count;
    const row = plane + ((<usize>y * <usize>nx) << 2);
    for (let s: i32 = 0; s < segmentCount; s++) {
      const segment = segments + <usize>s * SEGMENT_BYTES;
      count = findInSegment(row, y, segment, runs, rowStart, count, capacity);
      if (count < 0) return -1;
    }
  }
  return count;
}

function findInSegment(
  row: usize,
  y: i32,
  segment: usize,
  runs: usize,
  rowStart: i32,
  startCount: i32,
  capacity: i32,
): i32 {
  let count = startCount;
  const xEnd = load<i32>(segment, 4);
  const threshold = load<f32>(segment, 8);
  const median = load<f32>(segment, 12);
  const scale: f32 = <f32>1 / load<f32>(segment, 16);
  const thresholds = f32x4.splat(threshold);
  let x = load<i32>(segment);
  while (x < xEnd) {
    while (x + 16 <= xEnd) {
      const p = row + (<usize>x << 2);
      const below = v128.or(
        v128.or(f32x4.lt(v128.load(p), thresholds), f32x4.lt(v128.load(p, 16), thresholds)),
        v128.or(f32x4.lt(v128.load(p, 32), thresholds), f32x4.lt(v128.load(p, 48), thresholds)),
      );
      if (v128.any_true(below)) break;
      x += 16;
    }
    while (x < xEnd && !(load<f32>(row + (<usize>x << 2)) < threshold)) {
      x++;
      if (!(x & 15)) break;
    }
    if (x >= xEnd) break;
    let value = load<f32>(row + (<usize>x << 2));
    if (!(value < threshold)) continue;
    const start = x;
    let lowest = value;
    while (x < xEnd) {
      value = load<f32>(row + (<usize>x << 2));
      if (!(value < threshold)) break;
      if (value < lowest) lowest = value;
      x++;
    }
    const peak: f32 = (median - lowest) * scale;
    if (count > rowStart && load<i32>(runAt(runs, count - 1), 4) == start) {
      const last = runAt(runs, count - 1);
      store<i32>(last, x, 4);
      if (peak > load<f32>(last, 16)) store<f32>(last, peak, 16);
      continue;
    }
    if (count == capacity) return -1;
    const run = runAt(runs, count);
    store<i32>(run, start);
    store<i32>(run, x, 4);
    store<i32>(run, y, 8);
    store<i32>(run, count, 12);
    store<f32>(run, peak, 16);
    count++;
  }
  return count;
}

function rootOf(runs: usize, index: i32): i32 {
  let i = index;
  while (true) {
    const run = runAt(runs, i);
    const parent = load<i32>(run, 12);
    if (parent == i) return i;
    const grandparent = load<i32>(runAt(runs, parent), 12);
    store<i32>(run, grandparent, 12);
    i = grandparent;
  }
}

/**
 * Joins runs of neighbouring rows that share a column (4-connected) and leaves in `parent` the number of each
 * run's component, counted from 0 in the raster order of first pixels. Returns the number of components.
 * The runs must be in raster order.
 */
export function joinRuns(runs: usize, count: i32): i32 {
  let above: i32 = 0;
  for (let here: i32 = 0; here < count; here++) {
    const y = load<i32>(runAt(runs, here), 8);
    const start = load<i32>(runAt(runs, here));
    const end = load<i32>(runAt(runs, here), 4);
    while (above < here) {
      const other = runAt(runs, above);
      const otherY = load<i32>(other, 8);
      if (otherY < y - 1 || (otherY == y - 1 && load<i32>(other, 4) <= start)) above++;
      else break;
    }
    for (let k = above; k < here; k++) {
      const other = runAt(runs, k);
      if (load<i32>(other, 8) != y - 1 || load<i32>(other) >= end) break;
      const a = rootOf(runs, k);
      const b = rootOf(runs, here);
      if (a < b) store<i32>(runAt(runs, b), a, 12);
      else if (b < a) store<i32>(runAt(runs, a), b, 12);
    }
  }
  return numberComponents(runs, count);
}

/** Roots come before their members, so one pass in order can replace every parent by a component number. */
function numberComponents(runs: usize, count: i32): i32 {
  let components: i32 = 0;
  for (let i: i32 = 0; i < count; i++) {
    const run = runAt(runs, i);
    const parent = load<i32>(run, 12);
    // a member's parent was numbered already; its component is what its parent's field holds now
    store<i32>(run, parent == i ? components++ : load<i32>(runAt(runs, parent), 12), 12);
  }
  return components;
}
