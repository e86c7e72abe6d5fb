import { describe, expect, it } from "vitest";
import { getCamera, pixelToFocalPlane } from "@/lib/cameras";
import { type MosaicPlan, pasteDetector, planMosaic } from "./mosaic";

/** Pixels of the mosaic as rows from the top, gaps as dots. */
function picture(plan: MosaicPlan, pixels: Float32Array): string[] {
  const rows = Array.from({ length: plan.height }, (_, y) => pixels.slice(y * plan.width, (y + 1) * plan.width));
  return rows.reverse().map((row) => [...row].map((value) => (Number.isNaN(value) ? "." : value)).join(" "));
}

function applied([a, b, c, d, e, f]: readonly number[], x: number, y: number): [number, number] {
  return [a! * x + b! * y + c!, d! * x + e! * y + f!];
}

const LSST = getCamera("LSSTCam");

describe("planMosaic", () => {
  it("puts detectors without geometry side by side", () => {
    const detectors = [0, 1].map((detector) => ({ detector, name: `${detector}`, width: 4, height: 2 }));
    const plan = planMosaic(detectors, null, 2, "dvcs");
    const mosaic = new Float32Array(plan.width * plan.height).fill(Number.NaN);
    for (const place of plan.places) pasteDetector(mosaic, plan, place, Float32Array.of(1, 2));
    expect(picture(plan, mosaic)).toEqual(["1 2 . . 1 2"]);
    expect(plan.notes).toEqual(["camera without known geometry: detectors side by side"]);
  });

  it("leaves out a detector of another scale than most, which would lie over its neighbours", () => {
    const detectors = ["R22_S10", "R22_S11", "R22_S12"].map((name) => {
      const { id, width, height } = LSST.detectors.find((one) => one.name === name)!;
      const part = name === "R22_S10" ? 1 : 8;
      return { detector: id, name, width: Math.floor(width / part), height: Math.floor(height / part) };
    });
    const plan = planMosaic(detectors, LSST, 8, "dvcs");
    expect(plan.places.map(({ name }) => name)).toEqual(["R22_S11", "R22_S12"]);
    expect(plan.notes).toEqual(["not in the mosaic, of another scale than most: R22_S10 (4096 x 4004)"]);
  });

  it("turns the sensors of corner rafts: a ramp along x of R00_SG1 (turned by 180 degrees) runs to the left", () => {
    const detectors = ["R00_SG1", "R04_SG1", "R40_SG1", "R44_SG1"].map((name) => {
      const { id, width, height } = LSST.detectors.find((one) => one.name === name)!;
      return { detector: id, name, width, height };
    });
    const plan = planMosaic(detectors, LSST, 1024, "dvcs");
    const mosaic = new Float32Array(plan.width * plan.height).fill(Number.NaN);
    const ramp = Float32Array.from({ length: 16 }, (_, i) => i % 4);
    for (const place of plan.places) pasteDetector(mosaic, plan, place, ramp);
    const at = (name: string) => {
      const { x0, x1, y0 } = plan.places.find((place) => place.name === name)!;
      return [...mosaic.slice(y0 * plan.width + x0, y0 * plan.width + x1)];
    };
    expect(at("R00_SG1")).toEqual([3, 2, 1, 0]);
    expect(at("R44_SG1")).toEqual([0, 1, 2, 3]);
    // 270 degrees: what was right is below; 90 degrees: above
    expect(at("R04_SG1")).toEqual([3, 3, 3, 3]);
    expect(at("R40_SG1")).toEqual([0, 0, 0, 0]);
  });

  it.each(["dvcs", "engineering"] as const)("leads back from the mosaic to the focal plane (%s)", (orientation) => {
    const bin = 64;
    const detectors = LSST.detectors.map(({ id, name, width, height }) => ({ detector: id, name, width, height }));
    const plan = planMosaic(detectors, LSST, bin, orientation);
    const origins = plan.places.map((place) => {
      const [x, y] = [(place.x0 + place.x1 - 1) / 2, (place.y0 + place.y1 - 1) / 2];
      const sensor = LSST.detectors.find(({ id }) => id === place.detector)!;
      const mm = pixelToFocalPlane(sensor, ...applied(place.matrix, x, y));
      const [across, along] = orientation === "dvcs" ? mm : [mm[1], mm[0]];
      return [x - across / (bin * 0.01), y - along / (bin * 0.01)];
    });
    // one origin for all, to the rounding of a place: half a pixel
    for (const axis of [0, 1] as const) {
      const values = origins.map((origin) => origin[axis]!);
      expect(Math.max(...values) - Math.min(...values)).toBeLessThanOrEqual(1.001);
    }
  });

  it("holds every block of every detector once, whatever the turn", () => {
    const bin = 512;
    const detectors = LSST.detectors.map(({ id, name, width, height }) => ({ detector: id, name, width, height }));
    for (const orientation of ["dvcs", "engineering"] as const) {
      const plan = planMosaic(detectors, LSST, bin, orientation);
      for (const place of plan.places) {
        const mosaic = new Float32Array(plan.width * plan.height).fill(Number.NaN);
        const blocks = place.binnedWidth * place.binnedHeight;
        pasteDetector(
          mosaic,
          plan,
          place,
          Float32Array.from({ length: blocks }, (_, i) => i),
        );
        for (let y = place.y0; y < place.y1; y++) {
          for (let x = place.x0; x < place.x1; x++) {
            const [X, Y] = applied(place.matrix, x, y);
            const [u, v] = [(X - (bin - 1) / 2) / bin, (Y - (bin - 1) / 2) / bin];
            expect(mosaic[y * plan.width + x]).toBe(v * place.binnedWidth + u);
          }
        }
        expect(mosaic.filter((value) => !Number.isNaN(value))).toHaveLength(blocks);
      }
    }
  });

  it("takes small images to cover their detectors", () => {
    const detectors = [94, 95].map((detector) => ({ detector, name: `${detector}`, width: 320, height: 312 }));
    const [a, b] = planMosaic(detectors, LSST, 8, "dvcs").places;
    // a pitch of 42.25 mm in pixels of 8 * 40.96 / 320 mm
    expect(b!.x0 - a!.x0).toBe(Math.round(42.25 / ((8 * 40.96) / 320)));
  });

  it("refuses nothing at all", () => {
    expect(() => planMosaic([], LSST, 8, "dvcs")).toThrow(/0 detectors, bin 8, expected a detector/);
  });
});
