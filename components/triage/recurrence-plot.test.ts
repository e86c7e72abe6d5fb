import { describe, expect, it } from "vitest";
import type { Recurrence } from "@/lib/dark-rings/recurrence";
import { PLOT_COLORS } from "../charts/colors";
import { placeId, recurrenceTraces } from "./recurrence-plot";

const place = (detector: number, x: number, y: number): Recurrence => ({
  detector,
  x,
  y,
  exposureCount: 3,
  rings: [],
  bestScore: 0.9,
});
const view = { colors: PLOT_COLORS.light, selectedId: "94:254.0,249.5" };

describe("recurrence map", () => {
  it("puts a place of a small frame where it lies on the full sensor, and says what it cannot draw", () => {
    const places = [place(94, 254, 249.5), place(999, 1, 1)];
    const detectors = [{ detector: 94, name: "R22_S11", width: 509, height: 500 }];
    const { traces, dropped } = recurrenceTraces("LSSTCam", places, detectors, view);
    expect(dropped).toBe(1);
    // R22_S11 is the centre of the focal plane
    expect((traces[1] as { x: number[] }).x[0]).toBeCloseTo(0, 1);
    expect((traces[2] as { x: number[] }).x).toHaveLength(1);
    expect((traces[1] as { text: string[] }).text).toEqual(["R22_S11 (254.0, 249.5)"]);
    expect(placeId(place(94, 254, 249.5))).toBe(view.selectedId);
  });
});
