// Raw amplifiers → one detector: overscan, trim, flips, gain, assembly. One amplifier is in memory at a time beside the detector.

import { MalformedFileError, UnsupportedFormatError } from "@/lib/errors";
import { type FitsFile, type FitsImage, readImage, type Section } from "@/lib/readers/fits";
import { rowMedians } from "./overscan";
import type { AmplifierReadout } from "./readout";

/** A detector being put together. */
export interface DetectorCanvas {
  width: number;
  height: number;
  pixels: Float32Array;
  bad: Uint8Array;
}

/** What happened to the amplifiers. */
export interface AssemblyReport {
  badCount: number;
  saturatedCount: number;
  /** pixels whose amplifier has a known saturation level */
  ratedCount: number;
  notes: string[];
}

export interface AssemblyOptions {
  subtractOverscan: boolean;
  applyGain: boolean;
}

/**
 * Puts amplifiers into a detector. An amplifier whose HDU is missing, cut off or not decodable leaves NaN pixels, marked bad,
 * and a note; so do saturated pixels keep their value but are marked bad.
 *
 * @param file the raw file
 * @param amplifiers readout order
 * @param canvas changed in place; adu, or electron when gains are applied
 * @param options which steps to take
 * @returns counts and notes
 * @throws MalformedFileError or UnsupportedFormatError when no amplifier can be read
 */
export async function assembleAmplifiers(
  file: FitsFile,
  amplifiers: AmplifierReadout[],
  canvas: DetectorCanvas,
  options: AssemblyOptions,
): Promise<AssemblyReport> {
  const report: AssemblyReport = { badCount: 0, saturatedCount: 0, ratedCount: 0, notes: [] };
  let firstError: MalformedFileError | UnsupportedFormatError | null = null;
  let readCount = 0;
  for (const amplifier of amplifiers) {
    const raw = await readAmplifier(file, amplifier);
    if (raw instanceof MalformedFileError || raw instanceof UnsupportedFormatError) {
      firstError ??= raw;
      report.notes.push(`amplifier ${amplifier.name} has no pixels: ${raw.message}`);
      report.badCount += leaveUndefined(amplifier, canvas);
      continue;
    }
    readCount++;
    placeAmplifier(raw, amplifier, canvas, options, report);
  }
  if (readCount === 0 && firstError) throw firstError;
  return report;
}

interface RawAmplifier {
  image: FitsImage;
  /** data and overscan relative to the part that was read */
  data: Section;
  overscan: { start: number; end: number } | null;
}

/** Reads the box round data and overscan; the error itself when the HDU is missing or broken, for the note. */
async function readAmplifier(
  file: FitsFile,
  amplifier: AmplifierReadout,
): Promise<RawAmplifier | MalformedFileError | UnsupportedFormatError> {
  const { data, overscan, hdu } = amplifier;
  if (hdu === null) {
    const found = `no HDU of amplifier ${amplifier.name}`;
    return new MalformedFileError({ place: file.name, found, expected: "one HDU an amplifier" });
  }
  const x0 = Math.min(data.x0, overscan?.x0 ?? data.x0);
  const x1 = Math.max(data.x1, overscan?.x1 ?? data.x1);
  try {
    requireInside(file, hdu, { ...data, x0, x1 });
    const image = await readImage(file, hdu, { section: { x0, x1, y0: data.y0, y1: data.y1 } });
    return {
      image,
      data: { x0: data.x0 - x0, x1: data.x1 - x0, y0: 0, y1: data.y1 - data.y0 },
      overscan: overscan && { start: overscan.x0 - x0, end: overscan.x1 - x0 },
    };
  } catch (error) {
    if (error instanceof MalformedFileError || error instanceof UnsupportedFormatError) return error;
    throw error;
  }
}

function requireInside(file: FitsFile, hdu: number, box: Section): void {
  const shape = file.hdus[hdu]?.shape ?? [];
  const [width, height] = [shape.at(-1) ?? 0, shape.at(-2) ?? 0];
  if (box.x1 <= width && box.y1 <= height) return;
  throw new MalformedFileError({
    place: `HDU ${hdu} of ${file.name}`,
    found: `raw amplifier of ${width} x ${height} pixels`,
    expected: `at least ${box.x1} x ${box.y1}`,
  });
}

function leaveUndefined(amplifier: AmplifierReadout, canvas: DetectorCanvas): number {
  const [width, height] = [amplifier.data.x1 - amplifier.data.x0, amplifier.data.y1 - amplifier.data.y0];
  for (let y = 0; y < height; y++) {
    const row = (amplifier.y0 + y) * canvas.width + amplifier.x0;
    canvas.pixels.fill(NaN, row, row + width);
    canvas.bad.fill(1, row, row + width);
  }
  return width * height;
}

function placeAmplifier(
  raw: RawAmplifier,
  amplifier: AmplifierReadout,
  canvas: DetectorCanvas,
  options: AssemblyOptions,
  report: AssemblyReport,
): void {
  const { image, data, overscan } = raw;
  const levels =
    options.subtractOverscan && overscan
      ? rowMedians(image.pixels, image.width, overscan, { start: data.y0, end: data.y1 })
      : null;
  const gain = options.applyGain ? (amplifier.gain ?? 1) : 1;
  const saturation = amplifier.saturation ?? Number.POSITIVE_INFINITY;
  const [width, height] = [data.x1 - data.x0, data.y1 - data.y0];
  const step = amplifier.flipX ? -1 : 1;
  for (let y = 0; y < height; y++) {
    const level = levels ? levels[y]! : 0;
    const source = (data.y0 + y) * image.width + data.x0;
    const targetRow = amplifier.y0 + (amplifier.flipY ? height - 1 - y : y);
    let target = targetRow * canvas.width + amplifier.x0 + (amplifier.flipX ? width - 1 : 0);
    for (let x = 0; x < width; x++, target += step) {
      const value = image.pixels[source + x]!;
      const corrected = (value - level) * gain;
      canvas.pixels[target] = corrected;
      const isSaturated = value >= saturation;
      if (isSaturated) report.saturatedCount++;
      if (isSaturated || !Number.isFinite(corrected)) {
        canvas.bad[target] = 1;
        report.badCount++;
      }
    }
  }
  if (amplifier.saturation !== null) report.ratedCount += width * height;
}
