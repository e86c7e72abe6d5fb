import { describe, expect, it } from "vitest";
import { InvalidParameterError } from "../../errors";
import {
  atFalsePositiveRate,
  atFalsePositivesPerImage,
  atRecall,
  atThreshold,
  averagePrecision,
  operatingPoint,
  precisionRecallLine,
  rocArea,
  rocLine,
} from "./curve-measures";
import golden from "./testing/compare.golden.json";
import { makeScores } from "./testing/scene";
import { pointsToPlot, type ThresholdOptions, thresholdCurve } from "./threshold-curve";

const ABOVE: ThresholdOptions = { direction: "above", imageCount: 2 };

/** Real at 9, 7, 7; bogus at 7, 3, 1, 1; one unknown, one of each without a value. */
const FEW_VALUES = Float64Array.of(7, 1, 9, 3, 7, 1, 7, 5, Number.NaN, Number.POSITIVE_INFINITY);
const FEW_CLASSES = Uint8Array.of(1, 0, 1, 0, 0, 0, 1, 2, 1, 0);
const few = (options: Partial<ThresholdOptions> = {}) =>
  thresholdCurve(FEW_VALUES, FEW_CLASSES, { ...ABOVE, ...options });

describe("thresholdCurve", () => {
  it("lets equal values pass together", () => {
    const { threshold, truePositives, falsePositives, real, bogus } = few();
    expect([...threshold]).toEqual([Number.POSITIVE_INFINITY, 9, 7, 3, 1]);
    expect([...truePositives]).toEqual([0, 1, 3, 3, 3]);
    expect([...falsePositives]).toEqual([0, 0, 1, 2, 4]);
    expect([real, bogus]).toEqual([3, 4]);
  });

  it("goes the other way for a feature that is small for real ones", () => {
    const { threshold, truePositives, falsePositives } = few({ direction: "below" });
    expect([...threshold]).toEqual([Number.NEGATIVE_INFINITY, 1, 3, 7, 9]);
    expect([...truePositives]).toEqual([0, 0, 0, 2, 3]);
    expect([...falsePositives]).toEqual([0, 2, 3, 4, 4]);
  });

  it("leaves out and counts what has no value or class", () => {
    expect(few()).toMatchObject({ withoutValue: { real: 1, bogus: 1 }, unknown: 1 });
  });

  it("counts as a filter does at every threshold", () => {
    const { values, classes } = makeScores();
    for (const direction of ["above", "below"] as const) {
      const curve = thresholdCurve(values, classes, { direction, imageCount: 1 });
      expect(curve.threshold).toHaveLength(new Set(values).size + 1);
      curve.threshold.forEach((threshold, point) => {
        const passed = [...values.keys()].filter((i) =>
          direction === "above" ? values[i]! >= threshold : values[i]! <= threshold,
        );
        expect(curve.truePositives[point]).toBe(passed.filter((i) => classes[i] === 1).length);
        expect(curve.falsePositives[point]).toBe(passed.filter((i) => classes[i] === 0).length);
      });
    }
  });

  it("gives the same for float32 columns, and changes neither input", () => {
    const before = FEW_VALUES.slice();
    const single = thresholdCurve(Float32Array.from(FEW_VALUES), FEW_CLASSES, ABOVE);
    expect(single).toEqual(few());
    expect(FEW_VALUES).toEqual(before);
  });

  it("has its first point without any candidate", () => {
    const curve = thresholdCurve(new Float64Array(0), new Uint8Array(0), ABOVE);
    expect(curve.threshold).toHaveLength(1);
    expect([rocLine(curve), precisionRecallLine(curve), rocArea(curve), averagePrecision(curve)]).toEqual([
      ...[null, null, null, null],
    ]);
    expect(operatingPoint(curve, 0)).toMatchObject({ recall: null, purity: null, falsePositiveRate: null });
  });

  it("refuses what cannot be", () => {
    expect(() => thresholdCurve(new Float64Array(2), new Uint8Array(3), ABOVE)).toThrow(/2 values, 3 classes/);
    expect(() => few({ imageCount: 0 })).toThrow(InvalidParameterError);
    expect(() => few({ realTotal: 2 })).toThrow(/2 real sources, expected at least the 3 real candidates/);
  });
});

describe("pointsToPlot", () => {
  it("keeps both ends and at most so many points", () => {
    const { values, classes } = makeScores(5000, 3);
    const fine = values.map((value, i) => value + i * 1e-6);
    const curve = thresholdCurve(fine, classes, ABOVE);
    const points = pointsToPlot(curve, 100);
    expect(points.length).toBeLessThanOrEqual(100);
    expect(points.length).toBeGreaterThan(90);
    expect([points[0], points.at(-1)]).toEqual([0, curve.threshold.length - 1]);
    const passed = [...points].map((point) => curve.truePositives[point]! + curve.falsePositives[point]!);
    passed.slice(1).forEach((count, i) => {
      expect(count - passed[i]!).toBeLessThan(60);
    });
    expect([...pointsToPlot(few(), 9)]).toEqual([0, 1, 2, 3, 4]);
    expect(() => pointsToPlot(few(), 1)).toThrow(InvalidParameterError);
  });
});

