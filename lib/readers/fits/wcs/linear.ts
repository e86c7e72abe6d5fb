// Pixel to intermediate world coordinates: CD, PC with CDELT, or CDELT with CROTA (Greisen & Calabretta 2002, A&A 395, 1061,
// sections 2.1 and 6.1; FITS 4.0, 8.1 and 8.2).

import { MalformedFileError } from "@/lib/errors";
import type { CelestialAxes } from "./axes";
import type { WcsCards } from "./cards";

export interface LinearStep {
  /** 0-based axes of the image that x and y run along: 0 and 1 but for images whose celestial axes lie elsewhere. */
  pixelAxes: [number, number];
  /** Reference pixel on them, 0-based. */
  x0: number;
  y0: number;
  /** Degrees by pixel: longitude's row xx, xy; latitude's row yx, yy. */
  matrix: [number, number, number, number];
  inverse: [number, number, number, number];
  /** Celestial coordinates of the reference point in degrees. */
  longitudeDeg: number;
  latitudeDeg: number;
}

/** Units of CUNITi in degrees; those of IRAF and AIPS, whole words, too. */
const DEGREES: Record<string, number> = {
  "": 1,
  DEG: 1,
  DEGREE: 1,
  DEGREES: 1,
  ARCMIN: 1 / 60,
  ARCSEC: 1 / 3600,
  MAS: 1 / 3_600_000,
  RAD: 180 / Math.PI,
};

/**
 * The linear step between the two celestial axes; other axes of the image stay at their reference pixel. PC wins over CD, both over CROTA.
 * @throws MalformedFileError for a matrix that cannot be inverted, an unknown unit, or a latitude beyond the poles
 */
export function readLinearStep(cards: WcsCards, axes: CelestialAxes): LinearStep {
  const first = Math.min(axes.longitude, axes.latitude);
  const second = Math.max(axes.longitude, axes.latitude);
  const units = { longitude: unitOf(cards, axes.longitude), latitude: unitOf(cards, axes.latitude) };
  const [xx, xy, yx, yy] = readMatrix(cards, axes, first, second);
  const matrix: LinearStep["matrix"] = [
    xx * units.longitude,
    xy * units.longitude,
    yx * units.latitude,
    yy * units.latitude,
  ];
  const latitudeDeg = (cards.number(`CRVAL${axes.latitude}`) ?? 0) * units.latitude;
  if (Math.abs(latitudeDeg) > 90 + 1e-10) {
    const found = `latitude of ${latitudeDeg} deg in CRVAL${axes.latitude}${cards.alternate}`;
    throw new MalformedFileError({ place: cards.place, found, expected: "at most 90" });
  }
  return {
    pixelAxes: [first - 1, second - 1],
    x0: (cards.number(`CRPIX${first}`) ?? 0) - 1,
    y0: (cards.number(`CRPIX${second}`) ?? 0) - 1,
    matrix,
    inverse: invert(cards, matrix),
    longitudeDeg: (cards.number(`CRVAL${axes.longitude}`) ?? 0) * units.longitude,
    latitudeDeg,
  };
}

function readMatrix(cards: WcsCards, axes: CelestialAxes, first: number, second: number): LinearStep["matrix"] {
  const { longitude, latitude } = axes;
  if (!hasMatrix(cards, "PC") && hasMatrix(cards, "CD")) {
    const at = (i: number, j: number) => cards.indexed("CD", i, j) ?? 0;
    return [at(longitude, first), at(longitude, second), at(latitude, first), at(latitude, second)];
  }
  const scaleLongitude = cards.number(`CDELT${longitude}`) ?? 1;
  const scaleLatitude = cards.number(`CDELT${latitude}`) ?? 1;
  const rotation = cards.alternate === "" ? cards.number(`CROTA${latitude}`) : null;
  if (!hasMatrix(cards, "PC") && rotation !== null) {
    const [own, other] = [Math.cos((rotation * Math.PI) / 180), Math.sin((rotation * Math.PI) / 180)];
    const byLongitude = [own * scaleLongitude, -other * scaleLatitude] as const;
    const byLatitude = [other * scaleLongitude, own * scaleLatitude] as const;
    return longitude === first
      ? [byLongitude[0], byLongitude[1], byLatitude[0], byLatitude[1]]
      : [byLongitude[1], byLongitude[0], byLatitude[1], byLatitude[0]];
  }
  const at = (i: number, j: number) => cards.indexed("PC", i, j) ?? (i === j ? 1 : 0);
  return [
    at(longitude, first) * scaleLongitude,
    at(longitude, second) * scaleLongitude,
    at(latitude, first) * scaleLatitude,
    at(latitude, second) * scaleLatitude,
  ];
}

function hasMatrix(cards: WcsCards, stem: "PC" | "CD"): boolean {
  const pattern = new RegExp(`^${stem}\\d{1,3}_\\d{1,3}${cards.alternate}$`);
  return cards.header.cards.some(({ keyword }) => pattern.test(keyword));
}

function invert(cards: WcsCards, [xx, xy, yx, yy]: LinearStep["matrix"]): LinearStep["matrix"] {
  const determinant = xx * yy - xy * yx;
  const inverse: LinearStep["matrix"] = [yy / determinant, -xy / determinant, -yx / determinant, xx / determinant];
  if (determinant !== 0 && inverse.every(Number.isFinite)) return inverse;
  const found = `pixel matrix ${xx}, ${xy}, ${yx}, ${yy}`;
  throw new MalformedFileError({ place: cards.place, found, expected: "a matrix that can be inverted" });
}

function unitOf(cards: WcsCards, axis: number): number {
  const word = cards.word(`CUNIT${axis}`);
  const degrees = Object.hasOwn(DEGREES, word) ? DEGREES[word] : undefined;
  if (degrees !== undefined) return degrees;
  const found = `CUNIT${axis}${cards.alternate} = ${word}`;
  throw new MalformedFileError({ place: cards.place, found, expected: "deg, arcmin, arcsec, mas or rad" });
}
