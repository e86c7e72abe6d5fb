// Sigma-clipped mean across images, pixel by pixel: the values of a pixel are sorted once by a network, sixteen pixels at a
// time, so that what clipping leaves is always a range of the sorted values.

/** Bytes of sixteen pixels, the block that is sorted at once. */
const BLOCK_BYTES: usize = 64;
/** One over the 75 % quantile of a unit Gaussian, as astropy's mad_std has it. */
const MAD_TO_SIGMA: f64 = 1.482602218505602;

let sum: f64 = 0;
let squares: f64 = 0;

// @ts-ignore: decorator
@inline
function valueAt(column: usize, k: i32): f64 {
  return <f64>load<f32>(column + <usize>k * BLOCK_BYTES);
}

// @ts-ignore: decorator
@inline
function addUp(column: usize, low: i32, high: i32, centre: f64): void {
  let total: f64 = 0;
  let ofSquares: f64 = 0;
  for (let k = low; k < high; k++) {
    const d = valueAt(column, k) - centre;
    total += d;
    ofSquares += d * d;
  }
  sum = total;
  squares = ofSquares;
}

/** Median of |v - centre| of sorted values, from the middle outwards. */
function medianDeviation(column: usize, low: i32, high: i32, centre: f64): f64 {
  const count = high - low;
  let left = low + (count >> 1) - 1;
  let right = left + 1;
  let before: f64 = 0;
  let last: f64 = 0;
  for (let k = 0; k <= count >> 1; k++) {
    const below = left >= low ? centre - valueAt(column, left) : Infinity;
    const above = right < high ? valueAt(column, right) - centre : Infinity;
    before = last;
    if (below <= above) {
      last = abs(below);
      left--;
    } else {
      last = abs(above);
      right++;
    }
  }
  return count & 1 ? last : (before + last) / 2;
}

/** Copies sixteen pixels of each image, infinite where not finite; leaves the counts of finite values at `counts`. */
function gather(planes: usize, strideBytes: usize, inputs: i32, block: usize, counts: usize): void {
  const zero = f32x4.splat(0);
  const infinity = f32x4.splat(Infinity);
  for (let quarter: usize = 0; quarter < BLOCK_BYTES; quarter += 16) {
    let count = i32x4.splat(0);
    for (let i = 0; i < inputs; i++) {
      const v = v128.load(planes + <usize>i * strideBytes + quarter);
      const isFinite = f32x4.eq(f32x4.sub(v, v), zero);
      count = i32x4.sub(count, isFinite);
      v128.store(block + <usize>i * BLOCK_BYTES + quarter, v128.bitselect(v, infinity, isFinite));
    }
    v128.store(counts + quarter, count);
  }
}

/** Sorts the sixteen columns of a block by compare-and-exchange steps: pairs of byte offsets. */
function sortColumns(block: usize, steps: usize, stepCount: i32): void {
  const end = steps + (<usize>stepCount << 3);
  for (let step = steps; step < end; step += 8) {
    const upper = block + <usize>load<u32>(step);
    const lower = block + <usize>load<u32>(step, 4);
    for (let quarter: usize = 0; quarter < BLOCK_BYTES; quarter += 16) {
      const a = v128.load(upper + quarter);
      const b = v128.load(lower + quarter);
      v128.store(upper + quarter, f32x4.pmin(a, b));
      v128.store(lower + quarter, f32x4.pmax(a, b));
    }
  }
}

/**
 * Sigma-clipped mean of each of `pixels` pixels over `inputs` images of float32, `strideBytes` apart. `pixels` is rounded up to
 * a multiple of 16: images and outputs must be so long. Values that are not finite are left out. In each round the values beyond
 * median ± sigma × spread are left out, until nothing changes or `rounds` are done; spread is the standard deviation of the
 * population or, when `robust` is 1, 1.4826 × the median absolute deviation (where that is 0 nothing is left out).
 *
 * `steps` sort `inputs` rows of 64 bytes. `scratch` takes 64 × (inputs + 1) bytes. `mean`, `variance` (of the mean: sample
 * variance / count; NaN for fewer than two values) are float32, `counts` int32; without a value mean is NaN and count 0.
 */
export function combineClipped(
  planes: usize,
  strideBytes: usize,
  inputs: i32,
  pixels: i32,
  steps: usize,
  stepCount: i32,
  sigma: f64,
  rounds: i32,
  robust: i32,
  scratch: usize,
  mean: usize,
  variance: usize,
  counts: usize,
): void {
  const block = scratch + BLOCK_BYTES;
  const end = <usize>pixels << 2;
  for (let offset: usize = 0; offset < end; offset += BLOCK_BYTES) {
    gather(planes + offset, strideBytes, inputs, block, scratch);
    sortColumns(block, steps, stepCount);
    for (let lane: usize = 0; lane < BLOCK_BYTES; lane += 4) {
      const column = block + lane;
      const there = load<i32>(scratch + lane);
      const centre = there > 0 ? valueAt(column, there >> 1) : NaN;
      let low: i32 = 0;
      let high = there;
      addUp(column, low, high, centre);
      for (let round = 0; round < rounds && high - low > 1; round++) {
        const count = high - low;
        const middle = low + (count >> 1);
        const median = count & 1 ? valueAt(column, middle) : (valueAt(column, middle - 1) + valueAt(column, middle)) / 2;
        const average = sum / count;
        const spread = robust
          ? MAD_TO_SIGMA * medianDeviation(column, low, high, median)
          : sqrt(max(0, squares / count - average * average));
        if (spread == 0) break;
        const least = median - sigma * spread;
        const most = median + sigma * spread;
        while (low < high && valueAt(column, low) < least) low++;
        while (low < high && valueAt(column, high - 1) > most) high--;
        if (high - low == count) break;
        addUp(column, low, high, centre);
      }
      const kept = high - low;
      const average = sum / kept;
      store<f32>(mean + offset + lane, <f32>(centre + average));
      store<f32>(variance + offset + lane, kept > 1 ? <f32>(max(0, squares - sum * average) / (kept - 1) / kept) : NaN);
      store<i32>(counts + offset + lane, kept);
    }
  }
}
