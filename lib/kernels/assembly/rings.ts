// Correlation of a stamp, as lists of its good pixels (dark-pixels.ts), with round templates exp(-(r - r0)^2 / (2 w^2))
// about trial centres.
//
// Quick correlations are good to about 1e-3: pixels are shared out to rings 1/8 pixel apart (linearly to the two
// nearest), and a template is a short sum over rings; wide templates use rings 1/4 and 1/2 pixel apart, which follow from
// the fine ones exactly. What comes near the best is correlated exactly.

import { total } from "./lanes";
import { halve, shareOut } from "./ring-shares";

/** Trial centres: 5 x 5, half a pixel apart. */
const CENTRES: i32 = 25;
const VECTOR_BYTES: usize = 16;

/** Quick correlation of a profile laid over the rings with its middle on ring `centre`; -2 where |m| is 0. Float32 is enough. */
function correlateRings(
  profile: usize,
  span: i32,
  centre: i32,
  sums: usize,
  counts: usize,
  n: i32,
  normOfS: f64,
): f64 {
  const first = max(0, centre - span);
  const end = centre + span + 1;
  let at = profile + (<usize>(first - centre + span) << 2);
  let vm = f32x4.splat(0);
  let vmm = f32x4.splat(0);
  let vms = f32x4.splat(0);
  // the last vector may go beyond the profile, where that is 0
  for (let i = first; i < end; i += 4) {
    const m = v128.load(at);
    const nm = f32x4.mul(m, v128.load(counts + (<usize>i << 2)));
    vm = f32x4.add(vm, nm);
    vmm = f32x4.add(vmm, f32x4.mul(nm, m));
    vms = f32x4.add(vms, f32x4.mul(m, v128.load(sums + (<usize>i << 2))));
    at += 16;
  }
  // lanes of both, two by two: m m mm mm
  const pairs = f32x4.add(v128.shuffle<f32>(vm, vmm, 0, 1, 4, 5), v128.shuffle<f32>(vm, vmm, 2, 3, 6, 7));
  const both = f32x4.add(pairs, v128.shuffle<f32>(pairs, pairs, 1, 0, 3, 2));
  const sumM = <f64>f32x4.extract_lane(both, 0);
  const sumMM = <f64>f32x4.extract_lane(both, 2);
  const sumMS = total(vms);
  const variance = sumMM - (sumM * sumM) / <f64>n;
  return variance > 0 ? sumMS / (normOfS * sqrt<f64>(variance)) : -2;
}

/**
 * The best template about 25 centres, (middleX, middleY) + {-1, -0.5, 0, 0.5, 1}^2, when its correlation exceeds `before`
 * by more than `tie`: `out` gets float64 correlation, radius, width, x, y; returns 1. Radius k is firstRadius + k / 2
 * pixels. Quick correlations first, and those within `exactWithin` of the best exactly, in the order y, x, radius, width.
 * `lists` of `stride` entries (width * height) from listPixels, n good ones. `profiles`, `profileStride` float32 for each
 * width: the half span in rings, rings per pixel (8, 4 or 2), the width, the least radius; then the values
 * and at least three zeros.
 * `scratch`: 8 * ringCount + 25 * radii * widths + 16 float32; ringCount a multiple of 8, beyond the span of every template.
 */
export function scanRings(
  lists: usize,
  stride: i32,
  n: i32,
  normOfS: f64,
  middleX: f64,
  middleY: f64,
  firstRadius: f64,
  radii: i32,
  profiles: usize,
  profileStride: i32,
  widths: i32,
  ringCount: i32,
  scratch: usize,
  exactWithin: f64,
  tie: f64,
  before: f64,
  out: usize,
): i32 {
  const quick = scratch + (<usize>(8 * ringCount + 16) << 2);
  const templates = radii * widths;
  let highest: f64 = before;
  for (let c: i32 = 0; c < CENTRES; c++) {
    const cx = middleX + 0.5 * <f64>((c % 5) - 2);
    const cy = middleY + 0.5 * <f64>(c / 5 - 2);
    const row = quick + ((<usize>c * <usize>templates) << 2);
    const best = quickCentre(lists, stride, n, normOfS, cx, cy, firstRadius, radii, profiles, profileStride, widths, ringCount, scratch, row);
    highest = max<f64>(highest, best);
  }
  const enough = highest - exactWithin;
  let best = before;
  let isFound: i32 = 0;
  for (let c: i32 = 0; c < CENTRES; c++) {
    const cx = middleX + 0.5 * <f64>((c % 5) - 2);
    const cy = middleY + 0.5 * <f64>(c / 5 - 2);
    for (let t: i32 = 0; t < templates; t++) {
      const value = load<f32>(quick + (<usize>(c * templates + t) << 2));
      if (<f64>value < enough || value == -2) continue;
      const radius = firstRadius + 0.5 * <f64>(t / widths);
      const width = widthOf(profiles + (<usize>((t % widths) * profileStride) << 2));
      const score = correlate(lists, stride, n, normOfS, cx, cy, radius, width);
      if (!(score > best + tie)) continue;
      best = score;
      isFound = 1;
      store<f64>(out, score);
      store<f64>(out, radius, 8);
      store<f64>(out, width, 16);
      store<f64>(out, cx, 24);
      store<f64>(out, cy, 32);
    }
  }
  return isFound;
}

