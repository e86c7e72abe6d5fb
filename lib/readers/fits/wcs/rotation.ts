// From native spherical coordinates of a projection to celestial ones (Calabretta & Greisen 2002, A&A 395, 1077, section 2).
// Directions are unit vectors, so that nothing is lost near a pole: (cos lat cos lon, cos lat sin lon, sin lat).

import { MalformedFileError } from "@/lib/errors";

/** Rows of the matrix that turns native into celestial vectors; its transpose turns back. */
export type Rotation = [number, number, number, number, number, number, number, number, number];

/** Where the reference point lies on the native sphere, and how the two spheres are turned; degrees throughout. */
export interface Fiducial {
  /** Native coordinates of the reference point: 0, 90 for zenithal projections but for PVi_1 and PVi_2. */
  phi0: number;
  theta0: number;
  /** Celestial coordinates of the reference point. */
  longitude: number;
  latitude: number;
  /** LONPOLE and LATPOLE; null where the header says nothing. */
  lonpole: number | null;
  latpole: number | null;
}

/** Rounding of header values that are meant to be exact; degrees or pure. */
const TOLERANCE = 1e-10;
const RADIANS = Math.PI / 180;

/**
 * The rotation of equation 2, after the celestial pole is found by equations 8 to 10.
 * @throws MalformedFileError when no pole fits the header's angles
 */
export function rotationOf(fiducial: Fiducial, place: string): Rotation {
  const { phi0, theta0, latitude } = fiducial;
  if (Math.abs(theta0) > 90) {
    const found = `reference point at native latitude ${theta0} (PVi_2)`;
    throw new MalformedFileError({ place, found, expected: "-90 to 90" });
  }
  const isUnset = fiducial.lonpole === null || fiducial.lonpole === 999;
  const phiP = isUnset ? phi0 + (latitude < theta0 ? 180 : 0) : fiducial.lonpole!;
  const { longitudeP, latitudeP } =
    theta0 === 90
      ? { longitudeP: fiducial.longitude, latitudeP: latitude }
      : findPole(fiducial, phiP, fiducial.latpole ?? 90, place);
  const [sinA, cosA] = [sinDeg(longitudeP), cosDeg(longitudeP)];
  const [sinD, cosD] = [sinDeg(latitudeP), cosDeg(latitudeP)];
  const [sinP, cosP] = [sinDeg(phiP), cosDeg(phiP)];
  // native turned by -phiP about its pole, tilted by 90 deg - latitudeP, turned by longitudeP
  return [
    -cosA * sinD * cosP - sinA * sinP,
    -cosA * sinD * sinP + sinA * cosP,
    cosA * cosD,
    -sinA * sinD * cosP + cosA * sinP,
    -sinA * sinD * sinP - cosA * cosP,
    sinA * cosD,
    cosD * cosP,
    cosD * sinP,
    sinD,
  ];
}

/** Celestial coordinates of the native pole, for a reference point elsewhere; LATPOLE chooses where two fit (section 2.4). */
function findPole(
  fiducial: Fiducial,
  phiP: number,
  latpole: number,
  place: string,
): { longitudeP: number; latitudeP: number } {
  const { phi0, theta0, longitude, latitude } = fiducial;
  const latitudeP = nearestLatitude(fiducial, phiP, latpole, place);
  const cosines = cosDeg(latitudeP) * cosDeg(latitude);
  if (Math.abs(cosines) < TOLERANCE) {
    if (Math.abs(cosDeg(latitude)) < TOLERANCE) return { longitudeP: longitude, latitudeP };
    return { longitudeP: latitudeP > 0 ? longitude + phiP - phi0 - 180 : longitude - phiP + phi0, latitudeP };
  }
  const cosine = (sinDeg(theta0) - sinDeg(latitudeP) * sinDeg(latitude)) / cosines;
  const sine = (sinDeg(phiP - phi0) * cosDeg(theta0)) / cosDeg(latitude);
  return { longitudeP: longitude - Math.atan2(sine, cosine) / RADIANS, latitudeP };
}

/** Equation 8: of its two solutions the one nearest to LATPOLE; of two equally near ones the southern. */
function nearestLatitude(fiducial: Fiducial, phiP: number, latpole: number, place: string): number {
  const { phi0, theta0, latitude } = fiducial;
  const x = cosDeg(theta0) * cosDeg(phiP - phi0);
  const y = sinDeg(theta0);
  const z = Math.hypot(x, y);
  if (z < TOLERANCE) return latitudeOnEquator(latitude, latpole, place);
  const ratio = sinDeg(latitude) / z;
  if (Math.abs(ratio) > 1 + TOLERANCE) {
    const found = `reference point at latitude ${latitude}, native (${phi0}, ${theta0}), LONPOLE ${phiP}`;
    throw new MalformedFileError({ place, found, expected: "angles for which there is a celestial pole" });
  }
  const u = Math.atan2(y, x) / RADIANS;
  const v = Math.acos(Math.max(-1, Math.min(1, ratio))) / RADIANS;
  const [south, north] = [wrap(u - v), wrap(u + v)];
  const possible = [south, north].filter((one) => Math.abs(one) <= 90 + TOLERANCE);
  const chosen = possible.sort((a, b) => Math.abs(latpole - a) - Math.abs(latpole - b))[0];
  if (chosen !== undefined) return Math.max(-90, Math.min(90, chosen));
  const found = `celestial pole at ${south} or ${north} deg`;
  throw new MalformedFileError({ place, found, expected: "a latitude from -90 to 90" });
}

/** Equation 8 leaves the latitude of the pole open where native equator and pole lie so: LATPOLE alone says. */
function latitudeOnEquator(latitude: number, latpole: number, place: string): number {
  if (Math.abs(sinDeg(latitude)) < TOLERANCE) return Math.max(-90, Math.min(90, latpole));
  const found = `reference point at latitude ${latitude} on the native equator, 90 deg from LONPOLE`;
  throw new MalformedFileError({ place, found, expected: "latitude 0" });
}

/** To -180 to 180. */
function wrap(angle: number): number {
  return angle > 180 ? angle - 360 : angle < -180 ? angle + 360 : angle;
}

/** Exact at multiples of 90 degrees, so that poles stay poles. */
export function sinDeg(angle: number): number {
  const turn = angle % 360;
  if (turn % 90 !== 0) return Math.sin(turn * RADIANS);
  return [0, 1, 0, -1][(turn / 90 + 4) % 4]!;
}

/** As sinDeg. */
export function cosDeg(angle: number): number {
  const turn = angle % 360;
  if (turn % 90 !== 0) return Math.cos(turn * RADIANS);
  return [1, 0, -1, 0][(turn / 90 + 4) % 4]!;
}
