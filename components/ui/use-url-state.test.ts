import { describe, expect, it } from "vitest";
import { patchedQuery } from "./use-url-state";

const DEFAULTS = { sort: "seq", day: "" };

describe("the address", () => {
  it("leaves out what is as usual, and keeps what belongs to others", () => {
    expect(patchedQuery("?sort=rings&run=4", DEFAULTS, { sort: "seq", day: "20250613" })).toBe("run=4&day=20250613");
  });
  it("stays readable", () => {
    expect(patchedQuery("", DEFAULTS, { row: "LSSTCam:222", cols: "a,b" })).toBe("row=LSSTCam:222&cols=a,b");
    const images = "LSSTCam/2025061300222/R22_S11@raw~file:1[2,0]";
    const query = patchedQuery("", DEFAULTS, { p: images });
    expect(query).toBe(`p=${images}`);
    expect(new URLSearchParams(query).get("p")).toBe(images);
  });
});
