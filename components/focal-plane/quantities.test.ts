import { describe, expect, it } from "vitest";
import type { DetectorRow } from "@/lib/queries/exposure";
import { focalPlaneRows, quantityOf, readQuantity } from "./quantities";

const row = (changes: Partial<DetectorRow>): DetectorRow => ({
  detector: 94,
  name: "R22_S11",
  imageState: "present",
  productType: "post_isr",
  taskState: "done",
  error: null,
  note: null,
  metrics: [],
  ...changes,
});

describe("a quantity of a detector", () => {
  it("tells measured, not measured, running, failed and absent apart", () => {
    const noise = { metric: "noise", value: 7.1, unit: "electron", reason: null };
    expect(readQuantity(row({ metrics: [noise] }), "noise")).toEqual({
      state: "measured",
      value: 7.1,
      unit: "electron",
      reason: null,
    });
    const unmeasured = { ...noise, value: null, reason: "all pixels are NaN" };
    expect(readQuantity(row({ metrics: [unmeasured] }), "noise")).toMatchObject({
      state: "not measured",
      reason: "all pixels are NaN",
    });
    expect(readQuantity(row({ taskState: "running" }), "noise").state).toBe("running");
    expect(readQuantity(row({ taskState: "queued" }), "noise").state).toBe("waiting");
    expect(readQuantity(row({ taskState: "failed", error: "HDU 1: gone" }), "noise")).toMatchObject({
      state: "failed",
      reason: "HDU 1: gone",
    });
    expect(readQuantity(row({ taskState: null }), "noise")).toMatchObject({
      state: "not measured",
      reason: "no run has measured it",
    });
    expect(readQuantity(row({ imageState: null, taskState: null }), "noise").state).toBe("absent");
  });

  it("is zero when zero was measured", () => {
    const none = { metric: "dark_rings", value: 0, unit: "", reason: null };
    expect(readQuantity(row({ metrics: [none] }), "dark_rings")).toMatchObject({
      state: "measured",
      value: 0,
      unit: null,
    });
  });

  it("falls back to rings", () => expect(quantityOf("nonsense").metric).toBe("dark_rings"));
});

describe("places", () => {
  it("come from the camera, else a grid that says so", () => {
    const known = focalPlaneRows("LSSTCam", [row({})], "noise");
    expect(known.hasGeometry).toBe(true);
    expect(known.detectors[0]?.cornersMm[0]?.[0]).toBeCloseTo(-20.48, 2);
    expect(focalPlaneRows("Kast", [row({ detector: 0 })], "noise").hasGeometry).toBe(false);
  });
});
