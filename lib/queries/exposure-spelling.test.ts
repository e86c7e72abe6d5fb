import { describe, expect, it } from "vitest";
import { readExposureQuery } from "./exposure-spelling";

const LSST = { dayObs: 20250613, seqNum: 222 };

describe("an exposure in any spelling", () => {
  it.each([
    ["2025061300222", { exposureId: 2025061300222n }],
    ["  2025061300222 ", { exposureId: 2025061300222n }],
    ["20250613_00222", LSST],
    ["20250613-222", LSST],
    ["20250613/222", LSST],
    ["20250613 222", LSST],
    ["2025-06-13 222", LSST],
    ["2025-06-13", { dayObs: 20250613 }],
    ["MC_O_20250613_000222", { ...LSST, instrument: "LSSTCam" }],
    ["mc_c_20250613_000222", { ...LSST, instrument: "LSSTCam" }],
    ["MC_O_20250613_000222_R22_S11.fits", { ...LSST, instrument: "LSSTCam", detectorName: "R22_S11" }],
    ["AT_O_20250613_000222.fits.fz", { ...LSST, instrument: "LATISS" }],
    ["day_obs=20250613 seq_num=222", LSST],
    ["exposure.day_obs = 20250613 AND exposure.seq_num = 222", LSST],
    [
      "instrument='LSSTCam' exposure=2025061300222 detector=94",
      { instrument: "LSSTCam", exposureId: 2025061300222n, detector: 94 },
    ],
    ["visit: 903334", { exposureId: 903334n }],
    ["2025061300222 R22_S11", { exposureId: 2025061300222n, detectorName: "R22_S11" }],
    ["2025061300222 94", { exposureId: 2025061300222n, detector: 94 }],
    ["20250613_00222 r22_s11", { ...LSST, detectorName: "R22_S11" }],
    ["20250613", { dayObs: 20250613, exposureId: 20250613n }],
    ["222", { seqNum: 222, exposureId: 222n }],
    ["R43_SW0", { detectorName: "R43_SW0" }],
  ])("reads %s", (typed, understood) => {
    expect(readExposureQuery(typed)).toEqual({ text: typed.trim(), ...understood });
  });

  it("keeps what it does not understand as text", () => {
    expect(readExposureQuery("HD 124448")).toEqual({ text: "HD 124448" });
    expect(readExposureQuery("'; DROP TABLE exposure; --")).toEqual({ text: "'; DROP TABLE exposure; --" });
  });
});
