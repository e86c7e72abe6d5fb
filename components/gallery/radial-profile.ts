// What a round feature looks like against the distance from its centre.

import { medianOf } from "@/lib/kernels/median";
import { MAD_TO_SIGMA } from "@/lib/units";

export interface ProfilePoint {
  /** mean distance of the pixels in this bin, pixels */
  radius: number;
  /** mean of the pixels, in their unit */
  mean: number;
  /** scatter of the pixels about their median, 1.4826 MAD, in their unit; null with fewer than 3 pixels */
  scatter: number | null;
  count: number;
}

/**
 * Mean and scatter of the pixels in rings one pixel wide around a centre. A pixel belongs to ring floor(distance).
 * Non-finite pixels are left out; a ring without pixels is left out too, never 0.
 * @param image pixels[y * width + x]
 * @param centre in the image's own pixels, centre of the first pixel at 0
 */
export function radialProfile(
  image: { width: number; height: number; pixels: Float32Array },
  centre: { x: number; y: number },
  maxRadius: number,
): ProfilePoint[] {
  const rings: { distances: number[]; values: number[] }[] = [];
  for (let y = 0; y < image.height; y++) {
    for (let x = 0; x < image.width; x++) {
      const value = image.pixels[y * image.width + x] ?? Number.NaN;
      const distance = Math.hypot(x - centre.x, y - centre.y);
      if (!Number.isFinite(value) || distance >= maxRadius) continue;
      const index = Math.floor(distance);
      rings[index] ??= { distances: [], values: [] };
      const ring = rings[index];
      ring.distances.push(distance);
      ring.values.push(value);
    }
  }
  return rings.filter(Boolean).map(({ distances, values }) => {
    const middle = medianOf(values);
    return {
      radius: distances.reduce((sum, value) => sum + value, 0) / distances.length,
      mean: values.reduce((sum, value) => sum + value, 0) / values.length,
      scatter: values.length < 3 ? null : MAD_TO_SIGMA * medianOf(values.map((value) => Math.abs(value - middle))),
      count: values.length,
    };
  });
}
