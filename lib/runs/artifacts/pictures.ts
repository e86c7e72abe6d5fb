// The pictures of one exposure, in the published layout and under the published names.

import path from "node:path";
import { drawAreaVersusScore, drawMosaic, drawScoreHistogram, drawStamp } from "@/lib/plots";
import { picturesFolder, roundestFileName, runFolder } from "../paths";
import type { ManifestRow, RingOnDetector, TableSubject } from "./tables";
import { writeBeside } from "./write-beside";

/** A selected ring and its stamp; null where the stamp was not kept. */
export interface SelectedRing {
  ring: RingOnDetector;
  rank: number;
  stamp: Float32Array | null;
}

export interface PictureLimits {
  stampSize: number;
  mosaicMax: number;
  maxCutouts: number;
}

/**
 * Draw and write all pictures of an exposure.
 *
 * @param subject run and exposure
 * @param rings whole catalogue, for the plots
 * @param selected in the order of rank
 * @param limits of the number of pictures
 * @returns the manifest's rows: scatter, histogram, cutouts by rank, mosaic
 */
export async function writePictures(
  subject: TableSubject,
  rings: readonly RingOnDetector[],
  selected: readonly SelectedRing[],
  limits: PictureLimits,
): Promise<ManifestRow[]> {
  const folder = picturesFolder(subject.runId, subject.instrument, subject.exposureId);
  const write = (name: string, bytes: Uint8Array): string => {
    const file = path.join(folder, name);
    writeBeside(file, bytes);
    return path.relative(runFolder(subject.runId), file).replaceAll(path.sep, "/");
  };
  const of = (kind: ManifestRow["kind"], file: string): ManifestRow => ({
    kind,
    path: file,
    footprintId: -1,
    detector: -1,
  });
  const manifest = [
    of("scatter", write("stats/area_vs_gaussian_like.png", await drawAreaVersusScore(rings))),
    of("histogram", write("stats/gaussian_like_hist.png", await drawScoreHistogram(rings))),
  ];
  const size = limits.stampSize;
  for (const { ring, rank, stamp } of selected.slice(0, limits.maxCutouts)) {
    if (stamp === null) continue;
    const { detector, footprintId, gaussianLikeScore } = ring;
    const name = roundestFileName(rank, detector, footprintId, gaussianLikeScore ?? 0);
    const file = write(`roundest/${name}`, await drawStamp(stamp, size, size));
    manifest.push({ kind: "roundest_cutout", path: file, footprintId, detector });
  }
  const shown = selected.slice(0, limits.mosaicMax).flatMap(({ ring, rank, stamp }) => {
    const title = `#${rank} g=${(ring.gaussianLikeScore ?? 0).toFixed(3)}`;
    return stamp === null ? [] : [{ pixels: stamp, width: size, height: size, title }];
  });
  if (shown.length > 0)
    manifest.push(of("roundest_mosaic", write("stats/roundest_mosaic.png", await drawMosaic(shown))));
  return manifest;
}
