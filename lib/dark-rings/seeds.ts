// Places worth a second look: dips of the fine plane and of coarser ones that may lie under the main threshold.

import type { Kernels } from "../kernels";
import { type LabelledRuns, labelBelow, type ThresholdBox } from "../kernels/labels";
import { DECIMATION, effectiveScales, starletSmooth } from "../kernels/starlet";
import { rectangleOf, robustStatistics, sparseRowStep } from "../kernels/statistics";

export interface Seed {
  x: number;
  y: number;
  /** depth in its plane, sigma */
  significance: number;
  /** radius of the widest window in which features of its plane are looked for, pixels */
  reachPixels: number;
}

/** Dips of the fine plane that are looked at; a compact blob of 8 sigma has at least 6 there. */
const FINE_NSIGMA = 4;
/** Dips of the coarse planes; a ring of 8 sigma has between 4 and 7 in one of them. */
const COARSE_NSIGMA = 3.3;
const COARSE_PLANES = 3;
/** Widest windows to try at dips of plane 2, 3, 4 and 5: larger features dip deeper in a coarser plane. */
export const FINE_REACH_PIXELS = 14;
const COARSE_REACH_PIXELS = [20, 26, 32];

export interface SearchPlanes {
  /** byte offset of the fine plane, NaN where not usable */
  detail: number;
  /** byte offset of every fourth pixel of the smooth image after it (smooth over 4.6 pixels); null: no coarse search */
  coarse: number | null;
  width: number;
  height: number;
  /** median, sigma of the fine plane per amplifier */
  thresholds: readonly ThresholdBox[];
  maxRuns: number;
}

/**
 * Dips deeper than 4 sigma in the fine plane and 3.3 sigma in the three coarser ones, one a connected footprint, at
 * its deepest pixel. Coarse planes are the starlet of the decimated smooth image, with the border reflected and one
 * noise for the whole detector: they only say where to look.
 *
 * @returns seeds of the fine plane in raster order, then of each coarser plane
 */
export function findSeeds(kernels: Kernels, planes: SearchPlanes): Seed[] {
  const boxes = planes.thresholds.map((box) => ({ ...box, threshold: box.median - FINE_NSIGMA * box.sigma }));
  const labelled = labelBelow(kernels, planes.detail, planes, boxes, planes.maxRuns);
  const fine = deepestPixels(labelled, kernels.float32(planes.detail, planes.width * planes.height), planes.width, {
    scale: 1,
    reachPixels: FINE_REACH_PIXELS,
  });
  return planes.coarse === null ? fine : [...fine, ...findCoarseSeeds(kernels, planes, planes.coarse)];
}

function findCoarseSeeds(kernels: Kernels, planes: SearchPlanes, coarse: number): Seed[] {
  const width = Math.ceil(planes.width / DECIMATION);
  const height = Math.ceil(planes.height / DECIMATION);
  const n = width * height;
  const mark = kernels.mark();
  let [smooth, next] = [coarse, kernels.allocate(4 * n)];
  const scratch = kernels.allocate(4 * n);
  const shape = { width, height, border: "reflect" as const };
  const seeds: Seed[] = [];
  // on the decimated grid the taps of plane 3 + k are 2^(1 + k) pixels apart
  for (let scale = 1; scale <= COARSE_PLANES && effectiveScales(width, height, scale + 1) > scale; scale++) {
    starletSmooth(kernels, smooth, next, scale, shape);
    starletSmooth(kernels, next, scratch, scale, shape);
    kernels.exports.subtractInPlace(smooth, scratch, n);
    const reachPixels = COARSE_REACH_PIXELS[scale - 1]!;
    seeds.push(...dipsOf(kernels, smooth, shape, planes.maxRuns, reachPixels));
    [smooth, next] = [next, smooth];
  }
  kernels.release(mark);
  return seeds;
}

function dipsOf(
  kernels: Kernels,
  plane: number,
  shape: { width: number; height: number },
  maxRuns: number,
  reachPixels: number,
): Seed[] {
  const box = { x0: 0, y0: 0, ...shape };
  const { median, sigma } = robustStatistics(kernels, rectangleOf(plane, shape.width, box, sparseRowStep(box)));
  if (median === null || sigma === null || sigma === 0) return [];
  const threshold = { ...box, median, sigma, threshold: median - COARSE_NSIGMA * sigma };
  const labelled = labelBelow(kernels, plane, shape, [threshold], maxRuns);
  return deepestPixels(labelled, kernels.float32(plane, shape.width * shape.height), shape.width, {
    scale: DECIMATION,
    reachPixels,
  });
}

/** The lowest pixel of each component, in pixels of the full image. */
function deepestPixels(
  labelled: LabelledRuns,
  plane: Float32Array,
  width: number,
  { scale, reachPixels }: { scale: number; reachPixels: number },
): Seed[] {
  const lowest = new Float32Array(labelled.componentCount).fill(Number.POSITIVE_INFINITY);
  const seeds: Seed[] = Array.from({ length: labelled.componentCount }, () => {
    return { x: 0, y: 0, significance: 0, reachPixels };
  });
  for (let i = 0; i < labelled.count; i++) {
    const component = labelled.component[i]!;
    const seed = seeds[component]!;
    seed.significance = Math.max(seed.significance, labelled.peak[i]!);
    for (let x = labelled.xStart[i]!; x < labelled.xEnd[i]!; x++) {
      const value = plane[labelled.y[i]! * width + x]!;
      if (value >= lowest[component]!) continue;
      lowest[component] = value;
      seed.x = x * scale;
      seed.y = labelled.y[i]! * scale;
    }
  }
  return seeds;
}
