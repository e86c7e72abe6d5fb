// Correlation of a stamp with round templates exp(-(r - r0)^2 / (2 w^2)), many radii r0 of one width w at once.
// The stamp comes as two lists over its good pixels: distance r to the trial centre, and value s with its mean
// subtracted, both float64.

/** r = distance of each pixel (x, y float64 lists) to (cx, cy). */
export function distances(x: usize, y: usize, n: i32, cx: f64, cy: f64, r: usize): void {
  const cxs = f64x2.splat(cx);
  const cys = f64x2.splat(cy);
  const bytes: usize = <usize>n << 3;
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16) {
    const dx = f64x2.sub(v128.load(x + i), cxs);
    const dy = f64x2.sub(v128.load(y + i), cys);
    v128.store(r + i, f64x2.sqrt(f64x2.add(f64x2.mul(dx, dx), f64x2.mul(dy, dy))));
  }
  if (i < bytes) {
    const dx = load<f64>(x + i) - cx;
    const dy = load<f64>(y + i) - cy;
    store<f64>(r + i, sqrt<f64>(dx * dx + dy * dy));
  }
}

/** Template and its growth per step of radius, from exponentials: exp(-(r-r0)^2/(2w^2)) and exp(step*r/w^2). */
export function startTemplate(r: usize, n: i32, radius: f64, step: f64, width: f64, m: usize, growth: usize): void {
  const inverse: f64 = 1 / (width * width);
  for (let i: usize = 0; i < <usize>n << 3; i += 8) {
    const distance = load<f64>(r + i);
    const offset = distance - radius;
    store<f64>(m + i, Math.exp(-0.5 * offset * offset * inverse));
    store<f64>(growth + i, Math.exp(step * distance * inverse));
  }
}

/** values = values^(2^times), element by element: the template of a width smaller by 2^(times/2). */
export function squareRepeatedly(from: usize, to: usize, n: i32, times: i32): void {
  const bytes: usize = <usize>n << 3;
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16) {
    let v = v128.load(from + i);
    for (let k: i32 = 0; k < times; k++) v = f64x2.mul(v, v);
    v128.store(to + i, v);
  }
  if (i < bytes) {
    let v = load<f64>(from + i);
    for (let k: i32 = 0; k < times; k++) v = v * v;
    store<f64>(to + i, v);
  }
}

/**
 * Correlations for radii radius, radius + step, ... (count of them): writes count float64 to `out`, each
 * s.m / (|s| |m|) with m = M - mean(M), or -2 where |m| is 0. `m` and `growth` come from startTemplate; `m` is
 * changed in place: M(r0 + step) = M(r0) * growth * exp(-(2 step r0 + step^2) / (2 w^2)).
 */
export function scanRadii(
  s: usize,
  m: usize,
  growth: usize,
  n: i32,
  normOfS: f64,
  radius: f64,
  step: f64,
  width: f64,
  count: i32,
  out: usize,
): void {
  const bytes: usize = <usize>n << 3;
  const inverse: f64 = 1 / (width * width);
  let r0 = radius;
  let factor: f64 = 1;
  for (let k: i32 = 0; k < count; k++) {
    let sums = f64x2.splat(0);
    let squares = f64x2.splat(0);
    let products = f64x2.splat(0);
    const factors = f64x2.splat(factor);
    let i: usize = 0;
    for (; i + 16 <= bytes; i += 16) {
      let v = v128.load(m + i);
      if (k) {
        v = f64x2.mul(f64x2.mul(v, v128.load(growth + i)), factors);
        v128.store(m + i, v);
      }
      sums = f64x2.add(sums, v);
      squares = f64x2.add(squares, f64x2.mul(v, v));
      products = f64x2.add(products, f64x2.mul(v, v128.load(s + i)));
    }
    let sum = f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
    let square = f64x2.extract_lane(squares, 0) + f64x2.extract_lane(squares, 1);
    let product = f64x2.extract_lane(products, 0) + f64x2.extract_lane(products, 1);
    if (i < bytes) {
      let v = load<f64>(m + i);
      if (k) {
        v = v * load<f64>(growth + i) * factor;
        store<f64>(m + i, v);
      }
      sum += v;
      square += v * v;
      product += v * load<f64>(s + i);
    }
    const variance = square - (sum * sum) / <f64>n;
    // s has mean 0, so s.(M - mean M) = s.M
    store<f64>(out + (<usize>k << 3), variance > 0 ? product / (normOfS * sqrt<f64>(variance)) : -2);
    factor = Math.exp(-0.5 * step * (2 * r0 + step) * inverse);
    r0 += step;
  }
}
