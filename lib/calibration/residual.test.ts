import { describe, expect, it } from "vitest";
import { calibrationsOfCombination, calibrationsOfResidual, combinedUnit, residualKind } from "./kinds";
import { type Calibration, type ImageToCalibrate, makeResidual } from "./residual";

const plane = (unit: string, ...values: number[]): Calibration => ({
  width: values.length,
  height: 1,
  unit,
  pixels: Float32Array.from(values),
});

function image(...values: number[]): ImageToCalibrate {
  return { ...plane("electron", ...values), exposureTimeSeconds: 10 };
}

const THERE: Record<string, Calibration> = {
  bias: plane("electron", 1, 2, 3),
  dark: plane("electron/s", 0.5, 0, Number.NaN),
  flat: plane("", 2, 0, 1),
};
const load = async (kind: string) => THERE[kind] ?? null;

describe("makeResidual", () => {
  it("leaves 0 of a frame that is its calibrations", async () => {
    const bias = image(1, 2, 3);
    expect(await makeResidual("bias", bias, load)).toEqual({ reason: null, removed: ["bias"], notes: [] });
    expect([...bias.pixels]).toEqual([0, 0, 0]);
    const dark = image(1 + 5, 2, 3);
    await makeResidual("dark", dark, load);
    expect([...dark.pixels]).toEqual([0, 0, Number.NaN]);
  });

  it("divides by the flat, and has no value where that is not positive", async () => {
    const flat = image(1 + 5 + 200, 2 + 100, 3);
    const removed = ["bias", "dark", "flat"];
    expect(await makeResidual("flat", flat, load)).toEqual({ reason: null, removed, notes: [] });
    expect([...flat.pixels]).toEqual([100, Number.NaN, Number.NaN]);
  });

  it("is not made without the calibration of its own kind, and says what else was missing", async () => {
    const onlyFlat = async (kind: string) => (kind === "flat" ? plane("", 1, 1, 1) : null);
    const dark = image(1, 2, 3);
    const { reason } = await makeResidual("dark", dark, onlyFlat);
    expect(reason).toMatch(/^no combined dark of this detector/);
    expect([...dark.pixels]).toEqual([1, 2, 3]);
    const flat = await makeResidual("flat", image(1, 2, 3), onlyFlat);
    expect(flat.reason).toBeNull();
    expect(flat.removed).toEqual(["flat"]);
    expect(flat.notes).toHaveLength(2);
    expect(flat.notes[0]).toMatch(/^combined bias not removed: no combined bias/);
  });

  it("refuses a calibration of another size or unit, and a dark without exposure time", async () => {
    const reasonOf = async (kind: "bias" | "dark", given: Calibration, of = image(1, 2, 3)) =>
      (await makeResidual(kind, of, async (wanted) => (wanted === kind ? given : null))).reason;
    expect(await reasonOf("bias", plane("electron", 1))).toBe(
      "the combined bias has 1 x 1 pixels, expected 3 x 1 pixels",
    );
    expect(await reasonOf("bias", plane("adu", 1, 2, 3))).toMatch(/unit adu, expected electron \(image in electron\)/);
    const timeless = { ...image(1, 2, 3), exposureTimeSeconds: null };
    expect(await reasonOf("dark", plane("electron/s", 1, 2, 3), timeless)).toBe("the exposure time is not known");
  });
});

describe("residualKind", () => {
  it("follows the observation type unless told otherwise", () => {
    expect(residualKind("auto", "dark")).toBe("dark");
    expect(residualKind("auto", "science")).toBeNull();
    expect(residualKind("auto", null)).toBeNull();
    expect(residualKind("none", "dark")).toBeNull();
    expect(residualKind("bias", "dark")).toBe("bias");
  });

  it("knows what each kind needs", () => {
    expect(calibrationsOfResidual("flat")).toEqual(["bias", "dark", "flat"]);
    expect(calibrationsOfResidual("bias")).toEqual(["bias"]);
    expect(calibrationsOfCombination("dark")).toEqual(["bias"]);
    expect(calibrationsOfCombination("bias")).toEqual([]);
    expect(["bias", "dark", "flat"].map((kind) => combinedUnit(kind as "bias", "adu"))).toEqual(["adu", "adu/s", ""]);
  });
});
