// The inverse H-transform (R. L. White and J. W. Percival, 1994, SPIE 2198, 703), for hcompress.ts: T is i32 or i64.
//
// 2 x 2 pixels were turned into their sum h0 and the differences hx (along the slow axis), hy (along the fast one) and hc (both).
// The sums of all 2 x 2 were transformed in turn. What a sum has lost by halving is found again in the lowest bits of the
// differences, which are rounded here as they were there: no bit of a lossless image is lost.

/** What one step doubles: sums and differences, each a matrix of its own. */
let sums: usize = 0;
let sumPitch: usize = 0;
let slow: usize = 0;
let slowPitch: usize = 0;
let fast: usize = 0;
let fastPitch: usize = 0;
let both: usize = 0;
let bothPitch: usize = 0;

/** Where the sums of the next step lie, and numbers from row to row. */
export function setSums(at: usize, pitch: i32): void {
  sums = at;
  sumPitch = pitch;
}

/** Where its differences lie: along x, along y, and along both. */
export function setDifferences(x: usize, xPitch: i32, y: usize, yPitch: i32, xy: usize, xyPitch: i32): void {
  slow = x;
  slowPitch = xPitch;
  fast = y;
  fastPitch = yPitch;
  both = xy;
  bothPitch = xyPitch;
}

// @ts-ignore: decorator
@inline
function rowOf<T>(matrix: usize, pitch: usize, row: i32): usize {
  return matrix + <usize>row * pitch * sizeof<T>();
}

/** To the nearest multiple of `unit`, a power of 2; halves go to the value nearer to plus infinity where it is positive. */
// @ts-ignore: decorator
@inline
export function rounded<T>(value: T, unit: T): T {
  const half = <T>(unit >> <T>1);
  return <T>((value + half + (value < 0 && half > 0 ? <T>-1 : <T>0)) & <T>-unit);
}

/** h0, an edge's difference and the shift to two sums one level finer: at `low` h0 - d, at `high` h0 + d. */
// @ts-ignore: decorator
@inline
function storePair<T, U>(low: usize, high: usize, h0: T, difference: T, bit1: T, shift: T): void {
  const d = rounded<T>(difference, bit1);
  const h = h0 >= 0 ? h0 - (d & bit1) : h0 + (d & bit1);
  store<U>(low, <U>((h - d) >> shift));
  store<U>(high, <U>((h + d) >> shift));
}

/** Four sums one level finer, at j of two rows. */
// @ts-ignore: decorator
@inline
function storeFour<T, U>(upper: usize, lower: usize, h0: T, x: T, y: T, xy: T, bit0: T, shift: T): void {
  const hc = rounded<T>(xy, bit0);
  const lowBit0 = hc & bit0;
  let hx = rounded<T>(x, <T>(bit0 << <T>1));
  let hy = rounded<T>(y, <T>(bit0 << <T>1));
  hx = hx >= 0 ? hx - lowBit0 : hx + lowBit0;
  hy = hy >= 0 ? hy - lowBit0 : hy + lowBit0;
  const lowBit1 = (hc ^ hx ^ hy) & <T>(bit0 << <T>1);
  const h = h0 + (h0 < 0 && lowBit0 == 0 ? lowBit1 : lowBit0 - lowBit1);
  store<U>(upper, <U>((h - hx - hy + hc) >> shift));
  store<U>(upper, <U>((h - hx + hy - hc) >> shift), sizeof<U>());
  store<U>(lower, <U>((h + hx - hy - hc) >> shift));
  store<U>(lower, <U>((h + hx + hy + hc) >> shift), sizeof<U>());
}

