// Which cards of a file's headers give an image its sky coordinates, and whether they make any.

import { isAnnulusError } from "../errors";
import { type FitsFile, type Header, inheritedHeader, readWcs } from "../readers/fits";
import type { ImageDescription } from "./description";

/** Keywords that lib/readers/fits/wcs looks at, of the primary description (FITS 4.0, 8; SIP; TPV; SCAMP's PV). */
const CELESTIAL =
  /^(WCSAXES|(CTYPE|CRVAL|CRPIX|CDELT|CUNIT|CROTA)\d{1,3}|(CD|PC|PV|PS)\d{1,3}_\d{1,3}|LONPOLE|LATPOLE|RADESYS|RADECSYS|EQUINOX|EPOCH|(A|B|AP|BP)_(ORDER|\d_\d)|(CPDIS|CQDIS|D2IMDIS)\d)$/;

export type WcsFacts = Pick<ImageDescription, "wcs" | "wcsProblem">;

/**
 * Celestial cards of an image: of its own header (with what it inherits), or else of a primary header without data.
 *
 * @param file its headers
 * @param hdu index of the image
 * @param place how messages call it
 * @returns cards, and what is wrong with them: never a failure
 */
export function readWcsCards(file: FitsFile, hdu: number, place: string): WcsFacts {
  const own = inheritedHeader(file, hdu);
  const primary = file.hdus[0];
  const isPrimaryAsked = !isCelestial(own) && hdu > 0 && primary?.type === "empty" && isCelestial(primary.header);
  const header = isPrimaryAsked ? primary.header : own;
  if (!isCelestial(header)) return { wcs: [], wcsProblem: namelessAxes(header, place) };
  const wcs = header.cards
    .filter(({ keyword }) => CELESTIAL.test(keyword))
    .map(({ keyword, value }) => ({ keyword, value }));
  return { wcs, wcsProblem: problemOf(header, place) };
}

function isCelestial(header: Header): boolean {
  return header.cards.some(({ keyword }) => /^CTYPE\d{1,3}$/.test(keyword));
}

/** A reference value alone does not say of what. */
function namelessAxes(header: Header, place: string): string | null {
  const hasReference = header.getNumber("CRVAL1") !== null && header.getNumber("CRVAL2") !== null;
  return hasReference ? `${place}: CRVAL without CTYPE, expected CTYPE = RA---TAN or another` : null;
}

/** Headers of all kinds come here: coordinates that cannot be computed leave an image without them. */
function problemOf(header: Header, place: string): string | null {
  try {
    const wcs = readWcs(header, { place });
    if (!wcs) return null;
    const [x = 0, y = 0] = [header.getNumber("CRPIX1"), header.getNumber("CRPIX2")].map((value) => (value ?? 1) - 1);
    const sky = wcs.pixelToWorld(x, y);
    return sky && Number.isFinite(sky.lonDeg) && Number.isFinite(sky.latDeg)
      ? null
      : `${place}: no sky coordinates at the reference pixel, expected some`;
  } catch (error) {
    if (isAnnulusError(error)) return error.message;
    throw error;
  }
}
