// Celestial world coordinates of an image: pixel -> (SIP) -> matrix -> (TPV) -> projection -> rotation, and back
// (Greisen & Calabretta 2002, A&A 395, 1061; Calabretta & Greisen 2002, A&A 395, 1077; FITS 4.0, 8).

import { InvalidParameterError, MalformedFileError, UnsupportedFormatError } from "@/lib/errors";
import type { Header } from "../header";
import { type CelestialAxes, findCelestialAxes } from "./axes";
import { type WcsCards, wcsCards } from "./cards";
import { type Converters, convertersOf, type Steps } from "./convert";
import { readLinearStep } from "./linear";
import { type Projection, projectionOf } from "./projection";
import { cosDeg, rotationOf, sinDeg } from "./rotation";
import { readSip } from "./sip";
import { isLegacyTpv, readTpv } from "./tpv";

export interface Wcs extends Converters {
  /** "ICRS", "FK5", "FK4", "Galactic", "Ecliptic" ...: RADESYS, else what EQUINOX and CTYPE say. */
  frame: string;
  /** EQUINOX in years; null where the header says nothing. */
  equinox: number | null;
  axes: CelestialAxes["names"];
  /** "TAN", "TPV" (also SCAMP's, that calls itself TAN), "TAN-SIP" where there are SIP polynomials ... */
  projection: string;
  /** 0-based axes of the image along which x and y run; others stand at their reference pixel. */
  pixelAxes: [number, number];
}

/** Distortions given as pixel tables (Paper IV draft) and other than polynomials by SIP or TPV. */
const OTHER_DISTORTION = /^(CPDIS|CQDIS|D2IMDIS)\d/;

/**
 * Reads the celestial coordinates that a header gives its pixels; compressed images carry the same keywords.
 * @param options `alternate`: one of the descriptions "A" to "Z" (FITS 4.0, 8.2.1), the primary when left out; `place`: how messages call it
 * @returns null where the header has no celestial axes
 * @throws MalformedFileError for celestial axes that cannot be right; UnsupportedFormatError for a projection or distortion we do not compute
 */
export function readWcs(header: Header, options: { alternate?: string; place?: string } = {}): Wcs | null {
  const alternate = (options.alternate ?? "").trim();
  const place = options.place ?? "celestial WCS";
  if (!/^[A-Z]?$/.test(alternate)) {
    throw new InvalidParameterError({ place, found: `alternate ${alternate}`, expected: "a letter A to Z" });
  }
  const cards = wcsCards(header, alternate, place);
  const axes = findCelestialAxes(cards);
  if (!axes) return null;
  const steps = readSteps(cards, axes);
  const name = steps.tpv ? "TPV" : axes.projection === "NCP" ? "SIN" : axes.projection;
  return {
    frame: axes.frame,
    equinox: axes.equinox,
    axes: axes.names,
    projection: steps.sip ? `${name}-SIP` : name,
    pixelAxes: steps.linear.pixelAxes,
    ...convertersOf(steps),
  };
}

function readSteps(cards: WcsCards, axes: CelestialAxes): Steps {
  const other = cards.header.cards.find(({ keyword }) => OTHER_DISTORTION.test(keyword));
  if (other) {
    const found = `distortion ${other.keyword} = ${String(other.value)}`;
    throw new UnsupportedFormatError({ place: cards.place, found, expected: "SIP or TPV" });
  }
  const linear = readLinearStep(cards, axes);
  const projection = projectionOf(cards, axes, linear.latitudeDeg);
  const tpv = axes.projection === "TPV" || isLegacyTpv(cards, axes) ? readTpv(cards, axes) : null;
  const sip = tpv ? null : readSip(cards);
  // beside a distortion PV cards are SCAMP's, not these (Shupe et al. 2012, SPIE 8451, 84511M, section 7)
  const native = (m: number) => (tpv || sip ? null : cards.indexed("PV", axes.longitude, m));
  const [phi0, theta0] = [native(1) ?? 0, native(2) ?? 90];
  const lonpole = native(3) ?? cards.number("LONPOLE");
  const latpole = native(4) ?? cards.number("LATPOLE");
  const { longitudeDeg: longitude, latitudeDeg: latitude } = linear;
  const rotation = rotationOf({ phi0, theta0, longitude, latitude, lonpole, latpole }, cards.place);
  const offset: Steps["offset"] = (native(0) ?? 0) === 0 ? [0, 0] : offsetOf(cards, projection, phi0, theta0);
  return { sip, linear, tpv, projection, offset, rotation };
}

/** Where the projection puts the reference point, when PVi_0 moves the plane's origin there (section 2.5). */
function offsetOf(cards: WcsCards, projection: Projection, phi0: number, theta0: number): [number, number] {
  const point = new Float64Array(2);
  const cosine = cosDeg(theta0);
  const isShown = projection.toPlane(cosine * cosDeg(phi0), cosine * sinDeg(phi0), sinDeg(theta0), point);
  if (isShown && point.every(Number.isFinite)) return [point[0]!, point[1]!];
  const found = `reference point at native (${phi0}, ${theta0})`;
  throw new MalformedFileError({ place: cards.place, found, expected: "a point that the projection shows" });
}
