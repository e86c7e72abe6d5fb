// Shape diagnostics of a footprint from its mask alone (docs/dark-rings.md); they do not affect selection.

import type { Kernels } from "../kernels";
import type { Footprint } from "./footprints";

export interface FootprintShape {
  filledArea: number;
  holeArea: number;
  perimeter: number;
  /** 0 to 1; saturates at 1 for small blobs and for rings: no ranking by it */
  circularity: number;
  holeFracBbox: number;
  holeFracTotal: number;
  /** of the diagonal of the bounding box */
  centerOffset: number;
}

/**
 * Holes, perimeter, circularity and the offset of the holes' centroid.
 *
 * filled = mask with every hole (background not 4-connected to the outside of the box) filled;
 * perimeter = filled pixels lost in one erosion by the 4-neighbour cross, outside of the box counted as background;
 * circularity = min(1, 4π × filled / perimeter²).
 * Cost: two passes over the box; scratch in the arena, given back.
 * Source: shape diagnostics of the upstream detector task (transient_finder 074e10f).
 */
export function measureShape(
  kernels: Kernels,
  { x0, x1, y0, y1, runs }: Pick<Footprint, "x0" | "x1" | "y0" | "y1" | "runs">,
): FootprintShape {
  const [width, height] = [x1 - x0 + 1, y1 - y0 + 1];
  const mark = kernels.mark();
  const [inBox, out] = [kernels.allocate(4 * runs.length), kernels.allocate(56)];
  const scratch = kernels.allocate(5 * (width + 2) * (height + 2) + 8);
  const view = kernels.int32(inBox, runs.length);
  for (let i = 0; i < runs.length; i += 3) {
    view[i] = runs[i]! - y0;
    view[i + 1] = runs[i + 1]! - x0;
    view[i + 2] = runs[i + 2]! - x0;
  }
  kernels.exports.fillShape(inBox, runs.length / 3, width, height, scratch, out);
  const [filledArea = 0, holeArea = 0, perimeter = 0, filledX = 0, filledY = 0, holeX = 0, holeY = 0] = kernels.float64(
    out,
    7,
  );
  kernels.release(mark);
  const offset =
    holeArea > 0 ? Math.hypot(holeX / holeArea - filledX / filledArea, holeY / holeArea - filledY / filledArea) : 0;
  return {
    filledArea,
    holeArea,
    perimeter,
    circularity: perimeter > 0 ? Math.min(1, (4 * Math.PI * filledArea) / perimeter ** 2) : 0,
    holeFracBbox: holeArea / (width * height),
    holeFracTotal: filledArea > 0 ? holeArea / filledArea : 0,
    centerOffset: offset / Math.hypot(width, height),
  };
}
