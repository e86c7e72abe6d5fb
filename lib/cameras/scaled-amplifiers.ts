// Amplifier boxes on a frame that has not the size of its detector.

import type { CameraAmplifier, CameraDetector } from "./camera";

export type ScaledAmplifier = Pick<CameraAmplifier, "name" | "x0" | "y0" | "width" | "height" | "readNoise">;

/**
 * The amplifiers of a detector on a frame of another size, each in its share of the frame.
 *
 * @param detector of a camera
 * @param width of the frame in pixels
 * @param height of the frame in pixels
 * @returns boxes that cover the frame, edges rounded to whole pixels, read noise in electrons; empty for a detector
 *   without amplifiers
 */
export function scaledAmplifiers(detector: CameraDetector, width: number, height: number): ScaledAmplifier[] {
  const scaleX = (edge: number) => Math.round((edge * width) / detector.width);
  const scaleY = (edge: number) => Math.round((edge * height) / detector.height);
  return detector.amplifiers.map(({ name, readNoise, ...box }) => {
    const [x0, y0] = [scaleX(box.x0), scaleY(box.y0)];
    return {
      name,
      x0,
      y0,
      width: scaleX(box.x0 + box.width) - x0,
      height: scaleY(box.y0 + box.height) - y0,
      readNoise,
    };
  });
}
