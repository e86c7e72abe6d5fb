// A plane of a local file as the viewer takes an image.
import { type ImageDescription, levelCount } from "@/lib/images/description";
import { readWcsCards } from "@/lib/images/wcs-cards";
import type { FitsFile } from "@/lib/readers/fits";
import type { Plane } from "./plane";
import { planesOf } from "./planes";

/** What is known of a plane that was read. */
export function describePlane(file: FitsFile, hdu: number, index: number, plane: Plane): ImageDescription {
  const { width, height, unit, sample } = plane;
  const { count } = planesOf(file.hdus[hdu]?.shape ?? []);
  return {
    key: `local ${hdu}/${index}`,
    name: count > 1 ? `HDU ${hdu} plane ${index}` : `HDU ${hdu}`,
    width,
    height,
    unit,
    levels: levelCount(width, height),
    bin: 1,
    sample: [...sample],
    ...readWcsCards(file, hdu, `HDU ${hdu} of ${file.name}`),
    amplifiers: [],
    detectors: [],
    detectorStage: null,
    focalPlane: null,
    maskPlanes: [],
    isSigned: false,
    notes: [],
  };
}
