// Which of two sets of places belong together: mutual nearest neighbours, and one-to-one with the nearest pair of all first.

import { InvalidParameterError } from "@/lib/errors";
import { PointGrid, type Points } from "./point-grid";

/** A pair of rows of two sets. */
export interface Pair {
  a: number;
  b: number;
  /** in the unit of the places */
  separation: number;
}

/** More pairs within the radius than this, and the radius is no match radius. */
const MOST_PAIRS = 20_000_000;

/**
 * Pairs of which each is the nearest to the other. Of equally near ones the lowest index counts.
 *
 * @param a places of one set
 * @param b places of the other
 * @param radius largest separation, included
 * @returns pairs in the order of a
 */
export function matchMutualNearest(a: Points, b: Points, radius: number): Pair[] {
  const gridOfA = new PointGrid(a, radius);
  const gridOfB = new PointGrid(b, radius);
  const pairs: Pair[] = [];
  const backOf = new Map<number, number>();
  for (let i = 0; i < a.x.length; i++) {
    const found = gridOfB.nearest(a.x[i]!, a.y[i]!);
    if (found === null) continue;
    // asked once for each of b, however many of a crowd about it
    const back = backOf.get(found.index) ?? gridOfA.nearest(b.x[found.index]!, b.y[found.index]!)?.index;
    if (back !== undefined) backOf.set(found.index, back);
    if (back === i) pairs.push({ a: i, b: found.index, separation: found.separation });
  }
  return pairs;
}

/**
 * Every pair within the radius, nearest first; of equally near ones in the order of a, then of b.
 *
 * @param a places of one set
 * @param b places of the other
 * @param radius largest separation, included
 * @returns all pairs
 * @throws InvalidParameterError for a radius within which there are more than 20 million pairs
 */
export function listPairs(a: Points, b: Points, radius: number): Pair[] {
  const grid = new PointGrid(b, radius);
  const pairs: Pair[] = [];
  for (let i = 0; i < a.x.length; i++) {
    grid.around(a.x[i]!, a.y[i]!, (index, separation) => {
      pairs.push({ a: i, b: index, separation });
      return true;
    });
    if (pairs.length > MOST_PAIRS) {
      const found = `more than ${MOST_PAIRS} pairs within ${radius}`;
      throw new InvalidParameterError({ place: "match radius", found, expected: "a radius of few neighbours" });
    }
  }
  return pairs.sort((one, other) => one.separation - other.separation || one.a - other.a || one.b - other.b);
}

/**
 * One-to-one pairs: the nearest pair of all first, then the nearest among what is left, and so on.
 *
 * @param pairs as listPairs gives them, nearest first
 * @returns the pairs kept, nearest first: no row of either set twice
 */
export function keepOneToOne(pairs: readonly Pair[]): Pair[] {
  const takenA = new Set<number>();
  const takenB = new Set<number>();
  return pairs.filter(({ a, b }) => {
    if (takenA.has(a) || takenB.has(b)) return false;
    takenA.add(a);
    takenB.add(b);
    return true;
  });
}
