import { describe, expect, it } from "vitest";
import { InvalidParameterError } from "../../errors";
import { histogramByClass, scatterMargins } from "./feature-histogram";
import golden from "./testing/compare.golden.json";
import { makeNoise, makeScores } from "./testing/scene";

describe("histogramByClass", () => {
  it("counts by eye, the last bin closed", () => {
    const values = Float64Array.of(0, 1, 2, 3, 4, 4, Number.NaN, Number.NEGATIVE_INFINITY, 2);
    const classes = Uint8Array.of(0, 0, 1, 1, 1, 0, 1, 0, 9);
    const { edges, counts, notFinite } = histogramByClass(values, classes, 2, { bins: 2 })!;
    expect([...edges]).toEqual([0, 2, 4]);
    expect(counts.map((row) => [...row])).toEqual([
      [2, 1],
      [0, 3],
    ]);
    expect([...notFinite]).toEqual([1, 1]);
  });

  it("agrees with numpy", () => {
    const { values, classes } = makeScores();
    const { counts } = histogramByClass(values, classes, 2, { bins: 13 })!;
    expect([...counts[0]!]).toEqual(golden.histogram.bogus);
    expect([...counts[1]!]).toEqual(golden.histogram.real);
  });

  it("counts as a filter on its edges does, and loses nothing", () => {
    const { values, classes } = makeScores(3000, 8);
    const { edges, counts, outside } = histogramByClass(values, classes, 2, { bins: 7, range: [0.2, 1.1] })!;
    counts.forEach((row, kind) => {
      row.forEach((count, bin) => {
        const inBin = (v: number) => v >= edges[bin]! && (bin === 6 ? v <= edges[7]! : v < edges[bin + 1]!);
        expect(count).toBe(values.filter((value, i) => classes[i] === kind && inBin(value)).length);
      });
      const total = row.reduce((sum, count) => sum + count, 0) + outside[kind]!;
      expect(total).toBe(classes.filter((found) => found === kind).length);
    });
  });

  it("has a bin for equal values, and none without values", () => {
    expect([...histogramByClass(Float64Array.of(3, 3), new Uint8Array(2), 1, { bins: 1 })!.edges]).toEqual([2.5, 3.5]);
    expect(histogramByClass(Float64Array.of(Number.NaN), new Uint8Array(1), 1)).toBeNull();
  });

  it("refuses what cannot be", () => {
    const histogram = (options: object, classes = new Uint8Array(2)) =>
      histogramByClass(Float64Array.of(1, 2), classes, 1, options);
    expect(() => histogram({ bins: 0 })).toThrow(InvalidParameterError);
    expect(() => histogram({ bins: 2.5 })).toThrow(InvalidParameterError);
    expect(() => histogram({ range: [2, 1] })).toThrow(/range 2 to 1, expected a finite, rising range/);
    expect(() => histogram({}, new Uint8Array(3))).toThrow(InvalidParameterError);
  });
});

describe("scatterMargins", () => {
  it("gives both axes one range, and says what is not drawn", () => {
    const x = Float64Array.of(0, 1, 2, Number.NaN, 9, Number.NaN);
    const y = Float64Array.of(4, 1, 0, 5, Number.NaN, Number.NaN);
    expect(scatterMargins(x, y, { bins: 2 })).toEqual({
      edges: Float64Array.of(0, 2, 4),
      xCounts: Uint32Array.of(2, 1),
      yCounts: Uint32Array.of(2, 1),
      ...{ drawn: 3, outside: 0, withoutX: 1, withoutY: 1, withoutBoth: 1 },
      ...{ aboveLine: 1, onLine: 1, belowLine: 1 },
    });
  });

  it("exchanges its sides with the axes, and loses no row", () => {
    const noise = makeNoise(2);
    const [x, y] = [0, 1].map(() => Float64Array.from({ length: 500 }, () => (noise() < 0.1 ? Number.NaN : noise())));
    const there = scatterMargins(x!, y!, { range: [0.1, 0.8], bins: 5 })!;
    const back = scatterMargins(y!, x!, { range: [0.1, 0.8], bins: 5 })!;
    expect([back.xCounts, back.aboveLine, back.withoutX]).toEqual([there.yCounts, there.belowLine, there.withoutY]);
    const { drawn, outside, withoutX, withoutY, withoutBoth } = there;
    expect(drawn + outside + withoutX + withoutY + withoutBoth).toBe(500);
    expect(there.xCounts.reduce((sum, count) => sum + count, 0)).toBe(drawn);
  });

  it("has no frame without a pair", () => {
    expect(scatterMargins(Float64Array.of(1), Float64Array.of(Number.NaN))).toBeNull();
    expect(() => scatterMargins(Float64Array.of(1), new Float64Array(2))).toThrow(InvalidParameterError);
  });
});
