import { describe, expect, test } from "vitest";
import { DARK_RING_COLUMNS } from "@/lib/dark-rings";
import { STAMP_SIZE } from "@/lib/dark-rings/stamp-pack";
import { countRows } from "@/lib/tables";
import { rankRings } from "../tasks/ranking";
import { cutBoundingBox } from "./pictures";
import { manifestTable, type RingOnDetector, ringTable, type TableSubject } from "./tables";

const SUBJECT: TableSubject = {
  runId: 7,
  codeVersion: "0.1.0",
  configuration: { mode: "annulus", nSigma: 5 },
  instrument: "LSSTCam",
  exposureId: 2025061300222n,
};

function ring(changes: Partial<RingOnDetector> = {}): RingOnDetector {
  return {
    detector: 94,
    footprintId: 3,
    area: 80,
    circularity: 1,
    gaussianLikeScore: 0.9,
    gaussianSigmaPixels: 2,
    gaussianDiameterPixels: 4.7,
    passesHoleChecks: false,
    holeFracBbox: 0,
    holeFracTotal: 0,
    centerOffset: 0,
    y0: 100,
    y1: 102,
    x0: 200,
    x1: 204,
    ringScore: 0.2,
    ringRadiusPixels: 2,
    ringWidthPixels: 1,
    blobScorePadded: 0.9,
    morphology: "blob",
    centerX: 202,
    centerY: 101,
    peakSignificance: 12,
    meanDepthSigma: 3,
    integratedDepthSigma: 25,
    maskedFraction: 0,
    flags: ["edge", "column"],
    ...changes,
  };
}

describe("ringTable", () => {
  test("has the published columns in their order, also without a row", () => {
    const table = ringTable("exposure_dark_ring_catalog", SUBJECT, []);
    expect(countRows(table)).toBe(0);
    const names = table.columns.map(({ name }) => name);
    expect(names.slice(0, 7)).toEqual([
      "footprint_id",
      "detector",
      "exposure",
      "area",
      "circularity",
      "gaussian_like_score",
      "gaussian_sigma_pixels",
    ]);
    expect(names).toHaveLength(DARK_RING_COLUMNS.length + 2);
  });

  test("leaves out in reference mode what the published system does not have", () => {
    const reference = { ...SUBJECT, configuration: { mode: "reference" } };
    const names = ringTable("exposure_dark_ring_catalog", reference, [ring()]).columns.map(({ name }) => name);
    expect(names).toContain("gaussian_like_score");
    expect(names).not.toContain("ring_score");
  });

  test("keeps ids whole, flags as words and the configuration in its header", () => {
    const { columns, meta } = ringTable("exposure_dark_ring_catalog", SUBJECT, [ring()]);
    const cellOf = (name: string): unknown => columns.find((column) => column.name === name)?.values[0];
    expect(cellOf("exposure")).toBe(2025061300222n);
    expect(cellOf("flags")).toBe("edge column");
    expect(meta).toMatchObject({ mode: "annulus", run: "7", configuration: '{"mode":"annulus","nSigma":5}' });
  });
});

describe("manifestTable", () => {
  test("names every picture with its kind", () => {
    const rows = [{ kind: "scatter", path: "a.png", footprintId: -1, detector: -1 }] as const;
    const { columns } = manifestTable(SUBJECT, rows);
    expect(columns.map(({ name, values }) => [name, values[0]])).toEqual([
      ["kind", "scatter"],
      ["path", "a.png"],
      ["footprint_id", -1],
      ["detector", -1],
    ]);
  });
});

describe("cutBoundingBox", () => {
  const half = STAMP_SIZE / 2;

  test("keeps the last row and column", () => {
    // a stamp whose pixels tell their own place in the detector's frame
    const stamp = Float32Array.from({ length: STAMP_SIZE * STAMP_SIZE }, (_, i) => {
      const x = (i % STAMP_SIZE) + 202 - half;
      const y = Math.floor(i / STAMP_SIZE) + 101 - half;
      return y * 1000 + x;
    });
    const { pixels, width, height } = cutBoundingBox(ring(), stamp);
    expect([width, height]).toEqual([5, 3]);
    expect(pixels[0]).toBe(100_200);
    expect(pixels[14]).toBe(102_204);
  });

  test("ends where the stamp ends", () => {
    const long = ring({ x0: 0, x1: 4000 });
    const { width, height } = cutBoundingBox(long, new Float32Array(STAMP_SIZE * STAMP_SIZE));
    expect([width, height]).toEqual([STAMP_SIZE, 3]);
  });
});

describe("rankRings", () => {
  const limits = { minGaussianLike: 0.7, minGaussianDiameterPixels: 3 };
  const blob = ring({ footprintId: 0, gaussianLikeScore: 0.8, ringScore: 0.3 });
  const trueRing = ring({ footprintId: 1, gaussianLikeScore: 0.22, ringScore: 0.97 });
  const neither = ring({ footprintId: 2, gaussianLikeScore: 0.5, ringScore: 0.5 });
  const unmeasured = ring({ footprintId: 4, gaussianLikeScore: null, ringScore: null });
  const all = [unmeasured, neither, trueRing, blob];

  test("selects a true ring by the better of its scores", () => {
    expect(rankRings(all, "best_score", limits).map(({ footprintId }) => footprintId)).toEqual([1, 0]);
  });

  test("ranks as published when asked for likeness to a Gaussian", () => {
    expect(rankRings(all, "gaussian_like_score", limits)).toEqual([blob]);
  });

  test("breaks ties by detector, then footprint", () => {
    const ties = [ring({ detector: 9 }), ring({ detector: 2, footprintId: 8 }), ring({ detector: 2, footprintId: 1 })];
    const order = rankRings(ties, "best_score", limits).map(({ detector, footprintId }) => [detector, footprintId]);
    expect(order).toEqual([
      [2, 1],
      [2, 8],
      [9, 3],
    ]);
  });
});
