// Standard deviation of the finite pixels of square blocks, and the bits of the masks of square blocks. Pointers are byte offsets.

const VECTOR_BYTES: usize = 16;
const LARGEST: f32 = 3.4028234663852886e38;
/** As of binBlocks: sum of pixel - centre f64 @0, centre f64 @8, squares f64 @16, count i32 @32. */
const RECORD_BYTES: usize = 40;

/** Adds the finite ones of a few pixels of a row; the first one ever is the centre. */
function addEach(from: usize, end: usize, record: usize): void {
  let count = load<i32>(record, 32);
  let centre = load<f64>(record, 8);
  let sum = load<f64>(record);
  let squares = load<f64>(record, 16);
  for (; from < end; from += 4) {
    const v = load<f32>(from);
    if (!(abs(v) <= LARGEST)) continue;
    if (count == 0) centre = <f64>v;
    const d = <f64>v - centre;
    sum += d;
    squares += d * d;
    count++;
  }
  store<i32>(record, count, 32);
  store<f64>(record, centre, 8);
  store<f64>(record, sum);
  store<f64>(record, squares, 16);
}

/** As addEach, for a multiple of 16 bytes that is likely to be finite, of a block that has its centre. */
// @ts-ignore: decorator
@inline
function addRow(from: usize, end: usize, record: usize): void {
  const centres = f64x2.splat(load<f64>(record, 8));
  let sums = f64x2.splat(0);
  let squares = f64x2.splat(0);
  for (let at = from; at < end; at += VECTOR_BYTES) {
    const v = v128.load(at);
    const a = f64x2.sub(f64x2.promote_low_f32x4(v), centres);
    const b = f64x2.sub(f64x2.promote_low_f32x4(v128.shuffle<i64>(v, v, 1, 1)), centres);
    sums = f64x2.add(sums, f64x2.add(a, b));
    squares = f64x2.add(squares, f64x2.add(f64x2.mul(a, a), f64x2.mul(b, b)));
  }
  const sum = f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
  if (!isFinite<f64>(sum)) {
    addEach(from, end, record);
    return;
  }
  store<f64>(record, load<f64>(record) + sum);
  store<f64>(record, load<f64>(record, 16) + f64x2.extract_lane(squares, 0) + f64x2.extract_lane(squares, 1), 16);
  store<i32>(record, load<i32>(record, 32) + <i32>((end - from) >> 2), 32);
}

/**
 * Standard deviation (of the population) of the finite pixels of each block, about the block's first finite pixel, in float64: 0 for
 * equal pixels, exactly. Blocks, edges, planes and scratch as of binBlocks.
 */
export function binDeviations(
  first: usize,
  strideBytes: usize,
  width: i32,
  height: i32,
  shift: i32,
  deviations: usize,
  scratch: usize,
): void {
  const side = 1 << shift;
  const bytes = <usize>4 << shift;
  const tableEnd = scratch + <usize>((width + side - 1) >> shift) * RECORD_BYTES;
  for (let y = 0; y < height; y += side) {
    memory.fill(scratch, 0, tableEnd - scratch);
    const rows = min(side, height - y);
    for (let i = 0; i < rows; i++) {
      let from = first + <usize>(y + i) * strideBytes;
      const end = from + (<usize>width << 2);
      for (let record = scratch; record < tableEnd; record += RECORD_BYTES, from += bytes) {
        const isWhole = shift >= 2 && from + bytes <= end;
        if (isWhole && load<i32>(record, 32) > 0) addRow(from, from + bytes, record);
        else addEach(from, min(from + bytes, end), record);
      }
    }
    for (let record = scratch; record < tableEnd; record += RECORD_BYTES, deviations += 4) {
      store<f32>(deviations, deviationOf(record));
    }
  }
}

function deviationOf(record: usize): f32 {
  const count = load<i32>(record, 32);
  if (count == 0) return <f32>NaN;
  const mean = load<f64>(record) / <f64>count;
  return <f32>Math.sqrt(max(0, load<f64>(record, 16) / <f64>count - mean * mean));
}

/**
 * Bits that any of the int32 of a block has. Blocks and edges as of binBlocks.
 * @param bits where the plane of int32 goes; set to 0 first
 */
export function binBits(first: usize, strideBytes: usize, width: i32, height: i32, shift: i32, bits: usize): void {
  const columns = (width + (1 << shift) - 1) >> shift;
  memory.fill(bits, 0, (<usize>columns * <usize>((height + (1 << shift) - 1) >> shift)) << 2);
  for (let y = 0; y < height; y++) {
    let from = first + <usize>y * strideBytes;
    const end = from + (<usize>width << 2);
    let target = bits + ((<usize>(y >> shift) * <usize>columns) << 2);
    for (let x = 0; x < columns; x++, target += 4) {
      const blockEnd = min(from + (<usize>4 << shift), end);
      let seen = i32x4.splat(0);
      for (; from + VECTOR_BYTES <= blockEnd; from += VECTOR_BYTES) seen = v128.or(seen, v128.load(from));
      const half = v128.or(seen, v128.shuffle<i64>(seen, seen, 1, 0));
      let word = i32x4.extract_lane(half, 0) | i32x4.extract_lane(half, 1);
      for (; from < blockEnd; from += 4) word |= load<i32>(from);
      if (word) store<i32>(target, load<i32>(target) | word);
    }
  }
}