/** storeFour<i32> for as many fours of j as there are in a pair of rows. Returns how many j were done. */
function storeFours(upper: usize, lower: usize, i: i32, pairs: i32, unit: i32, shift: i32): i32 {
  const bit0 = i32x4.splat(unit);
  const bit1 = i32x4.splat(unit << 1);
  const mask0 = i32x4.splat(-unit);
  const mask1 = i32x4.splat(-(unit << 1));
  const half0 = i32x4.splat(unit >> 1);
  const half1 = i32x4.splat(unit);
  const zero = i64x2.splat(0);
  const h0s = rowOf<i32>(sums, sumPitch, i);
  const xs = rowOf<i32>(slow, slowPitch, i);
  const ys = rowOf<i32>(fast, fastPitch, i);
  const xys = rowOf<i32>(both, bothPitch, i);
  let j: i32 = 0;
  for (; j + 4 <= pairs; j += 4) {
    const at = <usize>j << 2;
    let hx = v128.load(xs + at);
    let hy = v128.load(ys + at);
    let hc = v128.load(xys + at);
    let h = v128.load(h0s + at);
    hx = v128.and(i32x4.add(i32x4.add(hx, half1), i32x4.shr_s(hx, 31)), mask1);
    hy = v128.and(i32x4.add(i32x4.add(hy, half1), i32x4.shr_s(hy, 31)), mask1);
    if (unit > 1) hc = v128.and(i32x4.add(i32x4.add(hc, half0), i32x4.shr_s(hc, 31)), mask0);
    const lowBit0 = v128.and(hc, bit0);
    const xSign = i32x4.shr_s(hx, 31);
    const ySign = i32x4.shr_s(hy, 31);
    hx = i32x4.sub(hx, i32x4.sub(v128.xor(lowBit0, xSign), xSign));
    hy = i32x4.sub(hy, i32x4.sub(v128.xor(lowBit0, ySign), ySign));
    const lowBit1 = v128.and(v128.xor(hc, v128.xor(hx, hy)), bit1);
    const flip = v128.and(i32x4.shr_s(h, 31), i32x4.eq(lowBit0, zero));
    h = i32x4.add(h, i32x4.sub(v128.xor(i32x4.sub(lowBit0, lowBit1), flip), flip));
    const less = i32x4.sub(h, hx);
    const more = i32x4.add(h, hx);
    const difference = i32x4.sub(hy, hc);
    const sum = i32x4.add(hy, hc);
    const a = i32x4.shr_s(i32x4.sub(less, difference), shift);
    const b = i32x4.shr_s(i32x4.add(less, difference), shift);
    const c = i32x4.shr_s(i32x4.sub(more, sum), shift);
    const d = i32x4.shr_s(i32x4.add(more, sum), shift);
    const to = at << 1;
    v128.store(upper + to, v128.shuffle<i32>(a, b, 0, 4, 1, 5));
    v128.store(upper + to, v128.shuffle<i32>(a, b, 2, 6, 3, 7), 16);
    v128.store(lower + to, v128.shuffle<i32>(c, d, 0, 4, 1, 5));
    v128.store(lower + to, v128.shuffle<i32>(c, d, 2, 6, 3, 7), 16);
  }
  return j;
}

/**
 * One step of the inverse: rows x columns sums one level finer, kept as U.
 * @param unit 2^(steps left after this one)
 * @param shift 1, or 2 in the last step
 */
export function invertStep<T, U>(target: usize, rows: i32, columns: i32, unit: T, shift: T): void {
  const pairs = columns >> 1;
  const size = sizeof<T>();
  const pixel = sizeof<U>();
  const unit1 = <T>(unit << <T>1);
  for (let i = 0; i < rows >> 1; i++) {
    const upper = target + <usize>(2 * i) * columns * pixel;
    const lower = upper + <usize>columns * pixel;
    let j = sizeof<T>() == 4 ? storeFours(upper, lower, i, pairs, <i32>unit, <i32>shift) : 0;
    const h0s = rowOf<T>(sums, sumPitch, i);
    const xs = rowOf<T>(slow, slowPitch, i);
    const ys = rowOf<T>(fast, fastPitch, i);
    const xys = rowOf<T>(both, bothPitch, i);
    for (; j < pairs; j++) {
      const at = <usize>j * size;
      const to = <usize>j * 2 * pixel;
      const xy = load<T>(xys + at);
      storeFour<T, U>(upper + to, lower + to, load<T>(h0s + at), load<T>(xs + at), load<T>(ys + at), xy, unit, shift);
    }
    if (columns & 1) {
      const at = <usize>pairs * size;
      const to = <usize>pairs * 2 * pixel;
      storePair<T, U>(upper + to, lower + to, load<T>(h0s + at), load<T>(xs + at), unit1, shift);
    }
  }
  if (!(rows & 1)) return;
  const row = target + <usize>(rows - 1) * columns * pixel;
  const h0s = rowOf<T>(sums, sumPitch, rows >> 1);
  const ys = rowOf<T>(fast, fastPitch, rows >> 1);
  for (let j = 0; j < pairs; j++) {
    const at = <usize>j * size;
    const to = row + <usize>j * 2 * pixel;
    storePair<T, U>(to, to + pixel, load<T>(h0s + at), load<T>(ys + at), unit1, shift);
  }
  if (columns & 1) store<U>(row + <usize>(columns - 1) * pixel, <U>(load<T>(h0s + <usize>pairs * size) >> shift));
}

