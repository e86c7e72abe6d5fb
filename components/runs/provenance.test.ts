import { expect, it } from "vitest";
import { flattened } from "./provenance";

it("shows a nested configuration as dotted names", () => {
  expect(flattened({ mode: "annulus", noise: { clip: 3 }, sizes: [1, 2], cap: null })).toEqual([
    { name: "mode", value: "annulus" },
    { name: "noise.clip", value: "3" },
    { name: "sizes", value: "[1,2]" },
    { name: "cap", value: "null" },
  ]);
});
