// Footprints: connected pixels below a threshold, kept by the size rules of the upstream detector.

import type { LabelledRuns } from "../kernels/labels";

export interface Footprint {
  /** counts the footprints kept by the first size rule, in raster order of first pixels; may have gaps after others */
  footprintId: number;
  /** pixels of the mask, holes not counted */
  area: number;
  /** bounding box, inclusive */
  x0: number;
  x1: number;
  y0: number;
  y1: number;
  /** largest significance in the plane, sigma */
  peakSignificance: number;
  /** runs, raster order: [y, xStart, xEnd (exclusive)] each */
  runs: Int32Array;
}

/**
 * Gathers labelled runs into footprints and keeps those whose bounding box is strictly larger than `minArea` and
 * whose area is at least `minArea` (scarlet lite's rule; the footprint_id counts these), then those of at most
 * `maxArea` pixels.
 *
 * @param labelled from lib/kernels/labels
 * @param minArea px
 * @param maxArea px
 * @returns footprints kept, and how many ids were given
 */
export function gatherFootprints(
  labelled: LabelledRuns,
  minArea: number,
  maxArea: number,
): { footprints: Footprint[]; idCount: number } {
  const sizes = measureComponents(labelled);
  const numbers = new Int32Array(labelled.componentCount).fill(-1);
  const kept: Footprint[] = [];
  let footprintId = 0;
  for (let c = 0; c < labelled.componentCount; c++) {
    const [x0, x1, y0, y1] = [sizes.x0[c]!, sizes.x1[c]!, sizes.y0[c]!, sizes.y1[c]!];
    const [area, peakSignificance] = [sizes.area[c]!, sizes.peak[c]!];
    if ((x1 - x0 + 1) * (y1 - y0 + 1) <= minArea || area < minArea) continue;
    const id = footprintId++;
    if (area > maxArea) continue;
    numbers[c] = kept.length;
    const runs = new Int32Array(3 * sizes.runs[c]!);
    kept.push({ footprintId: id, area, x0, x1, y0, y1, peakSignificance, runs });
  }
  const filled = new Int32Array(kept.length);
  for (let i = 0; i < labelled.count; i++) {
    const k = numbers[labelled.component[i]!]!;
    if (k < 0) continue;
    const [runs, at] = [kept[k]!.runs, 3 * filled[k]!++];
    runs[at] = labelled.y[i]!;
    runs[at + 1] = labelled.xStart[i]!;
    runs[at + 2] = labelled.xEnd[i]!;
  }
  return { footprints: kept, idCount: footprintId };
}

function measureComponents(labelled: LabelledRuns) {
  const n = labelled.componentCount;
  const sizes = {
    area: new Int32Array(n),
    runs: new Int32Array(n),
    x0: new Int32Array(n).fill(2 ** 31 - 1),
    x1: new Int32Array(n).fill(-1),
    y0: new Int32Array(n).fill(2 ** 31 - 1),
    y1: new Int32Array(n).fill(-1),
    peak: new Float32Array(n).fill(Number.NEGATIVE_INFINITY),
  };
  for (let i = 0; i < labelled.count; i++) {
    const c = labelled.component[i]!;
    const [start, end, y] = [labelled.xStart[i]!, labelled.xEnd[i]!, labelled.y[i]!];
    sizes.area[c]! += end - start;
    sizes.runs[c]!++;
    sizes.x0[c] = Math.min(sizes.x0[c]!, start);
    sizes.x1[c] = Math.max(sizes.x1[c]!, end - 1);
    sizes.y0[c] = Math.min(sizes.y0[c]!, y);
    sizes.y1[c] = Math.max(sizes.y1[c]!, y);
    sizes.peak[c] = Math.max(sizes.peak[c]!, labelled.peak[i]!);
  }
  return sizes;
}
