// Matched filters about four centres at once, one in each lane of a vector: they share the lists of pixels and the
// templates, and additions of one centre need not wait for each other. Bit for bit what matchOnHalves gives.

/** Of the last matchFour: float64 [4] depth of the better of blob and ring, i32 [4] its template (-1: none). */
const MATCHED: usize = memory.data(48, 16);

/** Depth of one of the four centres. */
export function depthOfFour(lane: i32): f64 {
  return load<f64>(MATCHED + (<usize>lane << 3));
}

/** Template of one of the four centres. */
export function templateOfFour(lane: i32): i32 {
  return load<i32>(MATCHED + (<usize>lane << 2), 32);
}

/** Keeps a depth and template that were found otherwise. */
export function noteFour(lane: i32, depth: f64, template: i32): void {
  store<f64>(MATCHED + (<usize>lane << 3), depth);
  store<i32>(MATCHED + (<usize>lane << 2), template, 32);
}

/**
 * Matches the four centres whose pixels stand at the addresses a ... d and which lie alike in their pixel: `starts`, `pixels`
 * and `norms` are the tables of that place (search-tables.ts). No window may leave the stamp. Returns false, and nothing is
 * matched, where a pixel is not finite. `scratch`: 48 * tableRings bytes.
 */
export function matchFour(
  starts: usize,
  pixels: usize,
  norms: usize,
  a: usize,
  b: usize,
  c: usize,
  d: usize,
  templates: usize,
  templateCount: i32,
  blobCount: i32,
  tableRings: i32,
  reachRings: i32,
  scratch: usize,
): bool {
  const rings = min(reachRings, tableRings);
  const cumulative = scratch + (<usize>tableRings << 4);
  memory.fill(scratch, 0, <usize>tableRings << 4);
  if (!gatherFour(starts, pixels, a, b, c, d, rings, scratch, cumulative)) return false;
  bestOf(0, blobCount, templates, norms, tableRings, reachRings, scratch, cumulative, false);
  bestOf(blobCount, templateCount, templates, norms, tableRings, reachRings, scratch, cumulative, true);
  return true;
}

/** Darkness (-pixel) of each ring, float32 [4], and summed up to it, float64 [4]. */
// @ts-ignore: decorator
@inline
function gatherFour(
  starts: usize,
  pixels: usize,
  a: usize,
  b: usize,
  c: usize,
  d: usize,
  rings: i32,
  sums: usize,
  cumulative: usize,
): bool {
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  let at: usize = pixels;
  for (let k: i32 = 0; k < rings; k++) {
    const end = pixels + (<usize>load<i32>(starts + (<usize>(k + 1) << 2)) << 2);
    let ring = f32x4.splat(0);
    for (; at < end; at += 4) {
      const offset = <usize>load<i32>(at);
      let values = v128.load32_zero(a + offset);
      values = v128.load_lane<f32>(b + offset, values, 1);
      values = v128.load_lane<f32>(c + offset, values, 2);
      values = v128.load_lane<f32>(d + offset, values, 3);
      ring = f32x4.sub(ring, values);
    }
    v128.store(sums + (<usize>k << 4), ring);
    low = f64x2.add(low, f64x2.promote_low_f32x4(ring));
    high = f64x2.add(high, upper(ring));
    const summed = cumulative + (<usize>k << 5);
    v128.store(summed, low);
    v128.store(summed, high, 16);
  }
  const zero = f64x2.splat(0);
  return i64x2.all_true(f64x2.eq(f64x2.sub(low, low), zero)) && i64x2.all_true(f64x2.eq(f64x2.sub(high, high), zero));
}

// @ts-ignore: decorator
@inline
function upper(v: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<i64>(v, v, 1, 1));
}

/** Best of the templates [from, to) for each lane; with `isRing` only where it is better than what was noted before. */
function bestOf(
  from: i32,
  to: i32,
  templates: usize,
  norms: usize,
  tableRings: i32,
  reachRings: i32,
  sums: usize,
  cumulative: usize,
  isRing: bool,
): void {
  const stride: usize = (<usize>tableRings + 4) << 2;
  const limit = <f32>reachRings;
  let lowDepth = isRing ? v128.load(MATCHED) : f64x2.splat(0);
  let highDepth = isRing ? v128.load(MATCHED, 16) : f64x2.splat(0);
  let index = isRing ? v128.load(MATCHED, 32) : i32x4.splat(-1);
  for (let t = from; t < to; t++) {
    const template = templates + <usize>t * stride;
    const window = load<f32>(template);
    const norm = norms + (<usize>t << 5);
    const size = load<f64>(norm, 16);
    if (window > limit || size == 0) continue;
    let m = template + 16 + (<usize>(<i32>load<f32>(template, 4)) << 2);
    let at = sums + (<usize>(<i32>load<f32>(template, 4)) << 4);
    const end = sums + (<usize>(<i32>load<f32>(template, 8)) << 4);
    let p = f32x4.splat(0);
    let q = f32x4.splat(0);
    let r = f32x4.splat(0);
    let s = f32x4.splat(0);
    for (; at < end; at += 64) {
      p = f32x4.add(p, f32x4.mul(v128.load32_splat(m), v128.load(at)));
      q = f32x4.add(q, f32x4.mul(v128.load32_splat(m, 4), v128.load(at, 16)));
      r = f32x4.add(r, f32x4.mul(v128.load32_splat(m, 8), v128.load(at, 32)));
      s = f32x4.add(s, f32x4.mul(v128.load32_splat(m, 12), v128.load(at, 48)));
      m += 16;
    }
    const low = f64x2.add(
      f64x2.add(f64x2.add(f64x2.promote_low_f32x4(p), f64x2.promote_low_f32x4(q)), f64x2.promote_low_f32x4(r)),
      f64x2.promote_low_f32x4(s),
    );
    const high = f64x2.add(f64x2.add(f64x2.add(upper(p), upper(q)), upper(r)), upper(s));
    const darkness = cumulative + (<usize>(<i32>window - 1) << 5);
    const sumM = f64x2.splat(load<f64>(norm));
    const n = f64x2.splat(load<f64>(norm, 8));
    const sizes = f64x2.splat(size);
    const lows = f64x2.div(f64x2.sub(low, f64x2.div(f64x2.mul(sumM, v128.load(darkness)), n)), sizes);
    const highs = f64x2.div(f64x2.sub(high, f64x2.div(f64x2.mul(sumM, v128.load(darkness, 16)), n)), sizes);
    const isLow = f64x2.gt(lows, lowDepth);
    const isHigh = f64x2.gt(highs, highDepth);
    if (!v128.any_true(v128.or(isLow, isHigh))) continue;
    lowDepth = v128.bitselect(lows, lowDepth, isLow);
    highDepth = v128.bitselect(highs, highDepth, isHigh);
    index = v128.bitselect(i32x4.splat(t), index, v128.shuffle<i32>(isLow, isHigh, 0, 2, 4, 6));
  }
  v128.store(MATCHED, lowDepth);
  v128.store(MATCHED, highDepth, 16);
  v128.store(MATCHED, index, 32);
}
