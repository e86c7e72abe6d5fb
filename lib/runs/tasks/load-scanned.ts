// Pixels of a mounted image, as it was scanned and no other.

import { statSync } from "node:fs";
import { FileUnreadableError, MalformedFileError } from "@/lib/errors";
import { openMountedFile } from "@/lib/files/byte-source";
import { resolveUnder } from "@/lib/files/resolve";
import { type DetectorPixels, type LoadOptions, loadDetector } from "@/lib/isr";
import { type FitsFile, openFits } from "@/lib/readers/fits";
import { parseSurveyRules, translateFile } from "@/lib/readers/surveys";
import { headerChecksumOf, imageChecksum } from "../scan/inspect-file";

/** Where a mounted image is, as its rows say. */
export interface ScannedImage {
  detectorName: string;
  productType: string;
  mountRoot: string;
  /** YAML of the mount for the generic reader */
  rules: string | null;
  path: string;
  hdu: number;
  /** as scanned: what is on the disk must still agree */
  checksum: string;
}

/** auto: the signature is removed from raw images only. */
export type ScannedLoadOptions = Omit<LoadOptions, "removeSignature"> & { removeSignature: boolean | "auto" };

/**
 * Loads a detector.
 *
 * @param image where it is
 * @param options as loadDetector
 * @returns pixels
 * @throws FileUnreadableError when the file is gone or is not the one that was scanned; MalformedFileError when it has no such image;
 *   what readers and lib/isr throw
 */
export async function loadScanned(image: ScannedImage, options: ScannedLoadOptions): Promise<DetectorPixels> {
  const source = await openMountedFile(image.mountRoot, image.path, { isBlocking: true });
  try {
    const file = await openFits(source);
    requireScannedFile(image, file);
    const rules = image.rules === null ? null : parseSurveyRules(image.rules);
    const { exposure, images } = translateFile(file, image.path, rules);
    const found = images.find(({ hdu }) => hdu === image.hdu);
    if (found === undefined) {
      const expected = `the image of detector ${image.detectorName}`;
      throw new MalformedFileError({ place: `${image.path}, HDU ${image.hdu}`, found: "no image", expected });
    }
    const { removeSignature } = options;
    const isRemoved = removeSignature === "auto" ? image.productType === "raw" : removeSignature;
    const pixels = await loadDetector(file, found, exposure, { ...options, removeSignature: isRemoved });
    // read to the end, and still the same: what was measured is what was scanned
    requireScannedFile(image, file);
    return pixels;
  } finally {
    await source.close();
  }
}

function requireScannedFile(image: ScannedImage, file: FitsFile): void {
  const information = statSync(resolveUnder(image.mountRoot, image.path));
  const found = { bytes: information.size, modifiedAt: information.mtime };
  if (imageChecksum(found, headerChecksumOf(file)) === image.checksum) return;
  throw new FileUnreadableError({
    place: image.path,
    found: `changed since it was scanned (now ${found.bytes} bytes of ${found.modifiedAt.toISOString()})`,
    expected: "the file as it was scanned; scan its mount and ask again",
  });
}