/** The step from h to what a straight line between its neighbours would give: at most `most`, and with no new extremum. */
// @ts-ignore: decorator
@inline
function correction<T>(wanted: T, lowest: T, highest: T, present: T, bits: T, most: T): T {
  if (lowest >= highest) return 0;
  const difference = max<T>(min<T>(wanted, highest), lowest) - <T>(present << bits);
  const step = <T>((difference >= 0 ? difference : difference + <T>((<T>1 << bits) - <T>1)) >> bits);
  return max<T>(min<T>(step, most), -most);
}

// @ts-ignore: decorator
@inline
function smoothLine<T>(before: T, here: T, after: T, present: T, most: T): T {
  const up = <T>(after - here);
  const down = <T>(here - before);
  const highest = <T>(max<T>(min<T>(up, down), 0) << <T>2);
  const lowest = <T>(min<T>(max<T>(up, down), 0) << <T>2);
  return present + correction<T>(<T>(after - before), lowest, highest, present, 3, most);
}

/** Changes hc of one place; `at` is its sum, `up` and `down` the rows of sums beside it. */
// @ts-ignore: decorator
@inline
function smoothCorner<T>(up: usize, at: usize, down: usize, x: T, y: T, present: T, most: T): T {
  const size = sizeof<T>();
  const h0 = load<T>(at);
  const mm = load<T>(up - size);
  const mp = load<T>(up + size);
  const pm = load<T>(down - size);
  const pp = load<T>(down + size);
  const x2 = <T>(x << <T>1);
  const y2 = <T>(y << <T>1);
  const highest = min<T>(
    min<T>(max<T>(pp - h0, 0) - x2 - y2, max<T>(h0 - pm, 0) + x2 - y2),
    min<T>(max<T>(h0 - mp, 0) - x2 + y2, max<T>(mm - h0, 0) + x2 + y2),
  );
  const lowest = max<T>(
    max<T>(min<T>(pp - h0, 0) - x2 - y2, min<T>(h0 - pm, 0) + x2 - y2),
    max<T>(min<T>(h0 - mp, 0) - x2 + y2, min<T>(mm - h0, 0) + x2 + y2),
  );
  return present + correction<T>(<T>(pp + mm - mp - pm), <T>(lowest << <T>4), <T>(highest << <T>4), present, 6, most);
}

/**
 * SMOOTH = 1: moves the differences towards what neighbouring sums suggest, by less than what quantising took from them.
 * Differences at the border stay.
 * @param rows of the level that the next step makes
 * @param most half the scale
 */
export function smoothDifferences<T>(rows: i32, columns: i32, most: T): void {
  const size = sizeof<T>();
  const rowBytes = sumPitch * size;
  const down = (rows + 1) >> 1;
  const across = (columns + 1) >> 1;
  for (let i = 1; 2 * i < rows - 2; i++) {
    for (let j = 0; j < across; j++) {
      const at = rowOf<T>(sums, sumPitch, i) + <usize>j * size;
      const x = rowOf<T>(slow, slowPitch, i) + <usize>j * size;
      store<T>(x, smoothLine<T>(load<T>(at - rowBytes), load<T>(at), load<T>(at + rowBytes), load<T>(x), most));
    }
  }
  for (let i = 0; i < down; i++) {
    for (let j = 1; 2 * j < columns - 2; j++) {
      const at = rowOf<T>(sums, sumPitch, i) + <usize>j * size;
      const y = rowOf<T>(fast, fastPitch, i) + <usize>j * size;
      store<T>(y, smoothLine<T>(load<T>(at - size), load<T>(at), load<T>(at + size), load<T>(y), most));
    }
  }
  for (let i = 1; 2 * i < rows - 2; i++) {
    for (let j = 1; 2 * j < columns - 2; j++) {
      const at = rowOf<T>(sums, sumPitch, i) + <usize>j * size;
      const x = load<T>(rowOf<T>(slow, slowPitch, i) + <usize>j * size);
      const y = load<T>(rowOf<T>(fast, fastPitch, i) + <usize>j * size);
      const xy = rowOf<T>(both, bothPitch, i) + <usize>j * size;
      store<T>(xy, smoothCorner<T>(at - rowBytes, at, at + rowBytes, x, y, load<T>(xy), most));
    }
  }
}
