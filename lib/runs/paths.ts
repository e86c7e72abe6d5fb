// Where the products of a run lie under the data home. The folder dark_ring_wavelet_visit keeps the
// published layout (reference/dark-rings.md, 5.2), so that its users find what they know.

import path from "node:path";
import { environment } from "@/lib/environment";

export type TableName =
  | "detector_dark_ring_catalog"
  | "exposure_dark_ring_catalog"
  | "exposure_dark_ring_roundest"
  | "exposure_dark_ring_stats_manifest";

export type TableFileFormat = "parquet" | "ecsv" | "csv";

export const TABLE_FILE_FORMATS: readonly TableFileFormat[] = ["parquet", "ecsv", "csv"];

/** A header value as one part of a path: nothing that could climb out of the folder. */
function pathPart(text: string): string {
  const safe = text.replaceAll(/[^A-Za-z0-9._-]/g, "_").replace(/^\.+/, "_");
  return safe === "" ? "_" : safe;
}

/**
 * Folder of everything that one run wrote.
 *
 * @param runId id of the run
 * @returns absolute path under the data home
 */
export function runFolder(runId: number): string {
  return path.join(environment().dataHome, "runs", String(runId));
}

/**
 * Folder of one exposure's pictures, in the published layout: stats/ and roundest/ lie in it.
 *
 * @param runId id of the run
 * @param instrument as in the Exposure row
 * @param exposureId as in the Exposure row
 * @returns absolute path
 */
export function picturesFolder(runId: number, instrument: string, exposureId: bigint): string {
  return path.join(runFolder(runId), "dark_ring_wavelet_visit", pathPart(instrument), `exposure_${exposureId}`);
}

/**
 * One product table of one exposure (of one of its detectors for detector_dark_ring_catalog).
 *
 * @param runId id of the run
 * @param table published name of the table
 * @param subject instrument, exposure and, for the detector table, detector id
 * @param format file format, also the extension
 * @returns absolute path
 */
export function tablePath(
  runId: number,
  table: TableName,
  subject: { instrument: string; exposureId: bigint; detector?: number },
  format: TableFileFormat,
): string {
  const detector = subject.detector === undefined ? "" : `_det${subject.detector}`;
  const name = `${pathPart(subject.instrument)}_${subject.exposureId}${detector}.${format}`;
  return path.join(runFolder(runId), "tables", table, name);
}

/**
 * The float32 stamps of one exposure's selected rings (lib/dark-rings/stamp-pack).
 *
 * @param runId id of the run
 * @param instrument as in the Exposure row
 * @param exposureId as in the Exposure row
 * @returns absolute path
 */
export function stampPackPath(runId: number, instrument: string, exposureId: bigint): string {
  return path.join(runFolder(runId), "stamps", `${pathPart(instrument)}_${exposureId}.stamps`);
}

/**
 * The stamps of one detector, kept until the exposure's pack is made from them.
 *
 * @param runId id of the run
 * @param subject instrument, exposure and detector
 * @returns absolute path
 */
export function detectorStampsPath(
  runId: number,
  subject: { instrument: string; exposureId: bigint; detector: number },
): string {
  const folder = `${pathPart(subject.instrument)}_${subject.exposureId}`;
  return path.join(runFolder(runId), "parts", folder, `det${subject.detector}.stamps`);
}

/**
 * Name of one ring's picture, as published: rank_00000_det12_fp00034_g0.991.png.
 *
 * @param rank place in the exposure's order, from 0
 * @param detector detector id
 * @param footprintId id of the footprint on its detector
 * @param score gaussian_like_score
 * @returns file name without folder
 */
export function roundestFileName(rank: number, detector: number, footprintId: number, score: number): string {
  const digits = (value: number): string => String(value).padStart(5, "0");
  return `rank_${digits(rank)}_det${detector}_fp${digits(footprintId)}_g${score.toFixed(3)}.png`;
}

/**
 * An image that a run made.
 *
 * @param runId id of the run
 * @param subject instrument, exposure (of a combination its first) and detector; null: the whole focal plane
 * @param stage of processing
 * @returns absolute path: images/residual_dark/LSSTCam_2025061300222_R22_S11.fits
 */
export function imageProductPath(
  runId: number,
  subject: { instrument: string; exposureId: bigint; detectorName: string | null },
  stage: string,
): string {
  const detector = subject.detectorName === null ? "" : `_${pathPart(subject.detectorName)}`;
  const name = `${pathPart(subject.instrument)}_${subject.exposureId}${detector}.fits`;
  return path.join(runFolder(runId), "images", pathPart(stage), name);
}

/**
 * Binned statistics of one detector, kept until the exposure's mosaics are made from them.
 *
 * @param runId id of the run
 * @param subject instrument, exposure and detector
 * @returns absolute path
 */
export function detectorBlocksPath(
  runId: number,
  subject: { instrument: string; exposureId: bigint; detector: number },
): string {
  const folder = `${pathPart(subject.instrument)}_${subject.exposureId}`;
  return path.join(runFolder(runId), "parts", folder, `det${subject.detector}.blocks`);
}

/**
 * A path as rows hold it: it stays true when the data home moves.
 *
 * @param file absolute path under the data home
 * @returns relative to the data home, with forward slashes
 */
export function relativeToHome(file: string): string {
  return path.relative(environment().dataHome, file).replaceAll(path.sep, "/");
}

/**
 * The file of a path that a row holds.
 *
 * @param relative from relativeToHome
 * @returns absolute path
 */
export function underHome(relative: string): string {
  return path.join(environment().dataHome, relative);
}
