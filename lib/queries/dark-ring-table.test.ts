import { expect, it } from "vitest";
import type { DarkRingRow } from "./dark-ring-row";
import { darkRingTable } from "./dark-ring-table";

const RING: DarkRingRow = {
  ...{ id: "1", runId: 4, instrument: "LSSTCam", exposureId: "2025061300222", detector: 94, detectorName: "R22_S11" },
  ...{ footprintId: 7, area: 61, circularity: 0.9, gaussianLikeScore: 0.8, gaussianSigmaPixels: 3 },
  ...{
    gaussianDiameterPixels: 7,
    passesHoleChecks: true,
    holeFracBbox: 0.1,
    holeFracTotal: 0.2,
    centerOffset: 0.03,
    x0: 10,
    x1: 20,
    y0: 30,
    y1: 41,
    ringScore: null,
  },
  ...{ ringRadiusPixels: null, ringWidthPixels: null, blobScorePadded: null, morphology: "blob", peakSignificance: 9 },
  ...{ meanDepthSigma: 1.5, integratedDepthSigma: 12, maskedFraction: 0, centerX: 15, centerY: 35.5 },
  ...{ flags: ["edge", "column"], rank: null, stampIndex: 0, verdict: "blob", verdictAt: null, verdictPerson: null },
};

it("has the published columns with their units, then rank, run and verdict", () => {
  const { columns, meta } = darkRingTable([RING], { run: "4" });
  expect(meta).toEqual({ run: "4" });
  expect(columns.map(({ name, unit, values }) => `${name}${unit ? ` [${unit}]` : ""} = ${values[0]}`)).toEqual([
    "instrument = LSSTCam",
    "exposure = 2025061300222",
    "detector = 94",
    "detector_name = R22_S11",
    "footprint_id = 7",
    "area [px] = 61",
    "circularity = 0.9",
    "gaussian_like_score = 0.8",
    "gaussian_sigma_pixels [px] = 3",
    "gaussian_diameter_pixels [px] = 7",
    "passes_hole_checks = true",
    "hole_frac_bbox = 0.1",
    "hole_frac_total = 0.2",
    "center_offset = 0.03",
    "y0 [px] = 30",
    "y1 [px] = 41",
    "x0 [px] = 10",
    "x1 [px] = 20",
    "ring_score = null",
    "ring_radius_pixels [px] = null",
    "ring_width_pixels [px] = null",
    "blob_score_padded = null",
    "morphology = blob",
    "ring_center_x [px] = 15",
    "ring_center_y [px] = 35.5",
    "peak_significance [sigma] = 9",
    "mean_depth_sigma [sigma] = 1.5",
    "integrated_depth_sigma [sigma] = 12",
    "masked_fraction = 0",
    "flags = edge column",
    "rank = null",
    "run = 4",
    "verdict = blob",
    "verdict_person = null",
    "verdict_at = null",
  ]);
});
