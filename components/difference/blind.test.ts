import { describe, expect, it } from "vitest";
import { STORED_COLUMNS } from "@/lib/difference/stored-columns";
import { PLOT_COLORS } from "../charts/colors";
import { blindHistogram, blindScatter, isTelling, tellingNames } from "./blind";
import { histogramTraces } from "./scatter-histogram";

describe("what a blind reader may not see", () => {
  it("are labels, truth and scores, and nothing that was measured in the images", () => {
    const hidden = STORED_COLUMNS.map(({ name }) => name).filter(isTelling);
    expect(hidden).toEqual(
      expect.arrayContaining(["label", "injected", "truth_id", "zogy_truth_sep_px", "truth_mag", "score", "drb"]),
    );
    for (const name of ["zogy_snr", "sfft_sharpness", "detected_by", "x", "edge_distance_px", "magpsf"])
      expect(hidden).not.toContain(name);
  });

  it("is found in a filter, not in its values", () => {
    expect(tellingNames('label = 0 & zogy_snr > 5 & (score > 0.5 | label = 1) & jid ~ "truth"')).toEqual([
      "label",
      "score",
    ]);
    expect(tellingNames("filter = K213 & zogy_snr > 5")).toEqual([]);
  });

  it("are the kinds of points and bars", () => {
    const scatter = { rowIds: ["1", "2"], candidateIds: ["a", "b"], x: [1, 2], y: [1, 2], kinds: [0, 2] };
    expect(blindScatter({ ...scatter, total: 2, isAbout: false, notMeasured: 0 }, 3).kinds).toEqual([3, 3]);
    const bars = { bogus: [1, 2], real: [3, 0], injected: [0, 4], undecided: [1, 1] };
    const numbers = { below: 0, above: 0, notMeasured: 0, isAbout: false };
    expect(blindHistogram({ edges: [0, 1, 2], bars, ...numbers }).bars).toEqual({
      ...{ bogus: [0, 0], real: [0, 0], injected: [0, 0] },
      undecided: [5, 7],
    });
    const blind = blindHistogram({ edges: [0, 1, 2], bars, ...numbers });
    expect(histogramTraces(blind, PLOT_COLORS.light, true).map(({ name }) => name)).toEqual(["□ kind hidden"]);
  });
});
