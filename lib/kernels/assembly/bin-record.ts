// What bin.ts keeps of a block of pixels while it is summed, and how pixels are added to it. Pointers are byte offsets.

export const VECTOR_BYTES: usize = 16;
export const LARGEST: f32 = 3.4028234663852886e38;
export const NOTHING: f32 = <f32>NaN;

/** Of a block: sum f64 @0, centre f64 @8, squares f64 @16, least f32 @24, most f32 @28, count i32 @32. */
export const RECORD_BYTES: usize = 40;

/** Two sums in float64 of four float32. */
// @ts-ignore: decorator
@inline
export function sumOf(v: v128): v128 {
  return f64x2.add(f64x2.promote_low_f32x4(v), f64x2.promote_low_f32x4(v128.shuffle<i64>(v, v, 1, 1)));
}

/** The smallest of four. */
// @ts-ignore: decorator
@inline
export function leastOf(v: v128): f32 {
  return min(
    min(f32x4.extract_lane(v, 0), f32x4.extract_lane(v, 1)),
    min(f32x4.extract_lane(v, 2), f32x4.extract_lane(v, 3)),
  );
}

/** The largest of four. */
// @ts-ignore: decorator
@inline
export function mostOf(v: v128): f32 {
  return max(
    max(f32x4.extract_lane(v, 0), f32x4.extract_lane(v, 1)),
    max(f32x4.extract_lane(v, 2), f32x4.extract_lane(v, 3)),
  );
}

/** A record of nothing. */
// @ts-ignore: decorator
@inline
export function clear(record: usize): void {
  memory.fill(record, 0, RECORD_BYTES);
  store<f32>(record, f32.MAX_VALUE, 24);
  store<f32>(record, -f32.MAX_VALUE, 28);
}

/** Adds the finite ones of a few pixels of a row. */
export function addEach(from: usize, end: usize, record: usize): void {
  let sum: f64 = 0;
  let count: i32 = 0;
  let low = load<f32>(record, 24);
  let high = load<f32>(record, 28);
  for (; from < end; from += 4) {
    const v = load<f32>(from);
    if (!(abs(v) <= LARGEST)) continue;
    sum += <f64>v;
    low = min(low, v);
    high = max(high, v);
    count++;
  }
  store<f64>(record, load<f64>(record) + sum);
  store<f32>(record, low, 24);
  store<f32>(record, high, 28);
  store<i32>(record, load<i32>(record, 32) + count, 32);
}

/** As addEach, for a multiple of 16 bytes that is likely to be finite. */
// @ts-ignore: decorator
@inline
export function addRow(from: usize, end: usize, record: usize): void {
  let sums = f64x2.splat(0);
  let lows = f32x4.splat(f32.MAX_VALUE);
  let highs = f32x4.splat(-f32.MAX_VALUE);
  for (let at = from; at < end; at += VECTOR_BYTES) {
    const v = v128.load(at);
    sums = f64x2.add(sums, sumOf(v));
    lows = f32x4.pmin(lows, v);
    highs = f32x4.pmax(highs, v);
  }
  const sum = f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
  if (!isFinite<f64>(sum)) {
    addEach(from, end, record);
    return;
  }
  store<f64>(record, load<f64>(record) + sum);
  store<f32>(record, min(load<f32>(record, 24), leastOf(lows)), 24);
  store<f32>(record, max(load<f32>(record, 28), mostOf(highs)), 28);
  store<i32>(record, load<i32>(record, 32) + <i32>((end - from) >> 2), 32);
}

/** Writes the numbers of a block to the planes that are wanted; NaN where it has no finite pixel. */
// @ts-ignore: decorator
@inline
export function give(at: usize, sum: f64, count: i32, low: f32, high: f32, mean: usize, lowest: usize, highest: usize): void {
  const isEmpty = count == 0;
  if (mean) store<f32>(mean + at, isEmpty ? NOTHING : <f32>(sum / <f64>count));
  if (lowest) store<f32>(lowest + at, isEmpty ? NOTHING : low);
  if (highest) store<f32>(highest + at, isEmpty ? NOTHING : high);
}
