import { describe, expect, it } from "vitest";
import { startIndex } from "./use-cursor";

describe("where triage begins", () => {
  const rings = [
    { id: "1", verdict: "ring" },
    { id: "2", verdict: null },
    { id: "3", verdict: null },
  ];
  it("is the ring of the address, else the first without a verdict, else the first", () => {
    expect(startIndex(rings, "3")).toBe(2);
    expect(startIndex(rings, "99")).toBe(1);
    expect(startIndex(rings.slice(0, 1), "")).toBe(0);
    expect(startIndex([], "")).toBe(0);
  });
});
