// TPV: a polynomial of degree 7 with odd radial terms on the plane of a TAN projection (registered FITS convention "TPV",
// https://fits.gsfc.nasa.gov/registry/tpvwcs.html), which SCAMP wrote under the name TAN until 2012.

import { MalformedFileError } from "@/lib/errors";
import type { CelestialAxes } from "./axes";
import type { WcsCards } from "./cards";
import { type Distortion, type Polynomial, zeroPolynomial } from "./polynomial";

const DEGREE = 7;
const MOST_INDEX = 39;
/** m of PVi_m that multiplies r, r^3, r^5, r^7. */
const RADIAL = [3, 11, 23, 39];
/** Powers of the axis' own and of the other coordinate for each m; null for a radial term. */
const POWERS = listPowers();

/** Whether PV cards of a TAN header are a distortion: TAN itself has none beyond PVi_4. Beside TAN-SIP they are leftovers. */
export function isLegacyTpv(cards: WcsCards, axes: CelestialAxes): boolean {
  const indices = [...cards.parameterIndices(axes.longitude), ...cards.parameterIndices(axes.latitude)];
  return axes.projection === "TAN" && !axes.isNamedSip && indices.some((m) => m >= 5);
}

/**
 * The distortion of the plane, longitude first, in degrees. PVi_1 defaults to 1 as the convention says (wcslib 7.12 takes 0).
 * @throws MalformedFileError for PVi_m beyond 39
 */
export function readTpv(cards: WcsCards, axes: CelestialAxes): Distortion {
  return { first: readAxis(cards, axes.longitude, false), second: readAxis(cards, axes.latitude, true) };
}

function readAxis(cards: WcsCards, axis: number, isLatitude: boolean): Polynomial {
  const beyond = cards.parameterIndices(axis).find((m) => m > MOST_INDEX);
  if (beyond !== undefined) {
    const found = `PV${axis}_${beyond}${cards.alternate} of a TPV projection`;
    throw new MalformedFileError({ place: cards.place, found, expected: `PV${axis}_0 to PV${axis}_${MOST_INDEX}` });
  }
  const polynomial = zeroPolynomial(DEGREE);
  const radial = RADIAL.map((m) => cards.indexed("PV", axis, m) ?? 0);
  for (const [m, powers] of POWERS.entries()) {
    if (powers === null) continue;
    const [p, q] = isLatitude ? powers.toReversed() : powers;
    polynomial.terms[p! * (DEGREE + 1) + q!] = cards.indexed("PV", axis, m) ?? (m === 1 ? 1 : 0);
  }
  return { ...polynomial, radial: radial.some((coefficient) => coefficient !== 0) ? radial : [] };
}

/** 1; x, y, r; xx, xy, yy; xxx ... yyy, r^3; ... */
function listPowers(): ([number, number] | null)[] {
  const powers: ([number, number] | null)[] = [];
  for (let degree = 0; degree <= DEGREE; degree++) {
    for (let q = 0; q <= degree; q++) powers.push([degree - q, q]);
    if (degree % 2 === 1) powers.push(null);
  }
  return powers;
}
