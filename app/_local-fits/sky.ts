import { isAnnulusError } from "@/lib/errors";
import { type Header, readWcs, type Wcs } from "@/lib/readers/fits";

const known = new WeakMap<Header, Wcs | null>();

/** Celestial coordinates along x and y; null where there are none that we can compute. */
function wcsOf(header: Header): Wcs | null {
  const before = known.get(header);
  if (before !== undefined) return before;
  let wcs: Wcs | null = null;
  try {
    wcs = readWcs(header);
  } catch (error) {
    // the image is shown without them; what is wrong with its WCS is not what one looks for here
    if (!isAnnulusError(error)) throw error;
  }
  if (wcs && (wcs.pixelAxes[0] !== 0 || wcs.pixelAxes[1] !== 1)) wcs = null;
  known.set(header, wcs);
  return wcs;
}

/** "ra 150.123457° dec 2.200000° ICRS" of the middle of a pixel; null without a celestial WCS, or off its sphere. */
export function skyText(header: Header, x: number, y: number): string | null {
  const wcs = wcsOf(header);
  const at = wcs?.pixelToWorld(x, y);
  if (!wcs || !at) return null;
  const [longitude, latitude] = wcs.axes;
  return `${longitude} ${at.lonDeg.toFixed(6)}° ${latitude} ${at.latDeg.toFixed(6)}° ${wcs.frame}`;
}
