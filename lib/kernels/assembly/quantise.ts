// Floats to scaled integers for tile compression (FITS 4.0, 10.2). Pointers are byte offsets; nothing is allocated.

const RANDOMS: i32 = 10000;

let least: f64 = 0;
let most: f64 = 0;

/** Smallest and largest value of the last finiteFloats or finiteDoubles. */
export function finiteLeast(): f64 {
  return least;
}

export function finiteMost(): f64 {
  return most;
}

/** T is what `source` holds; `target` gets float32. */
function finite<T>(source: usize, target: usize, count: i32): i32 {
  least = Infinity;
  most = -Infinity;
  const start = target;
  const end = source + <usize>count * sizeof<T>();
  for (; source < end; source += sizeof<T>()) {
    const value = <f64>load<T>(source);
    if (value - value != 0) continue;
    least = value < least ? value : least;
    most = value > most ? value : most;
    store<f32>(target, <f32>value);
    target += 4;
  }
  return <i32>((target - start) >> 2);
}

/** Copies the finite values of `count` float32, without gaps; returns how many. Their range is told by finiteLeast and finiteMost. */
export function finiteFloats(source: usize, target: usize, count: i32): i32 {
  return finite<f32>(source, target, count);
}

/** As finiteFloats of float64; `target` gets float32, which is enough to measure noise. */
export function finiteDoubles(source: usize, target: usize, count: i32): i32 {
  return finite<f64>(source, target, count);
}

/**
 * target[i] = |2 x[i + 2] - x[i] - x[i + 4]|: what is left of a row when everything smooth is gone (F. Stoehr and others 2008,
 * ADASS XVII, ASP 394, 505).
 * @param count of `source`; `target` gets 4 fewer, and may be `source`
 */
export function thirdDifferences(source: usize, target: usize, count: i32): void {
  const end = source + (<usize>(count - 4) << 2);
  for (; source < end; source += 4, target += 4) {
    store<f32>(target, abs(<f32>2 * load<f32>(source, 8) - load<f32>(source) - load<f32>(source, 16)));
  }
}

function quantise<T>(
  source: usize,
  target: usize,
  count: i32,
  scale: f64,
  zero: f64,
  random: usize,
  seed: i32,
  blank: i32,
): void {
  let next = <i32>(load<f32>(random + (<usize>seed << 2)) * <f32>500);
  for (let i: usize = 0; i < <usize>count; i++) {
    const value = <f64>load<T>(source + i * sizeof<T>());
    const dither = <f64>load<f32>(random + (<usize>next << 2)) - 0.5;
    const stored = value == value ? <i32>nearest((value - zero) / scale + dither) : blank;
    store<i32>(target + (i << 2), stored);
    if (++next < RANDOMS) continue;
    seed = seed + 1 == RANDOMS ? 0 : seed + 1;
    next = <i32>(load<f32>(random + (<usize>seed << 2)) * <f32>500);
  }
}

/**
 * Quantises with subtractive dithering: target = round((source - zero) / scale + random - 0.5), in float64; dequantiseDithered of swap.ts
 * undoes it to within scale / 2. NaN becomes `blank`.
 * @param source `count` float32, none infinite, all so near `zero` that they fit int32
 * @param random 10,000 float32, made once by the caller
 * @param seed index into `random` that belongs to the tile
 */
export function quantiseFloats(
  source: usize,
  target: usize,
  count: i32,
  scale: f64,
  zero: f64,
  random: usize,
  seed: i32,
  blank: i32,
): void {
  quantise<f32>(source, target, count, scale, zero, random, seed, blank);
}

/** As quantiseFloats of float64. */
export function quantiseDoubles(
  source: usize,
  target: usize,
  count: i32,
  scale: f64,
  zero: f64,
  random: usize,
  seed: i32,
  blank: i32,
): void {
  quantise<f64>(source, target, count, scale, zero, random, seed, blank);
}
