// The task of one detector, as a compute thread does it: open, check that it is the file that was scanned,
// remove the signature, detect, measure, write tables and stamps. Rows are the caller's.

import {
  cutStamp,
  type DarkRing,
  type DarkRingMeasurement,
  findDarkRings,
  parseDarkRingConfiguration,
  roundHalfToEven,
} from "@/lib/dark-rings";
import { encodeStampPack, STAMP_SIZE } from "@/lib/dark-rings/stamp-pack";
import type { Kernels } from "@/lib/kernels";
import { writeDetectorTables } from "../artifacts/tables";
import { writeBeside } from "../artifacts/write-beside";
import { detectorStampsPath } from "../paths";
import { parseFindSettings, splitFindSettings } from "./definitions";
import { loadScanned, type ScannedImage } from "./load-scanned";
import { requireMeasurable } from "./require-measurable";

/** What the rows say of the image, and what to do with it. */
export interface FindRequest extends ScannedImage {
  runId: number;
  codeVersion: string;
  configuration: Record<string, unknown>;
  instrument: string;
  exposureId: bigint;
  detector: number;
}

export interface FindResult {
  mode: "annulus" | "reference";
  rings: DarkRing[];
  statistics: DarkRingMeasurement["statistics"];
  saturatedFraction: number | null;
  /** unit of the pixels: electron, adu ... */
  unit: string;
  notes: string[];
}

/**
 * Measure one detector.
 *
 * @param request what to measure
 * @param kernels of this thread
 * @returns rings and statistics
 * @throws FileUnreadableError when the file is gone or is not the one that was scanned; MalformedFileError when it
 *   breaks the standard or holds no finite pixel; UnsupportedFormatError when it is too small; what readers, lib/isr and lib/dark-rings throw
 */
export async function findOnDetector(request: FindRequest, kernels: Kernels): Promise<FindResult> {
  const settings = parseFindSettings(request.configuration);
  const detection = parseDarkRingConfiguration(splitFindSettings(request.configuration).detection);
  const pixels = await loadScanned(request, { removeSignature: settings.removeSignature });
  requireMeasurable(`${request.path}, HDU ${request.hdu}`, pixels);
  const { width, height, bad, amplifiers } = pixels;
  const image = { width, height, pixels: pixels.pixels, bad, amplifiers: amplifiers.length > 0 ? amplifiers : null };
  const measurement = findDarkRings(image, detection, kernels);
  const kept = ringsWithStamps(measurement.rings, settings.stampsPerDetector);
  writeStamps(request, image, kept);
  writeDetectorTables(request, measurement.rings);
  const notes = [...pixels.notes, ...measurement.notes];
  if (kept.length < measurement.rings.length) {
    notes.push(`stamps of ${kept.length} of ${measurement.rings.length} rings kept (stampsPerDetector)`);
  }
  const { rings, statistics } = measurement;
  return {
    mode: detection.mode,
    rings,
    statistics,
    saturatedFraction: pixels.saturatedFraction,
    unit: pixels.unit,
    notes,
  };
}

/** The best rings, by the better of their scores; then in the order of the catalogue. */
function ringsWithStamps(rings: readonly DarkRing[], limit: number): DarkRing[] {
  if (rings.length <= limit) return [...rings];
  const best = (ring: DarkRing): number => Math.max(ring.gaussianLikeScore ?? -1, ring.ringScore ?? -1);
  const chosen = [...rings].sort((a, b) => best(b) - best(a) || a.footprintId - b.footprintId).slice(0, limit);
  return chosen.sort((a, b) => a.footprintId - b.footprintId);
}

function writeStamps(
  request: FindRequest,
  image: {
    width: number;
    height: number;
    pixels: Float32Array;
    bad: Uint8Array | null;
    amplifiers: null | [] | object;
  },
  rings: readonly DarkRing[],
): void {
  const corner = (centre: number): number => roundHalfToEven(centre) - STAMP_SIZE / 2;
  const entries = rings.map(({ footprintId, centerX, centerY }) => {
    const { detector } = request;
    return { detector, footprintId, centerX, centerY, x0: corner(centerX), y0: corner(centerY) };
  });
  const stamps = rings.map(({ centerX, centerY }) => cutStamp(image, centerX, centerY, STAMP_SIZE));
  writeBeside(detectorStampsPath(request.runId, request), encodeStampPack(entries, stamps, STAMP_SIZE));
}
