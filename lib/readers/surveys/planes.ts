// Planes that belong to an image and are none themselves: variance, mask, weight, sky ...

import type { FitsFile, Hdu } from "../fits";

const AUXILIARY =
  /^(VAR|VARIANCE|ERR|ERROR|STDEV|SIGMA|UNC|UNCERT|UNCERTAINTY|IVAR|INVVAR|MASK|DQ|DATA_?QUALITY|BPM|WHT|WEIGHT|EXP|EXPMAP|NEXP|COV|CTX|CON|SKY|SKYFIT|BKG|BACKGROUND|MODEL|PSF|PSFIMAGE|FLAT|OBJECTMASK|OBJMASK|DETMASK|MDF|THUMBNAIL)\d*$/i;

/** What a plane is, as EXTTYPE (LSST) or else EXTNAME tells. */
function planeName(hdu: Hdu): string {
  return (hdu.header.getText("EXTTYPE") ?? hdu.name ?? "").trim();
}

/**
 * True for a plane that goes with an image: variance, mask, weight, sky model, PSF.
 *
 * @param hdu an image HDU
 * @returns whether its EXTTYPE or EXTNAME says so
 */
export function isAuxiliaryPlane(hdu: Hdu): boolean {
  return AUXILIARY.test(planeName(hdu));
}

/** The planes of a persisted exposure: HDU indices, null where there is none. */
export interface ExposurePlanes {
  image: number;
  mask: number | null;
  variance: number | null;
}

/**
 * The image, mask and variance planes of an LSST persisted exposure. The mask has MP_ keywords: name and bit of each flag.
 *
 * @param file the file
 * @returns the planes; null for a file that has no image with a mask of named bits or a variance of LSST's kind beside it
 */
export function findExposurePlanes(file: FitsFile): ExposurePlanes | null {
  const planes = file.hdus.filter(({ type }) => type === "image");
  const typed = (type: string) => planes.find((hdu) => planeName(hdu).toUpperCase() === type)?.index ?? null;
  const mask = planes.find((hdu) => maskBits(hdu).size > 0)?.index ?? null;
  const variance = typed("VARIANCE");
  const named = typed("IMAGE");
  const image = named ?? planes.find((hdu) => hdu.index !== mask && hdu.index !== variance)?.index ?? null;
  if (image === null || (mask === null && (named === null || variance === null))) return null;
  return { image, mask, variance };
}

/**
 * The bits of a mask plane.
 *
 * @param hdu the mask's HDU
 * @returns SAT → 1 ... from its MP_ keywords
 */
export function maskBits(hdu: Hdu): Map<string, number> {
  const bits = new Map<string, number>();
  for (const { keyword, value } of hdu.header.cards) {
    const name = /^(?:HIERARCH )?MP_(\w+)$/i.exec(keyword)?.[1]?.toUpperCase();
    if (name && typeof value === "number" && Number.isInteger(value) && value >= 0 && value < 32) bits.set(name, value);
  }
  return bits;
}
