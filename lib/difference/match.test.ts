import { describe, expect, it } from "vitest";
import { keepOneToOne, listPairs, matchMutualNearest } from "./match";
import { type Points, pointsOf } from "./point-grid";

/** Seeded places; coordinates on a coarse raster, so that equal separations occur. */
function scatter(count: number, seed: number, size: number): Points {
  let state = seed;
  const next = () => {
    state = (1664525 * state + 1013904223) % 2 ** 32;
    return Math.round((state / 2 ** 32) * size * 4) / 4;
  };
  return pointsOf(Array.from({ length: count }, () => ({ x: next(), y: next() })));
}

const separationOf = (a: Points, i: number, b: Points, j: number) =>
  Math.sqrt((a.x[i]! - b.x[j]!) ** 2 + (a.y[i]! - b.y[j]!) ** 2);

/** The slow, obvious twin: every pair of all. */
function allPairs(a: Points, b: Points, radius: number) {
  const pairs = [];
  for (let i = 0; i < a.x.length; i++) {
    for (let j = 0; j < b.x.length; j++) {
      const separation = separationOf(a, i, b, j);
      if (separation <= radius) pairs.push({ a: i, b: j, separation });
    }
  }
  return pairs.sort((p, q) => p.separation - q.separation || p.a - q.a || p.b - q.b);
}

/** The nearest pair of all is taken, both are crossed out, and all is looked at again. */
function slowOneToOne(a: Points, b: Points, radius: number) {
  let left = allPairs(a, b, radius);
  const kept = [];
  while (left[0] !== undefined) {
    const taken = left[0];
    kept.push(taken);
    left = left.filter((pair) => pair.a !== taken.a && pair.b !== taken.b);
  }
  return kept;
}

describe("matching", () => {
  it("pairs what is nearest to each other, and nothing else", () => {
    const a = pointsOf([
      { x: 10, y: 10 },
      { x: 12, y: 10 },
      { x: 50, y: 50 },
    ]);
    const b = pointsOf([
      { x: 12.4, y: 10 },
      { x: 30, y: 30 },
    ]);
    expect(matchMutualNearest(a, b, 4)).toEqual([{ a: 1, b: 0, separation: expect.closeTo(0.4, 12) }]);
  });

  it("gives the second nearest a partner that the nearest left over, unlike mutual neighbours", () => {
    const a = pointsOf([
      { x: 0, y: 0 },
      { x: 2, y: 0 },
    ]);
    const b = pointsOf([
      { x: 1.5, y: 0 },
      { x: -3, y: 0 },
    ]);
    expect(keepOneToOne(listPairs(a, b, 4)).map((pair) => [pair.a, pair.b])).toEqual([
      [1, 0],
      [0, 1],
    ]);
    expect(matchMutualNearest(a, b, 4)).toHaveLength(1);
  });

  it("includes the radius itself", () => {
    const pairs = listPairs(
      pointsOf([{ x: 0, y: 0 }]),
      pointsOf([
        { x: 4, y: 0 },
        { x: 0, y: 4.000001 },
      ]),
      4,
    );
    expect(pairs.map(({ b }) => b)).toEqual([0]);
  });

  it.each([
    [300, 280, 60, 4],
    [500, 500, 150, 1],
    [40, 400, 12, 2.5],
  ])("agrees with the slow twin: %i and %i places within %i px, radius %f", (countA, countB, size, radius) => {
    const a = scatter(countA, 12345, size);
    const b = scatter(countB, 54321, size);
    const pairs = listPairs(a, b, radius);
    expect(pairs).toEqual(allPairs(a, b, radius));
    const kept = keepOneToOne(pairs);
    expect(kept).toEqual(slowOneToOne(a, b, radius));
    expect(kept.length).toBeGreaterThan(10);
    expect(new Set(kept.map((pair) => pair.a)).size).toBe(kept.length);
    expect(new Set(kept.map((pair) => pair.b)).size).toBe(kept.length);
    for (const { a: i, b: j, separation } of matchMutualNearest(a, b, radius)) {
      for (let k = 0; k < countB; k++) expect(separationOf(a, i, b, k)).toBeGreaterThanOrEqual(separation);
      for (let k = 0; k < countA; k++) expect(separationOf(a, k, b, j)).toBeGreaterThanOrEqual(separation);
    }
  });

  it("passes over places that are nowhere", () => {
    const lost = pointsOf([
      { x: Number.NaN, y: 1 },
      { x: Infinity, y: 1 },
      { x: 1e300, y: -1e300 },
      { x: 5, y: 5 },
    ]);
    expect(listPairs(lost, lost, 4)).toEqual([{ a: 3, b: 3, separation: 0 }]);
    expect(matchMutualNearest(lost, pointsOf([]), 4)).toEqual([]);
  });

  it("bears all places on one line, and one place many times", () => {
    const line = pointsOf(Array.from({ length: 500 }, (_, i) => ({ x: i * 1000, y: 7 })));
    expect(matchMutualNearest(line, line, 1)).toHaveLength(500);
    const same = pointsOf(Array.from({ length: 50 }, () => ({ x: 3, y: 3 })));
    expect(matchMutualNearest(same, same, 1)).toEqual([{ a: 0, b: 0, separation: 0 }]);
    expect(keepOneToOne(listPairs(same, same, 1)).map((pair) => [pair.a, pair.b])).toEqual(
      Array.from({ length: 50 }, (_, i) => [i, i]),
    );
  });
});
