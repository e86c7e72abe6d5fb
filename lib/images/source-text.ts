// The text that names an image in addresses and in the API:
//   LSSTCam/2025061300222/R22_S11                 the detector's best stage
//   LSSTCam/2025061300222/R22_S11@residual_dark   a stage; @residual_dark:41 the one that run 41 made
//   LSSTCam/2025061300222@mosaic8                 the focal plane of an exposure
//   file:123[2]                                   HDU 2 of a mounted file; [2,0,5] a plane of a cube, slowest axis first

import { InvalidParameterError } from "../errors";

/** One detector of one exposure, or (detector null) its focal plane. */
export interface ExposureSource {
  kind: "exposure";
  instrument: string;
  exposureId: string;
  /** name in the camera, or null for a mosaic */
  detector: string | null;
  /** raw, post_isr, residual_bias … mosaic8; null: the best that is there */
  stage: string | null;
  /** whose product; null: the newest that has it */
  runId: number | null;
}

/** One image HDU of one mounted file. */
export interface FileSource {
  kind: "file";
  fileId: string;
  hdu: number;
  /** indexes along the axes before the last two */
  plane: number[];
}

export type SourceName = ExposureSource | FileSource;

const EXPOSURE =
  /^(?<instrument>[^/@]+)\/(?<exposure>\d{1,19})(?:\/(?<detector>[^/@]+))?(?:@(?<stage>[a-z][a-z0-9_]*)(?::(?<run>\d{1,9}))?)?$/;
const FILE = /^file:(?<file>\d{1,19})\[(?<hdu>\d{1,5})(?<plane>(?:,\d{1,9})*)\]$/;

/**
 * Reads the name of an image.
 *
 * @param text as in the address
 * @returns its parts
 * @throws InvalidParameterError for a text of neither form
 */
export function parseSource(text: string): SourceName {
  const file = FILE.exec(text)?.groups;
  if (file) {
    const plane = (file.plane ?? "").split(",").filter(Boolean).map(Number);
    return { kind: "file", fileId: file.file ?? "", hdu: Number(file.hdu), plane };
  }
  const exposure = EXPOSURE.exec(text)?.groups;
  if (exposure) {
    return {
      kind: "exposure",
      instrument: exposure.instrument ?? "",
      exposureId: exposure.exposure ?? "",
      detector: exposure.detector ?? null,
      stage: exposure.stage ?? null,
      runId: exposure.run === undefined ? null : Number(exposure.run),
    };
  }
  throw new InvalidParameterError({
    place: "image",
    found: JSON.stringify(text),
    expected: "instrument/exposure/detector@stage, instrument/exposure@mosaic8 or file:id[hdu]",
  });
}

/**
 * The text of a name; parseSource reads it back.
 *
 * @param source parts
 * @returns text for an address
 */
export function sourceText(source: SourceName): string {
  if (source.kind === "file") return `file:${source.fileId}[${[source.hdu, ...source.plane].join(",")}]`;
  const detector = source.detector === null ? "" : `/${source.detector}`;
  const run = source.runId === null ? "" : `:${source.runId}`;
  const stage = source.stage === null ? "" : `@${source.stage}${run}`;
  return `${source.instrument}/${source.exposureId}${detector}${stage}`;
}
