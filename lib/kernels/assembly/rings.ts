// Correlation of a stamp with round templates exp(-(r - r0)^2 / (2 w^2)) about one centre. The stamp comes as lists
// over its good pixels: x, y and the value s with its mean subtracted, float64.
//
// scanTemplates is quick and good to about 1e-3: pixels are shared out to rings 1/8 pixel apart (linearly to the two
// nearest), and a template is a short sum over rings. correlate is exact; the caller asks it about the best few.

const RINGS_PER_PIXEL: f32 = 8;

/** Zeroes sums and counts (ringCount float32 each) and shares the pixels out to them. */
function shareOut(
  x: usize,
  y: usize,
  s: usize,
  n: i32,
  cx: f64,
  cy: f64,
  sums: usize,
  counts: usize,
  ringCount: i32,
): void {
  memory.fill(sums, 0, <usize>ringCount << 2);
  memory.fill(counts, 0, <usize>ringCount << 2);
  for (let i: usize = 0; i < <usize>n << 3; i += 8) {
    const dx = <f32>(load<f64>(x + i) - cx);
    const dy = <f32>(load<f64>(y + i) - cy);
    const at = sqrt<f32>(dx * dx + dy * dy) * RINGS_PER_PIXEL;
    const k = <i32>at;
    if (k + 1 >= ringCount) continue;
    const upper: f32 = at - <f32>k;
    const lower: f32 = 1 - upper;
    const value = <f32>load<f64>(s + i);
    const sum = sums + (<usize>k << 2);
    const count = counts + (<usize>k << 2);
    store<f32>(sum, load<f32>(sum) + lower * value);
    store<f32>(sum, load<f32>(sum, 4) + upper * value, 4);
    store<f32>(count, load<f32>(count) + lower);
    store<f32>(count, load<f32>(count, 4) + upper, 4);
  }
}

// @ts-ignore: decorator
@inline
function total(v: v128): f64 {
  return (
    <f64>f32x4.extract_lane(v, 0) +
    <f64>f32x4.extract_lane(v, 1) +
    <f64>f32x4.extract_lane(v, 2) +
    <f64>f32x4.extract_lane(v, 3)
  );
}

/**
 * Correlations s.m / (|s| |m|), m = M - mean(M), of every radius and width about (cx, cy), to about 1e-3: float64
 * [radii][widths] at `out`; -2 where |m| is 0. Radius k is firstRadius + k / 2 pixels.
 * `profiles`: for each width 4 + 2 * span + 1 float32 (rounded up to a multiple of 4, `stride` of them): the half span in
 * rings, three unused, then exp(-(j / 8)^2 / (2 w^2)) for j = -span ... span.
 * `rings`: 2 * ringCount float32. A pixel beyond the last ring is left out of the sums, but not of n.
 */
export function scanTemplates(
  x: usize,
  y: usize,
  s: usize,
  n: i32,
  normOfS: f64,
  cx: f64,
  cy: f64,
  firstRadius: f64,
  radii: i32,
  profiles: usize,
  stride: i32,
  widths: i32,
  rings: usize,
  ringCount: i32,
  out: usize,
): void {
  const counts = rings + (<usize>ringCount << 2);
  shareOut(x, y, s, n, cx, cy, rings, counts, ringCount);
  for (let k: i32 = 0; k < radii; k++) {
    const centre = <i32>((firstRadius + 0.5 * <f64>k) * <f64>RINGS_PER_PIXEL);
    for (let w: i32 = 0; w < widths; w++) {
      const profile = profiles + ((<usize>w * <usize>stride) << 2);
      const span = <i32>load<f32>(profile);
      const first = max(0, centre - span);
      const end = min(ringCount, centre + span + 1);
      let at = profile + 16 + (<usize>(first - centre + span) << 2);
      let vm = f32x4.splat(0);
      let vmm = f32x4.splat(0);
      let vms = f32x4.splat(0);
      let i = first;
      for (; i + 4 <= end; i += 4) {
        const m = v128.load(at);
        const nm = f32x4.mul(m, v128.load(counts + (<usize>i << 2)));
        vm = f32x4.add(vm, nm);
        vmm = f32x4.add(vmm, f32x4.mul(nm, m));
        vms = f32x4.add(vms, f32x4.mul(m, v128.load(rings + (<usize>i << 2))));
        at += 16;
      }
      let sumM = total(vm);
      let sumMM = total(vmm);
      let sumMS = total(vms);
      for (; i < end; i++) {
        const m = load<f32>(at);
        const nm = m * load<f32>(counts + (<usize>i << 2));
        sumM += nm;
        sumMM += nm * m;
        sumMS += m * load<f32>(rings + (<usize>i << 2));
        at += 4;
      }
      const variance = sumMM - (sumM * sumM) / <f64>n;
      const correlation = variance > 0 ? sumMS / (normOfS * sqrt<f64>(variance)) : -2;
      store<f64>(out + (<usize>(k * widths + w) << 3), correlation);
    }
  }
}

/** The correlation of one template, exact to rounding; -2 where |m| is 0. */
export function correlate(
  x: usize,
  y: usize,
  s: usize,
  n: i32,
  normOfS: f64,
  cx: f64,
  cy: f64,
  radius: f64,
  width: f64,
): f64 {
  const scale: f64 = -0.5 / (width * width);
  let sum: f64 = 0;
  let squares: f64 = 0;
  let products: f64 = 0;
  for (let i: usize = 0; i < <usize>n << 3; i += 8) {
    const dx = load<f64>(x + i) - cx;
    const dy = load<f64>(y + i) - cy;
    const offset = sqrt<f64>(dx * dx + dy * dy) - radius;
    const m = Math.exp(offset * offset * scale);
    sum += m;
    squares += m * m;
    products += m * load<f64>(s + i);
  }
  const variance = squares - (sum * sum) / <f64>n;
  // s has mean 0, so s.(M - mean M) = s.M
  return variance > 0 ? products / (normOfS * sqrt<f64>(variance)) : -2;
}
