// The pixels of a stamp shared out to rings 1/8 pixel apart about a centre, linearly to the two nearest.

const RINGS_PER_PIXEL: f32 = 8;
/** In memory: V8 builds a vector constant anew at each use. */
const SHARES: usize = memory.data<f32>([RINGS_PER_PIXEL, 1]);

/** Adds value and count for the ring within, value and count for the ring without. */
// @ts-ignore: decorator
@inline
function share(cells: usize, ring: i32, shares: v128, ringCount: i32): void {
  if (ring + 1 >= ringCount) return;
  const cell = cells + (<usize>ring << 4);
  v128.store(cell, f32x4.add(v128.load(cell), shares));
}

// @ts-ignore: decorator
@inline
function four(a: f32, b: f32, c: f32, d: f32): v128 {
  return f32x4.replace_lane(f32x4.replace_lane(f32x4.replace_lane(f32x4.splat(a), 1, b), 2, c), 3, d);
}

/**
 * Shares the pixels out to rings: sums and counts (`rings` float32 each) get them. Every pixel goes to one cell of four
 * float32 first: value and count for the ring within and for the ring without.
 */
export function shareOut(
  x: usize,
  y: usize,
  s: usize,
  n: i32,
  cx: f32,
  cy: f32,
  sums: usize,
  counts: usize,
  rings: i32,
  cells: usize,
): void {
  memory.fill(cells, 0, <usize>rings << 4);
  const centreX = f32x4.splat(cx);
  const centreY = f32x4.splat(cy);
  const density = v128.load32_splat(SHARES);
  const one = v128.load32_splat(SHARES, 4);
  const end: usize = <usize>n << 2;
  let i: usize = 0;
  for (; i + 16 <= end; i += 16) {
    const dx = f32x4.sub(v128.load(x + i), centreX);
    const dy = f32x4.sub(v128.load(y + i), centreY);
    const r = f32x4.sqrt(f32x4.add(f32x4.mul(dx, dx), f32x4.mul(dy, dy)));
    const at = f32x4.mul(r, density);
    const ring = i32x4.trunc_sat_f32x4_s(at);
    const without = f32x4.sub(at, f32x4.convert_i32x4_s(ring));
    const within = f32x4.sub(one, without);
    const values = v128.load(s + i);
    const valuesWithin = f32x4.mul(values, within);
    const valuesWithout = f32x4.mul(values, without);
    // from four pixels a vector to one pixel a vector
    const a = v128.shuffle<f32>(valuesWithin, within, 0, 4, 1, 5);
    const b = v128.shuffle<f32>(valuesWithout, without, 0, 4, 1, 5);
    const c = v128.shuffle<f32>(valuesWithin, within, 2, 6, 3, 7);
    const d = v128.shuffle<f32>(valuesWithout, without, 2, 6, 3, 7);
    share(cells, i32x4.extract_lane(ring, 0), v128.shuffle<i64>(a, b, 0, 2), rings);
    share(cells, i32x4.extract_lane(ring, 1), v128.shuffle<i64>(a, b, 1, 3), rings);
    share(cells, i32x4.extract_lane(ring, 2), v128.shuffle<i64>(c, d, 0, 2), rings);
    share(cells, i32x4.extract_lane(ring, 3), v128.shuffle<i64>(c, d, 1, 3), rings);
  }
  for (; i < end; i += 4) {
    const dx: f32 = load<f32>(x + i) - cx;
    const dy: f32 = load<f32>(y + i) - cy;
    const at: f32 = sqrt<f32>(dx * dx + dy * dy) * RINGS_PER_PIXEL;
    const ring = <i32>at;
    const without = at - <f32>ring;
    const within: f32 = 1 - without;
    const value = load<f32>(s + i);
    share(cells, ring, four(value * within, within, value * without, without), rings);
  }
  store<f32>(sums, load<f32>(cells));
  store<f32>(counts, load<f32>(cells, 4));
  for (let k: usize = 1; k < <usize>rings; k++) {
    const cell = cells + (k << 4);
    store<f32>(sums + (k << 2), load<f32>(cell) + load<f32>(cell - 8));
    store<f32>(counts + (k << 2), load<f32>(cell, 4) + load<f32>(cell - 4));
  }
}

/** Rings twice as far apart: sharing linearly to them is the same as sharing from the fine ones. */
export function halve(fine: usize, coarse: usize, coarseCount: i32): void {
  store<f32>(coarse, load<f32>(fine) + <f32>0.5 * load<f32>(fine, 4));
  for (let k: usize = 1; k < <usize>coarseCount; k++) {
    const at = fine + (k << 3);
    store<f32>(coarse + (k << 2), load<f32>(at) + <f32>0.5 * (load<f32>(at - 4) + load<f32>(at, 4)));
  }
}
