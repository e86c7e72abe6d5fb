// The pictures of one exposure, in the published layout and under the published names.

import path from "node:path";
import { roundHalfToEven } from "@/lib/dark-rings";
import { STAMP_SIZE } from "@/lib/dark-rings/stamp-pack";
import {
  drawAreaVersusScore,
  drawMosaic,
  drawScoreHistogram,
  drawStamp,
  type StampToDraw,
  stampTitle,
} from "@/lib/plots";
import { picturesFolder, roundestFileName, runFolder } from "../paths";
import type { ManifestRow, RingOnDetector, TableSubject } from "./tables";
import { writeBeside } from "./write-beside";

/** A selected ring and its stamp; null where the stamp was not kept. */
export interface SelectedRing {
  ring: RingOnDetector;
  rank: number;
  stamp: Float32Array | null;
}

export interface PictureSettings {
  mosaicMax: number;
  maxCutouts: number;
  minGaussianLike: number;
  referenceDiameterPixels: number | null;
}

/**
 * Draw and write all pictures of an exposure.
 *
 * @param subject run and exposure
 * @param rings whole catalogue, for the plots
 * @param selected in the order of rank
 * @param settings limits of the number of pictures, and marks in the plots
 * @returns the manifest's rows: scatter, histogram, cutouts by rank, mosaic
 */
export async function writePictures(
  subject: TableSubject,
  rings: readonly RingOnDetector[],
  selected: readonly SelectedRing[],
  settings: PictureSettings,
): Promise<ManifestRow[]> {
  const write = writerOf(subject);
  const title = `${subject.instrument} exposure ${subject.exposureId}, run ${subject.runId}`;
  const { minGaussianLike: selectedFromScore, referenceDiameterPixels } = settings;
  const scatter = await drawAreaVersusScore([...rings], { title, referenceDiameterPixels });
  const histogram = await drawScoreHistogram([...rings], { title, selectedFromScore });
  const manifest = [
    ofExposure("scatter", write("stats/area_vs_gaussian_like.png", scatter)),
    ofExposure("histogram", write("stats/gaussian_like_hist.png", histogram)),
  ];
  for (const { ring, rank, stamp } of selected.slice(0, settings.maxCutouts)) {
    if (stamp === null) continue;
    const { detector, footprintId, gaussianLikeScore } = ring;
    const { pixels, width, height } = cutBoundingBox(ring, stamp);
    const name = roundestFileName(rank, detector, footprintId, gaussianLikeScore ?? 0);
    const file = write(`roundest/${name}`, await drawStamp(pixels, width, height));
    manifest.push({ kind: "roundest_cutout", path: file, footprintId, detector });
  }
  const shown = selected.slice(0, settings.mosaicMax).flatMap(({ ring, rank, stamp }) => {
    if (stamp === null) return [];
    return [{ ...cutBoundingBox(ring, stamp), title: stampTitle(rank, ring.gaussianLikeScore) }];
  });
  const mosaic = await drawMosaic(shown, { title, selectedCount: selected.length });
  manifest.push(ofExposure("roundest_mosaic", write("stats/roundest_mosaic.png", mosaic)));
  return manifest;
}

/** Writes into the exposure's folder and gives the path below the run's folder. */
function writerOf(subject: TableSubject): (name: string, bytes: Uint8Array) => string {
  const folder = picturesFolder(subject.runId, subject.instrument, subject.exposureId);
  return (name, bytes) => {
    const file = path.join(folder, name);
    writeBeside(file, bytes);
    return path.relative(runFolder(subject.runId), file).replaceAll(path.sep, "/");
  };
}

function ofExposure(kind: ManifestRow["kind"], file: string): ManifestRow {
  return { kind, path: file, footprintId: -1, detector: -1 };
}

/**
 * The footprint's bounding box, both ends included (the published pictures lose the last row and column), as far
 * as it lies in the stamp.
 *
 * @param ring its box and centre in the detector's frame
 * @param stamp STAMP_SIZE squared pixels about that centre
 * @returns the pixels of the box
 */
export function cutBoundingBox(ring: RingOnDetector, stamp: Float32Array): StampToDraw {
  const left = roundHalfToEven(ring.centerX) - STAMP_SIZE / 2;
  const bottom = roundHalfToEven(ring.centerY) - STAMP_SIZE / 2;
  const inside = (value: number): number => Math.min(STAMP_SIZE - 1, Math.max(0, value));
  const [x0, x1] = [inside(ring.x0 - left), inside(ring.x1 - left)];
  const [y0, y1] = [inside(ring.y0 - bottom), inside(ring.y1 - bottom)];
  const width = x1 - x0 + 1;
  const height = y1 - y0 + 1;
  const pixels = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    const start = (y0 + y) * STAMP_SIZE + x0;
    pixels.set(stamp.subarray(start, start + width), y * width);
  }
  return { pixels, width, height };
}
