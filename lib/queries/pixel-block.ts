// A rectangle of pixels on its way to a page.

export interface PixelBlock {
  /** detector pixel of the first pixel, 0-based */
  x0: number;
  y0: number;
  width: number;
  height: number;
  /** pixels[y * width + x] */
  pixels: Float32Array;
  unit: string | null;
}

/** The pixels of a box, half-open, taken from a block; NaN where the block has none. */
export function placeSection(
  block: PixelBlock | null,
  box: { x0: number; y0: number; x1: number; y1: number },
): PixelBlock {
  const [width, height] = [box.x1 - box.x0, box.y1 - box.y0];
  const pixels = new Float32Array(width * height).fill(Number.NaN);
  const placed = { x0: box.x0, y0: box.y0, width, height, pixels, unit: block?.unit ?? null };
  if (!block) return placed;
  const first = Math.max(box.x0, block.x0);
  const end = Math.min(box.x1, block.x0 + block.width);
  if (end <= first) return placed;
  for (let y = Math.max(box.y0, block.y0); y < Math.min(box.y1, block.y0 + block.height); y++) {
    const from = (y - block.y0) * block.width + (first - block.x0);
    pixels.set(block.pixels.subarray(from, from + (end - first)), (y - box.y0) * width + (first - box.x0));
  }
  return placed;
}

/** Square bins of a block: the mean of the finite pixels, NaN where there is none; edge bins may hold fewer pixels. */
export function binPixels(block: PixelBlock, bin: number): PixelBlock {
  if (bin === 1) return block;
  const width = Math.ceil(block.width / bin);
  const height = Math.ceil(block.height / bin);
  const sums = new Float64Array(width * height);
  const counts = new Uint32Array(width * height);
  for (let y = 0; y < block.height; y++) {
    const row = Math.floor(y / bin) * width;
    for (let x = 0; x < block.width; x++) {
      const value = block.pixels[y * block.width + x] ?? Number.NaN;
      if (!Number.isFinite(value)) continue;
      const at = row + Math.floor(x / bin);
      sums[at] = (sums[at] ?? 0) + value;
      counts[at] = (counts[at] ?? 0) + 1;
    }
  }
  const pixels = Float32Array.from(sums, (sum, i) => (counts[i] ? sum / (counts[i] ?? 1) : Number.NaN));
  return { ...block, width, height, pixels };
}
