import { describe, expect, test } from "vitest";
import { matchRings, type RingPlace } from "./match-rings";

function ring(detector: number, centerX: number, centerY: number): RingPlace {
  return { detector, centerX, centerY };
}

/** Obvious and slow: every pair, the nearest of each row, kept when mutual. */
function matchSlowly(a: RingPlace[], b: RingPlace[], radius: number): [number, number][] {
  const nearest = (row: RingPlace, others: RingPlace[]): number => {
    let best = -1;
    others.forEach((other, index) => {
      const distance = Math.hypot(row.centerX - other.centerX, row.centerY - other.centerY);
      const limit =
        best < 0 ? radius : Math.hypot(row.centerX - others[best]!.centerX, row.centerY - others[best]!.centerY);
      if (other.detector === row.detector && (best < 0 ? distance <= limit : distance < limit)) best = index;
    });
    return best;
  };
  return a.flatMap((row, index): [number, number][] => {
    const partner = nearest(row, b);
    return partner >= 0 && nearest(b[partner]!, a) === index ? [[index, partner]] : [];
  });
}

describe("matchRings", () => {
  test("pairs what is near and mutual, on the same detector", () => {
    const a = [ring(1, 10, 10), ring(1, 10.5, 10), ring(1, 50, 50), ring(2, 10, 10)];
    const b = [ring(1, 10.4, 10), ring(1, 52, 50), ring(3, 10, 10)];
    const { both, onlyA, onlyB } = matchRings(a, b);
    expect(both.map((pair) => [a.indexOf(pair.a), b.indexOf(pair.b)])).toEqual([
      [1, 0],
      [2, 1],
    ]);
    expect(both[1]?.separationPixels).toBe(2);
    expect(onlyA).toEqual([a[0], a[3]]);
    expect(onlyB).toEqual([b[2]]);
  });

  test("agrees with comparing everything to everything", () => {
    let state = 12345;
    const random = (): number => {
      state = (state * 1103515245 + 12345) % 2147483648;
      return state / 2147483648;
    };
    const make = (): RingPlace[] =>
      Array.from({ length: 300 }, () => ring(Math.floor(random() * 2), random() * 40 - 5, random() * 40 - 5));
    const [a, b] = [make(), make()];
    const { both } = matchRings(a, b);
    expect(both.map((pair) => [a.indexOf(pair.a), b.indexOf(pair.b)])).toEqual(matchSlowly(a, b, 2));
    expect(both.length).toBeGreaterThan(50);
  });

  test("of nothing is nothing", () => {
    expect(matchRings([], [ring(1, 0, 0)])).toEqual({ both: [], onlyA: [], onlyB: [ring(1, 0, 0)] });
  });
});
