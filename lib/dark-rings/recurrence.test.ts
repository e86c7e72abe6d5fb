import { describe, expect, it } from "vitest";
import { groupRecurrences, type RecurringRing } from "./recurrence";

const ring = (
  id: number,
  exposure: number,
  detector: number,
  x: number,
  y: number,
  score: number | null = 0.9,
): RecurringRing => ({
  id: String(id),
  exposureId: String(exposure),
  detector,
  x,
  y,
  score,
  runId: 1,
  stampIndex: null,
});

describe("recurrence", () => {
  it("joins rings within the radius, over cell borders too, and only on one detector", () => {
    const rings = [
      ring(1, 1, 5, 3.9, 3.9, 0.99),
      ring(2, 2, 5, 4.1, 4.1),
      ring(3, 3, 5, 3.9, 5.8),
      ring(4, 2, 6, 3.9, 3.9),
    ];
    const groups = groupRecurrences(rings, 2, 2);
    expect(groups).toHaveLength(1);
    expect(groups[0]).toMatchObject({ detector: 5, exposureCount: 3, bestScore: 0.99 });
    expect(groups[0]?.y).toBeCloseTo((3.9 + 4.1 + 5.8) / 3);
  });

  it("counts exposures, not rings", () => {
    expect(groupRecurrences([ring(1, 1, 5, 10, 10), ring(2, 1, 5, 11, 10)], 2, 2)).toEqual([]);
  });

  it("puts what is seen most often first, and does not mind rings without a score", () => {
    const rings = [
      ring(1, 1, 1, 0, 0, null),
      ring(2, 2, 1, 1, 0, null),
      ring(3, 1, 2, 0, 0),
      ring(4, 2, 2, 0, 0),
      ring(5, 3, 2, 0, 0),
    ];
    expect(groupRecurrences(rings, 2, 2).map((group) => group.detector)).toEqual([2, 1]);
    expect(groupRecurrences(rings.toReversed(), 2, 2)).toEqual(groupRecurrences(rings, 2, 2));
  });
});
