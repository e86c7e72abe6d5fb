// SIP: polynomials in pixels about the reference pixel (Shupe et al. 2005, ADASS XIV, ASP Conf. Ser. 347, 491).

import { MalformedFileError } from "@/lib/errors";
import type { WcsCards } from "./cards";
import { type Distortion, type Polynomial, zeroPolynomial } from "./polynomial";

/** The convention's own bound. */
const MOST_ORDER = 9;

/**
 * The distortion u + A(u, v), v + B(u, v), or null without A_ORDER and B_ORDER above 1. As in astropy the coefficients count
 * whether CTYPE ends in -SIP or not. AP and BP, a fit of the inverse good to some tenth of a pixel, are not used: the inverse is found by iteration.
 * @throws MalformedFileError for A without B, or an order that SIP does not have
 */
export function readSip(cards: WcsCards): Distortion | null {
  const [orderA, orderB] = [orderOf(cards, "A"), orderOf(cards, "B")];
  if ((orderA ?? 0) <= 1 && (orderB ?? 0) <= 1) return null;
  if (orderA === null || orderB === null) {
    const found = orderA === null ? "B_ORDER without A_ORDER" : "A_ORDER without B_ORDER";
    throw new MalformedFileError({ place: cards.place, found, expected: "both" });
  }
  const first = readTerms(cards, "A", orderA);
  const second = readTerms(cards, "B", orderB);
  first.terms[first.degree + 1]! += 1;
  second.terms[1]! += 1;
  return { first, second };
}

/** SIP keywords carry no letter of an alternate: they belong to the pixels. */
function numberOf(cards: WcsCards, keyword: string): number | null {
  const value = cards.header.get(keyword);
  if (value === undefined || value === null) return null;
  const number = cards.header.getNumber(keyword);
  if (number !== null) return number;
  throw new MalformedFileError({ place: cards.place, found: `${keyword} = ${String(value)}`, expected: "a number" });
}

function orderOf(cards: WcsCards, letter: "A" | "B"): number | null {
  const order = numberOf(cards, `${letter}_ORDER`);
  if (order === null || (Number.isInteger(order) && order >= 0 && order <= MOST_ORDER)) return order;
  const expected = `an integer from 0 to ${MOST_ORDER}`;
  throw new MalformedFileError({ place: cards.place, found: `${letter}_ORDER = ${order}`, expected });
}

function readTerms(cards: WcsCards, letter: "A" | "B", order: number): Polynomial {
  const polynomial = zeroPolynomial(Math.max(1, order));
  for (let p = 0; p <= order; p++) {
    for (let q = 0; q <= order - p; q++) {
      polynomial.terms[p * (polynomial.degree + 1) + q] = numberOf(cards, `${letter}_${p}_${q}`) ?? 0;
    }
  }
  return polynomial;
}