describe("ROC and precision-recall", () => {
  const { values, classes } = makeScores();
  const curve = thresholdCurve(values, classes, ABOVE);

  it("are counts over denominators", () => {
    expect([...rocLine(few())!.x]).toEqual([0, 0, 0.25, 0.5, 1]);
    expect([...rocLine(few())!.y]).toEqual([0, 1 / 3, 1, 1, 1]);
    expect([...precisionRecallLine(few())!.y]).toEqual([Number.NaN, 1, 3 / 4, 3 / 5, 3 / 7]);
    // pairs won: 9 all four; each 7 three and a half
    expect(rocArea(few())).toBe(11 / 12);
    expect(averagePrecision(few())).toBeCloseTo(1 / 3 + (2 / 3) * (3 / 4), 15);
  });

  it("agree with scipy's Mann-Whitney U and with numpy", () => {
    const { scores } = golden;
    expect([curve.real, curve.bogus]).toEqual([scores.real, scores.bogus]);
    expect(rocArea(curve)).toBeCloseTo(scores.rocArea, 14);
    expect(averagePrecision(curve)).toBeCloseTo(scores.averagePrecision, 14);
    const line = precisionRecallLine(curve)!;
    scores.recall.forEach((recall, i) => {
      expect(line.x[i + 1]).toBeCloseTo(recall, 14);
      expect(line.y[i + 1]).toBeCloseTo(scores.precision[i]!, 14);
    });
  });

  it("have the area of won pairs, ties half", () => {
    let won = 0;
    values.forEach((real, i) => {
      if (classes[i] !== 1) return;
      values.forEach((bogus, j) => {
        if (classes[j] === 0) won += real > bogus ? 1 : real === bogus ? 0.5 : 0;
      });
    });
    expect(rocArea(curve)).toBeCloseTo(won / (curve.real * curve.bogus), 14);
  });

  it("keep their areas under any rising change of the feature, and mirror under the other direction", () => {
    const bent = thresholdCurve(values.map(Math.exp), classes, ABOVE);
    expect(rocArea(bent)).toBe(rocArea(curve));
    expect(averagePrecision(bent)).toBe(averagePrecision(curve));
    const below = thresholdCurve(values, classes, { ...ABOVE, direction: "below" });
    expect(rocArea(below)! + rocArea(curve)!).toBeCloseTo(1, 14);
  });

  it("count missed sources in the denominator of recall", () => {
    const missing = few({ realTotal: 6 });
    expect(rocArea(missing)).toBe(11 / 24);
    expect(precisionRecallLine(missing)!.x.at(-1)).toBe(0.5);
    expect(atRecall(missing, 0.6)).toBeNull();
  });
});

describe("operating points", () => {
  it("read all numbers of a threshold", () => {
    const point = operatingPoint(few(), 2);
    expect(point).toMatchObject({ threshold: 7, truePositives: 3, falsePositives: 1, falsePositivesPerImage: 0.5 });
    expect([point.recall?.value, point.falsePositiveRate?.value, point.purity?.value]).toEqual([1, 0.25, 0.75]);
    expect(() => operatingPoint(few(), 5)).toThrow(/point 5, expected 0 to 4/);
  });

  it("take a threshold between values for what passes it", () => {
    expect(atThreshold(few(), 8).threshold).toBe(9);
    expect(atThreshold(few(), 7).threshold).toBe(7);
    expect(atThreshold(few(), 99).point).toBe(0);
    expect(atThreshold(few(), -5).threshold).toBe(1);
    expect(atThreshold(few({ direction: "below" }), 6).threshold).toBe(3);
    expect(() => atThreshold(few(), Number.NaN)).toThrow(InvalidParameterError);
  });

  it("keep false positives at or under the limit, at the end of a tie", () => {
    expect(atFalsePositivesPerImage(few(), 0.5).threshold).toBe(7);
    expect(atFalsePositivesPerImage(few(), 1.9).threshold).toBe(3);
    expect(atFalsePositivesPerImage(few(), 2).threshold).toBe(1);
    expect(atFalsePositivesPerImage(few(), 100).threshold).toBe(1);
    expect(atFalsePositiveRate(few(), 0.24).recall?.value).toBe(1 / 3);
    expect(atFalsePositiveRate(few(), 0.25).recall?.value).toBe(1);
    expect(() => atFalsePositiveRate(few(), -0.1)).toThrow(InvalidParameterError);
  });

  it("take a whole number of false positives for what it says", () => {
    const values = Float64Array.from({ length: 10 }, (_, i) => -i);
    const curve = thresholdCurve(values, new Uint8Array(10), { direction: "above", imageCount: 10 });
    // 0.7 × 10 is 7 in binary, 0.29 × 100 is not 29
    expect(atFalsePositivesPerImage({ ...curve, imageCount: 100 }, 0.07).falsePositives).toBe(7);
    expect(atFalsePositivesPerImage(curve, 0.3).falsePositives).toBe(3);
  });

  it("reach a recall with the strictest threshold", () => {
    expect(atRecall(few(), 1 / 3)?.threshold).toBe(9);
    expect(atRecall(few(), 0.34)?.threshold).toBe(7);
    expect(atRecall(few(), 1)?.threshold).toBe(7);
    expect(() => atRecall(few(), 0)).toThrow(InvalidParameterError);
  });
});
