// Shape diagnostics of a footprint from its mask alone (docs/dark-rings.md); they do not affect selection.

export interface FootprintMask {
  /** of the bounding box */
  width: number;
  height: number;
  /** 1 inside, row by row */
  mask: Uint8Array;
}

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
 * Cost: a few passes over the box; allocates two masks of its size.
 * Source: shape diagnostics of the upstream detector task (transient_finder 074e10f).
 */
export function measureShape({ width, height, mask }: FootprintMask): FootprintShape {
  const filled = fillHoles(width, height, mask);
  let [filledArea, holeArea, perimeter] = [0, 0, 0];
  const [filledSum, holeSum] = [
    { x: 0, y: 0 },
    { x: 0, y: 0 },
  ];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      if (!filled[i]) continue;
      filledArea++;
      filledSum.x += x;
      filledSum.y += y;
      if (!mask[i]) {
        holeArea++;
        holeSum.x += x;
        holeSum.y += y;
      }
      if (isBoundary(filled, width, height, x, y)) perimeter++;
    }
  }
  const circularity = perimeter > 0 ? Math.min(1, (4 * Math.PI * filledArea) / perimeter ** 2) : 0;
  const offset =
    holeArea > 0
      ? Math.hypot(holeSum.x / holeArea - filledSum.x / filledArea, holeSum.y / holeArea - filledSum.y / filledArea)
      : 0;
  return {
    filledArea,
    holeArea,
    perimeter,
    circularity,
    holeFracBbox: holeArea / (width * height),
    holeFracTotal: filledArea > 0 ? holeArea / filledArea : 0,
    centerOffset: offset / Math.hypot(width, height),
  };
}

function isBoundary(filled: Uint8Array, width: number, height: number, x: number, y: number): boolean {
  if (x === 0 || y === 0 || x === width - 1 || y === height - 1) return true;
  const i = y * width + x;
  return !(filled[i - 1] && filled[i + 1] && filled[i - width] && filled[i + width]);
}

/** Mask with its holes filled: floods the background from the edge of the box and takes the rest. */
function fillHoles(width: number, height: number, mask: Uint8Array): Uint8Array {
  const outside = new Uint8Array(mask.length);
  const stack: number[] = [];
  const visit = (i: number) => {
    if (mask[i] || outside[i]) return;
    outside[i] = 1;
    stack.push(i);
  };
  for (let x = 0; x < width; x++) {
    visit(x);
    visit((height - 1) * width + x);
  }
  for (let y = 0; y < height; y++) {
    visit(y * width);
    visit(y * width + width - 1);
  }
  for (let i = stack.pop(); i !== undefined; i = stack.pop()) {
    const x = i % width;
    if (x > 0) visit(i - 1);
    if (x < width - 1) visit(i + 1);
    if (i >= width) visit(i - width);
    if (i < mask.length - width) visit(i + width);
  }
  return outside.map((value) => 1 - value);
}
