import { describe, expect, it } from "vitest";
import { RandomStream } from "./random";

const COUNT = 2_000_000;

describe("RandomStream", () => {
  it("repeats with its key and differs with another", () => {
    const numbers = (key: string) => {
      const random = new RandomStream(key);
      return [random.uint32(), random.uint32(), random.gaussian()];
    };
    expect(numbers("a")).toEqual(numbers("a"));
    expect(numbers("a")).not.toEqual(numbers("b"));
    expect(numbers("1/LSSTCam/0")).toMatchInlineSnapshot(`
      [
        3125626549,
        860501023,
        -0.9289182938700504,
      ]
    `);
  });

  it("makes Gaussian numbers with the right moments and tails", () => {
    const random = new RandomStream("moments");
    let [sum, squares, cubes, fourths] = [0, 0, 0, 0];
    const beyond = [0, 0, 0, 0];
    for (let i = 0; i < COUNT; i++) {
      const value = random.gaussian();
      const square = value * value;
      sum += value;
      squares += square;
      cubes += square * value;
      fourths += square * square;
      for (let k = 1; k <= 4; k++) if (Math.abs(value) > k) beyond[k - 1]!++;
    }
    // 4 standard errors each: 1, sqrt 2, sqrt 15, sqrt 96 over sqrt(COUNT)
    const error = 4 / Math.sqrt(COUNT);
    expect(Math.abs(sum / COUNT)).toBeLessThan(error);
    expect(Math.abs(squares / COUNT - 1)).toBeLessThan(1.42 * error);
    expect(Math.abs(cubes / COUNT)).toBeLessThan(3.9 * error);
    expect(Math.abs(fourths / COUNT - 3)).toBeLessThan(9.8 * error);
    const expected = [0.31731, 0.0455, 0.0026998, 0.00006334];
    beyond.forEach((count, i) => {
      const mean = COUNT * expected[i]!;
      expect(Math.abs(count - mean)).toBeLessThan(4 * Math.sqrt(mean));
    });
  });

  it("fills the histogram of a Gaussian evenly: chi square of 60 bins of a tenth of sigma", () => {
    const random = new RandomStream("histogram");
    const bins = new Float64Array(60);
    for (let i = 0; i < COUNT; i++) {
      const bin = Math.floor((random.gaussian() + 3) * 10);
      if (bin >= 0 && bin < 60) bins[bin]!++;
    }
    let chiSquare = 0;
    bins.forEach((count, i) => {
      const mean = COUNT * integral(-3 + i / 10, -2.9 + i / 10);
      chiSquare += (count - mean) ** 2 / mean;
    });
    expect(chiSquare).toBeGreaterThan(30);
    expect(chiSquare).toBeLessThan(104); // 99.97 % of cases
  });

  it("counts the whole part always and the rest by chance", () => {
    const random = new RandomStream("count");
    const counts = Array.from({ length: 10_000 }, () => random.count(2.3));
    expect(new Set(counts)).toEqual(new Set([2, 3]));
    const share = counts.filter((count) => count === 3).length / counts.length;
    expect(share).toBeCloseTo(0.3, 1);
    expect(random.count(0)).toBe(0);
    expect(random.count(5)).toBe(5);
  });
});

/** Simpson's rule over a narrow piece of the Gaussian density: error below 1e-9. */
function integral(low: number, high: number): number {
  const density = (x: number) => Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
  return ((high - low) / 6) * (density(low) + 4 * density((low + high) / 2) + density(high));
}
