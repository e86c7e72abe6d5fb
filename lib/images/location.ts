// Where the pixels of an image come from: a file under a root, an HDU of it, and what is done to them on the way.

/** raw: assembled, nothing removed; post_isr: with the signature removed; null: as the file has them. */
export type Processing = "assemble" | "removeSignature" | null;

/** One detector (or the whole focal plane) of an exposure; null for a file that no survey claims. */
export interface ImageIdentity {
  instrument: string;
  exposureId: string;
  /** null: the whole focal plane */
  detector: number | null;
  detectorName: string | null;
  stage: string;
}

export interface ImageLocation {
  /** absolute folder of the mount, or the data home */
  root: string;
  /** relative to it, with forward slashes */
  path: string;
  /** text of the mount's rules */
  rules: string | null;
  hdu: number;
  /** indexes along the axes before the last two, slowest first */
  plane: readonly number[];
  processing: Processing;
  identity: ImageIdentity | null;
  /** detector pixels a pixel each way: more than 1 for a mosaic, which has a HDU for each statistic */
  bin: number;
}

/**
 * How a panel is headed.
 *
 * @param location of the image
 * @returns LSSTCam 2025061300222 R22_S11 post_isr, or path and HDU
 */
export function imageName({ identity, path, hdu, plane }: ImageLocation): string {
  if (identity === null) return `${path}[${[hdu, ...plane].join(",")}]`;
  const { instrument, exposureId, detector, detectorName, stage } = identity;
  const place = detectorName ?? (detector === null ? null : String(detector));
  return [instrument, exposureId, place, stage].filter((part) => part !== null).join(" ");
}
