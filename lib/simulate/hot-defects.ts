// Hot pixels and hot columns: defects of a detector, at the same place in every exposure.

import { type Frame, recordTruth } from "./frame";
import { maskBit } from "./mask-planes";
import type { RandomStream } from "./random";
import type { SimulationSettings } from "./settings";

/**
 * Adds hot pixels and hot columns; some or all are flagged in the BAD plane.
 *
 * A hot column starts anywhere in its amplifier and runs to the amplifier's far end along y, one pixel wide.
 *
 * @param frame changed in place
 * @param settings rates and flagged fractions
 * @param random stream of the detector
 */
export function addHotDefects(frame: Frame, settings: SimulationSettings, random: RandomStream): void {
  const pixelCount = random.count((settings.hotPixelsPerMegapixel * frame.width * frame.height) / 1e6);
  for (let i = 0; i < pixelCount; i++) addHotPixel(frame, settings.maskedHotPixelFraction, random);
  const columnCount = random.count(settings.hotColumns);
  for (let i = 0; i < columnCount; i++) addHotColumn(frame, settings.masksHotColumns, random);
}

function addHotPixel(frame: Frame, maskedFraction: number, random: RandomStream): void {
  const x = Math.floor(random.uniform(0, frame.width));
  const y = Math.floor(random.uniform(0, frame.height));
  const peakElectrons = random.logUniform(60, 6000);
  const isMasked = random.chance(maskedFraction);
  const index = y * frame.width + x;
  frame.pixels[index]! += peakElectrons;
  if (isMasked) frame.mask[index]! |= maskBit("BAD");
  recordTruth(frame, { kind: "hot_pixel", x, y, peakElectrons, lengthPixels: 1, isRecurrent: true, isMasked });
}

function addHotColumn(frame: Frame, isMasked: boolean, random: RandomStream): void {
  const x = Math.floor(random.uniform(0, frame.width));
  const start = Math.floor(random.uniform(0, frame.height));
  const peakElectrons = random.logUniform(15, 400);
  const amplifier = frame.amplifiers.find(
    ({ x0, y0, width, height }) => x >= x0 && x < x0 + width && start >= y0 && start < y0 + height,
  );
  const end = amplifier ? amplifier.y0 + amplifier.height : frame.height;
  for (let y = start; y < end; y++) {
    const index = y * frame.width + x;
    frame.pixels[index]! += peakElectrons;
    if (isMasked) frame.mask[index]! |= maskBit("BAD");
  }
  const middle = (start + end - 1) / 2;
  const lengthPixels = end - start;
  recordTruth(frame, { kind: "hot_column", x, y: middle, peakElectrons, lengthPixels, isRecurrent: true, isMasked });
}
