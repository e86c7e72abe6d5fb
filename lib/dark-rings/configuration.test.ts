import { describe, expect, it } from "vitest";
import { DEFAULT_CONFIGURATION, parseDarkRingConfiguration, REFERENCE_CONFIGURATION } from "./configuration";

describe("parseDarkRingConfiguration", () => {
  it("completes nothing to the defaults of annulus mode", () => {
    expect(parseDarkRingConfiguration({})).toEqual(DEFAULT_CONFIGURATION);
    expect(parseDarkRingConfiguration(undefined)).toEqual(DEFAULT_CONFIGURATION);
    expect(DEFAULT_CONFIGURATION).toMatchObject({ mode: "annulus", nSigma: 5, minFootprintArea: 10 });
  });

  it("completes a mode to its defaults", () => {
    expect(parseDarkRingConfiguration({ mode: "reference" })).toEqual(REFERENCE_CONFIGURATION);
    expect(REFERENCE_CONFIGURATION).toMatchObject({
      negativeThreshold: -3,
      minFootprintArea: 30,
      maxFootprintArea: 1000,
    });
  });

  it("keeps what is given", () => {
    expect(parseDarkRingConfiguration({ nSigma: 4, faintNSigma: null })).toMatchObject({
      nSigma: 4,
      faintNSigma: null,
    });
  });

  it.each([
    ["a key it does not know", { sigmas: 5 }, /sigmas/],
    ["a key of the other mode", { mode: "reference", nSigma: 4 }, /nSigma: 4/],
    ["a mode it does not know", { mode: "best" }, /configuration: mode: "best", expected reference or annulus$/],
    ["a value out of range", { nSigma: -1 }, /nSigma: -1/],
    ["a text for a number", { nSigma: "5" }, /nSigma/],
    ["a plane beyond the scales", { coefficientPlane: 3 }, /expected a plane from 0 to 2/],
    ["something else", "fast", /"fast"/],
  ])("refuses %s", (_what, input, message) => {
    expect(() => parseDarkRingConfiguration(input)).toThrow(message);
  });
});
