import { describe, expect, it } from "vitest";
import { memoryByteSource } from "@/lib/files/byte-source";
import { openFits, writeFits } from "./index";
import type { PixelArray } from "./scaling";
import { readStatistics, StatisticsCollector } from "./statistics";

function statisticsOf(...parts: PixelArray[]) {
  const collector = new StatisticsCollector();
  for (const part of parts) collector.add(part);
  return collector.result();
}

describe("StatisticsCollector", () => {
  it("gives numbers checkable by eye", () => {
    const values = Float32Array.of(1, 2, Number.NaN, 3, Number.POSITIVE_INFINITY, 4);
    expect(statisticsOf(values)).toEqual({
      finite: 4,
      nan: 1,
      min: 1,
      max: 4,
      mean: 2.5,
      std: Math.sqrt(1.25),
      sum: 10,
    });
    const none = { min: null, max: null, mean: null, std: null, sum: null };
    expect(statisticsOf(new Uint8Array(0))).toEqual({ finite: 0, nan: 0, ...none });
    expect(statisticsOf(Float64Array.of(Number.NaN))).toEqual({ finite: 0, nan: 1, ...none });
  });

  it("agrees with the slow two passes over all values, whatever the parts", () => {
    const values = Float64Array.from({ length: 30_011 }, (_, i) => 1e9 + Math.sin(i * 12.9898) * 3);
    const sum = values.reduce((total, value) => total + (value - 1e9), 0);
    const mean = sum / values.length;
    const squares = values.reduce((total, value) => total + (value - 1e9 - mean) ** 2, 0);
    for (const parts of [[values], [values.subarray(0, 7), values.subarray(7, 20_000), values.subarray(20_000)]]) {
      const result = statisticsOf(...parts);
      expect(result.mean! - 1e9).toBeCloseTo(mean, 6);
      expect(result.std).toBeCloseTo(Math.sqrt(squares / values.length), 9);
      expect(result.sum! - 1e9 * values.length).toBeCloseTo(sum, 1);
    }
  });

  it("loses nothing where large values cancel", () => {
    const part = Float64Array.of(1);
    expect(statisticsOf(Float64Array.of(1e100), part, part, Float64Array.of(-1e100)).sum).toBe(2);
  });

  it("keeps the least and the largest of 64 bits exactly", () => {
    const values = BigInt64Array.of(2n ** 63n - 1n, -(2n ** 63n), 2n ** 53n + 1n);
    expect(statisticsOf(values)).toMatchObject({ finite: 3, min: -(2n ** 63n), max: 2n ** 63n - 1n });
    expect(statisticsOf(BigUint64Array.of(2n ** 64n - 1n, 5n))).toMatchObject({ min: 5n, max: 2n ** 64n - 1n });
  });

  it("counts values that are marked as undefined", () => {
    const collector = new StatisticsCollector();
    collector.add(Int16Array.of(1, -99, 3), Uint8Array.of(0, 1, 0));
    expect(collector.result()).toMatchObject({ finite: 2, nan: 1, min: 1, max: 3, sum: 4 });
  });
});

describe("readStatistics", () => {
  it("reads an image larger than a slab", async () => {
    const [width, height] = [3001, 1500];
    const pixels = Int16Array.from({ length: width * height }, (_, i) => (i % 1000) - 500);
    const file = await openFits(
      memoryByteSource(writeFits([{ cards: [], image: { width, height, pixels } }]), "x.fits"),
    );
    const { finite, min, max, sum } = await readStatistics(file, 0);
    const total = pixels.reduce((soFar, value) => soFar + value, 0);
    expect({ finite, min, max, sum }).toEqual({ finite: width * height, min: -500, max: 499, sum: total });
  });
});
