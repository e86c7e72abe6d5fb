import { describe, expect, it } from "vitest";
import { scaleBar } from "./scale-bar";

describe("scale bar", () => {
  it("is a round number of pixels, never longer than it may be", () => {
    expect(scaleBar(0.2, null, 100)).toEqual({ width: 100, text: "500 px" });
    expect(scaleBar(0.21, null, 100)).toEqual({ width: 42, text: "200 px" });
    expect(scaleBar(64, null, 100)).toEqual({ width: 64, text: "1 px" });
  });

  it("is round on the sky: seconds, minutes, degrees", () => {
    expect(scaleBar(1, 0.2, 200)).toEqual({ width: 150, text: "30″" });
    expect(scaleBar(0.1, 0.2, 100).text).toBe("2′");
    expect(scaleBar(0.01, 3, 100).text).toBe("5°");
    expect(scaleBar(64, 0.2, 100)).toMatchObject({ text: "0.2″" });
  });
});
