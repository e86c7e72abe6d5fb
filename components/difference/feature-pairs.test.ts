import { describe, expect, it } from "vitest";
import type { CandidateFeature } from "@/lib/queries/difference-rows";
import { pairFeatures } from "./feature-pairs";

const feature = (column: string, value: number | null, twin: string | null = null): CandidateFeature => ({
  ...{ column, value, twin, unit: null, description: column, percentile: value === null ? null : 50 },
});
const FEATURES = [
  feature("snr", 12),
  feature("truth_sep_px", 0.3),
  feature("zogy_sharpness", 0.7, "sfft_sharpness"),
  feature("zogy_peak", null, "sfft_peak"),
  feature("sfft_sharpness", null, "zogy_sharpness"),
  feature("sfft_peak", 4, "zogy_peak"),
  feature("zogy_fwhm", null, "sfft_fwhm"),
  feature("sfft_fwhm", null, "zogy_fwhm"),
  feature("drb", 0.9),
];

describe("features side by side", () => {
  it("puts both algorithms' values of a quantity in a row, also where one has none", () => {
    const rows = pairFeatures(FEATURES, false).map(({ name, zogy, sfft, own }) => [
      ...[name, zogy?.value, sfft?.value, own?.value],
    ]);
    expect(rows).toEqual([
      ["snr", undefined, undefined, 12],
      ["truth_sep_px", undefined, undefined, 0.3],
      ["sharpness", 0.7, null, undefined],
      ["peak", null, 4, undefined],
      ["drb", undefined, undefined, 0.9],
    ]);
  });

  it("hides what truth and classifiers say when blind", () => {
    expect(pairFeatures(FEATURES, true).map(({ name }) => name)).toEqual(["snr", "sharpness", "peak"]);
  });
});
