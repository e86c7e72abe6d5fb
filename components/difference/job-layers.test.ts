import { describe, expect, it } from "vitest";
import { candidateAt, jobLayers, markRadius, type PlacedCandidate, type PlacedTruth } from "./job-layers";

const candidate = (rowId: string, detectedBy: PlacedCandidate["detectedBy"], x: number | null): PlacedCandidate => ({
  ...{ rowId, candidateId: `jid1:zogy:${rowId}`, detectedBy, x, y: x === null ? null : 10 },
});
const truth = (position: number, candidateId: string | null, missReason: string | null = null): PlacedTruth => ({
  ...{ x: 20 + position, y: 10, candidateId, missReason },
});
const CANDIDATES = [
  candidate("1", "zogy", 5),
  candidate("2", "both", 6),
  candidate("3", "sfft", 90),
  candidate("4", "sfft", null),
];

const TRUTH = [truth(1, "jid1:zogy:1"), truth(2, null, "too_faint"), truth(-90, null, "outside_image")];

describe("layers of a job", () => {
  it("tells who found what and which truth was missed, and leaves out what has no place", () => {
    const layers = jobLayers({ candidates: CANDIDATES, truth: TRUTH }, { name: "jid1:zogy:2", x: 6, y: 10 }, 4);
    expect(layers.map(({ id, regions }) => [id, regions.length])).toEqual([
      ["zogy", 1],
      ["sfft", 1],
      ["both", 1],
      ["found", 1],
      ["missed", 1],
      ["selected", 1],
    ]);
    expect(layers.find(({ id }) => id === "missed")?.regions[0]?.points[0]).toEqual([22, 10]);
    expect(layers.find(({ id }) => id === "selected")?.regions[0]?.text).toBe("jid1:zogy:2");
  });

  it("gives found and missed, and each algorithm, a shape and a colour of its own", () => {
    const layers = jobLayers({ candidates: CANDIDATES, truth: [truth(1, "a"), truth(2, null)] }, null, 4);
    const looks = layers
      .filter(({ regions }) => regions.length > 0)
      .map(({ color, regions }) => `${color} ${regions[0]?.shape} ${regions[0]?.points.length}`);
    expect(new Set(looks).size).toBe(5);
    expect(new Set(layers.map(({ color }) => color)).size).toBe(6);
  });

  it("keeps marks visible on the whole image and small near a source", () => {
    expect(markRadius(0.125)).toBe(64);
    expect(markRadius(0.124)).toBe(markRadius(0.125));
    expect(markRadius(8)).toBe(4);
  });

  it("takes a click as the nearest candidate within reach", () => {
    expect(candidateAt(CANDIDATES, { x: 5.9, y: 10 }, 3)?.rowId).toBe("2");
    expect(candidateAt(CANDIDATES, { x: 5.4, y: 10 }, 3)?.rowId).toBe("1");
    expect(candidateAt(CANDIDATES, { x: 40, y: 10 }, 3)).toBeNull();
  });
});
