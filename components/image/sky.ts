// Sky coordinates of an image from the cards of its description, and how they are written.
import { isAnnulusError } from "@/lib/errors";
import type { ImageDescription } from "@/lib/images/description";
import { headerOf } from "@/lib/readers/fits/header";
import { readWcs, type Wcs } from "@/lib/readers/fits/wcs/read-wcs";

const known = new WeakMap<ImageDescription, Wcs | null>();

/** Celestial coordinates along x and y; null where there are none that can be computed (the description says why). */
export function skyOf(description: ImageDescription): Wcs | null {
  const before = known.get(description);
  if (before !== undefined) return before;
  const cards = description.wcs.map(({ keyword, value }) => ({ keyword, value, comment: "", text: "" }));
  let wcs: Wcs | null = null;
  try {
    wcs = cards.length > 0 && description.wcsProblem === null ? readWcs(headerOf(cards)) : null;
  } catch (error) {
    // the image is shown without them
    if (!isAnnulusError(error)) throw error;
  }
  if (wcs && (wcs.pixelAxes[0] !== 0 || wcs.pixelAxes[1] !== 1)) wcs = null;
  known.set(description, wcs);
  return wcs;
}

/** FK5 of 2000 lies within 0.03 arc seconds of ICRS: regions in one are drawn in the other. */
function isNearIcrs({ axes, frame, equinox }: Wcs): boolean {
  if (axes[0] !== "ra") return false;
  return frame === "ICRS" || (frame === "FK5" && (equinox === null || equinox === 2000));
}

/** Whether the same two numbers are the same place in both. */
export function areOneSky(one: Wcs, other: Wcs): boolean {
  if (isNearIcrs(one) && isNearIcrs(other)) return true;
  return one.axes[0] === other.axes[0] && one.frame === other.frame && one.equinox === other.equinox;
}

/** As skyOf, where its coordinates are those of regions and catalogues; null for Galactic ones, FK4 and other equinoxes. */
export function icrsOf(description: ImageDescription): Wcs | null {
  const wcs = skyOf(description);
  return wcs && isNearIcrs(wcs) ? wcs : null;
}

const TINY = 1e-9;

/** "10:02:29.630" of hours or "+02:12:00.00" of degrees, rounded before it is split: never 60 seconds. */
function sexagesimal(value: number, digits: number): string {
  const units = Math.round(Math.abs(value) * 3600 * 10 ** digits + TINY);
  const perMinute = 60 * 10 ** digits;
  const seconds = (units % perMinute) / 10 ** digits;
  const minutes = Math.floor(units / perMinute) % 60;
  const whole = Math.floor(units / (60 * perMinute));
  return (
    [whole, minutes].map((part) => String(part).padStart(2, "0")).join(":") +
    `:${seconds.toFixed(digits).padStart(digits + 3, "0")}`
  );
}

/** Right ascension as hours to a millisecond, "10:02:29.630". */
export function hoursText(raDeg: number): string {
  const hours = (((raDeg % 360) + 360) % 360) / 15;
  const text = sexagesimal(hours, 3);
  return text.startsWith("24:") ? "00:00:00.000" : text;
}

/** Declination as degrees to 0.01 arc seconds, "+02:12:00.00". */
export function degreesText(decDeg: number): string {
  return `${decDeg < 0 ? "−" : "+"}${sexagesimal(decDeg, 2)}`;
}
