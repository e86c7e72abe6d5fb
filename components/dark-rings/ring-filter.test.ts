import { describe, expect, it } from "vitest";
import { FILTER_DEFAULTS, type FilterParameters, filterRings, flagsOf, formatRange, parseRange } from "./ring-filter";
import { darkRing } from "./testing/dark-ring";

const rings = [
  darkRing({ id: "1", detector: 94, detectorName: "R22_S11", gaussianLikeScore: 0.95, area: 60, morphology: "blob" }),
  darkRing({
    id: "2",
    detectorName: "R22_S12",
    detector: 95,
    gaussianLikeScore: 0.2,
    area: 150,
    ringScore: 0.97,
    morphology: "ring",
    verdict: "ring",
  }),
  darkRing({
    id: "3",
    detector: 95,
    detectorName: "R22_S12",
    gaussianLikeScore: null,
    area: 30,
    flags: ["negative_lobe"],
  }),
];
const kept = (filter: Partial<FilterParameters>) =>
  filterRings(rings, { ...FILTER_DEFAULTS, ...filter })
    .map((ring) => ring.id)
    .join("");

describe("ring filter", () => {
  it("keeps everything without conditions", () => expect(kept({})).toBe("123"));
  it("takes ranges with both ends or one", () => {
    expect(kept({ score: "0.7.." })).toBe("1");
    expect(kept({ score: "..0.5" })).toBe("2");
    expect(kept({ area: "30..60" })).toBe("13");
    expect(kept({ ringscore: "0.9..1" })).toBe("2");
  });
  it("leaves out rings without a score only where a score is asked for", () => {
    expect(kept({ score: "-1..1" })).toBe("12");
    expect(kept({ score: "nonsense" })).toBe("123");
  });
  it("takes detectors by id or name", () => {
    expect(kept({ det: "95" })).toBe("23");
    expect(kept({ det: "R22_S11" })).toBe("1");
    expect(kept({ det: "94,95" })).toBe("123");
  });
  it("takes flags and verdicts, any or none", () => {
    expect(kept({ flags: "none" })).toBe("12");
    expect(kept({ flags: "any" })).toBe("3");
    expect(kept({ flags: "negative_lobe" })).toBe("3");
    expect(kept({ verdict: "none" })).toBe("13");
    expect(kept({ verdict: "ring" })).toBe("2");
    expect(kept({ morphology: "ring" })).toBe("2");
    expect(flagsOf(rings)).toEqual(["negative_lobe"]);
  });
});

describe("ranges", () => {
  it("are read and written", () => {
    expect(parseRange("1e-3..2.5")).toEqual({ low: 0.001, high: 2.5 });
    expect(parseRange("..")).toBeNull();
    expect(parseRange("7")).toBeNull();
    expect(formatRange(0.70049, 0.91234, 3)).toBe("0.7..0.913");
  });
});