/** The width of a profile; it is kept in tenths of a pixel, which float32 holds exactly. */
// @ts-ignore: decorator
@inline
function widthOf(profile: usize): f64 {
  return <f64>load<f32>(profile, 8) / 10;
}

/** Quick correlations about one centre, float32 [radii][widths]; -2 for templates that are no rings. Returns the best. */
function quickCentre(
  lists: usize,
  stride: i32,
  n: i32,
  normOfS: f64,
  cx: f64,
  cy: f64,
  firstRadius: f64,
  radii: i32,
  profiles: usize,
  profileStride: i32,
  widths: i32,
  ringCount: i32,
  scratch: usize,
  quick: usize,
): f64 {
  const narrow = lists + (<usize>(3 * stride) << 3);
  const bytes: usize = <usize>stride << 2;
  const sums = scratch;
  const counts = sums + (<usize>ringCount << 2);
  // behind them those of rings 1/4 and 1/2 pixel apart: ringCount / 2 and ringCount / 4 each
  const sums4 = counts + (<usize>ringCount << 2);
  const counts4 = sums4 + (<usize>ringCount << 1);
  const sums2 = counts4 + (<usize>ringCount << 1);
  const counts2 = sums2 + <usize>ringCount;
  const cells = scratch + (<usize>ringCount << 4);
  // what the widest template's last vector reads behind them
  memory.fill(counts2 + <usize>ringCount, 0, VECTOR_BYTES);
  shareOut(narrow, narrow + bytes, narrow + 2 * bytes, n, <f32>cx, <f32>cy, sums, counts, ringCount, cells);
  halve(sums, sums4, ringCount >> 1);
  halve(counts, counts4, ringCount >> 1);
  halve(sums4, sums2, ringCount >> 2);
  halve(counts4, counts2, ringCount >> 2);
  let best: f64 = -2;
  for (let k: i32 = 0; k < radii; k++) {
    const radius = firstRadius + 0.5 * <f64>k;
    for (let w: i32 = 0; w < widths; w++) {
      const profile = profiles + (<usize>(w * profileStride) << 2);
      let value: f64 = -2;
      if (radius >= 2 * widthOf(profile)) {
        const density = <i32>load<f32>(profile, 4);
        const centre = <i32>(radius * <f64>density);
        const span = <i32>load<f32>(profile);
        const isFine = density == 8;
        const isMiddle = density == 4;
        value = correlateRings(
          profile + 16,
          span,
          centre,
          isFine ? sums : isMiddle ? sums4 : sums2,
          isFine ? counts : isMiddle ? counts4 : counts2,
          n,
          normOfS,
        );
      }
      store<f32>(quick + (<usize>(k * widths + w) << 2), <f32>value);
      best = max<f64>(best, value);
    }
  }
  return best;
}

/** The correlation of one template, exact to rounding; -2 where |m| is 0. */
function correlate(
  lists: usize,
  stride: i32,
  n: i32,
  normOfS: f64,
  cx: f64,
  cy: f64,
  radius: f64,
  width: f64,
): f64 {
  const step: usize = <usize>stride << 3;
  const scale: f64 = -0.5 / (width * width);
  let sum: f64 = 0;
  let squares: f64 = 0;
  let products: f64 = 0;
  for (let i: usize = 0; i < <usize>n << 3; i += 8) {
    const dx = load<f64>(lists + i) - cx;
    const dy = load<f64>(lists + step + i) - cy;
    const offset = sqrt<f64>(dx * dx + dy * dy) - radius;
    const m = Math.exp(offset * offset * scale);
    sum += m;
    squares += m * m;
    products += m * load<f64>(lists + 2 * step + i);
  }
  const variance = squares - (sum * sum) / <f64>n;
  // s has mean 0, so s.(M - mean M) = s.M
  return variance > 0 ? products / (normOfS * sqrt<f64>(variance)) : -2;
}
