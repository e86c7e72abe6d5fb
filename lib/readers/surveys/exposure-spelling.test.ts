import { expect, it } from "vitest";
import { parseExposureSpelling } from ".";

const RING = { exposureId: 2025061300222n, dayObs: 20250613, seqNum: 222 };

it.each([
  ["2025061300222", RING],
  [" 2025061300222 ", RING],
  ["20250613_00222", RING],
  ["20250613-222", RING],
  ["20250613 222", RING],
  ["20250613/222", RING],
  ["2025-06-13 222", RING],
  ["2025-06-13_00222", RING],
  ["day_obs=20250613 seq_num=222", RING],
  ["seq_num=222 AND day_obs=20250613", RING],
  ["dayObs: 2025-06-13, seqNum: 222", RING],
  ["exposure=2025061300222", RING],
  ["exposure 2025061300222", RING],
  ["visit: 2025061300222", RING],
  ["LSSTCam/2025061300222", { instrument: "LSSTCam", ...RING }],
  ["lsstcam 2025061300222", { instrument: "LSSTCam", ...RING }],
  ["LSSTComCam 20250613_222", { instrument: "LSSTComCam", ...RING }],
  ["instrument='LSSTCam' AND exposure=2025061300222", { instrument: "LSSTCam", ...RING }],
  ["/exposures/LSSTCam/2025061300222", { instrument: "LSSTCam", ...RING }],
  [
    "http://127.0.0.1:4100/exposures/LSSTCam/2025061300222/R22_S11",
    { instrument: "LSSTCam", ...RING, detectorName: "R22_S11" },
  ],
  ["LSSTCam 2025061300222 R22_S11", { instrument: "LSSTCam", ...RING, detectorName: "R22_S11" }],
  ["MC_O_20250613_000222", { instrument: "LSSTCam", ...RING, label: "MC_O_20250613_000222" }],
  ["mc_o_20250613_222", { instrument: "LSSTCam", ...RING, label: "MC_O_20250613_000222" }],
  [
    "MC_O_20250613_000222_R22_S11.fits",
    { instrument: "LSSTCam", ...RING, label: "MC_O_20250613_000222", detectorName: "R22_S11" },
  ],
  [
    "AT_O_20191031_000004",
    {
      instrument: "LATISS",
      exposureId: 2019103100004n,
      dayObs: 20191031,
      seqNum: 4,
      label: "AT_O_20191031_000004",
    },
  ],
  [
    "MC_C_20191031_001985",
    {
      instrument: "LSSTCam",
      exposureId: 3019103101985n,
      dayObs: 20191031,
      seqNum: 1985,
      label: "MC_C_20191031_001985",
    },
  ],
  ["3019103101985", { exposureId: 3019103101985n, dayObs: 20191031, seqNum: 1985 }],
  [
    "7024032100720-R22-S11-det004",
    { exposureId: 7024032100720n, dayObs: 20240321, seqNum: 720, detectorName: "R22_S11" },
  ],
  ["20250613", { dayObs: 20250613 }],
  ["2025-06-13", { dayObs: 20250613 }],
  ["day_obs=20250613", { dayObs: 20250613 }],
  ["seq_num=222", { seqNum: 222 }],
  ["222", { exposureId: 222n, seqNum: 222 }],
  ["908120", { exposureId: 908120n }],
  ["20251399", { exposureId: 20251399n }],
  ["exposure_2025061300222", RING],
  [
    "/exposures/LSSTCam/2025061300222/R22_S11?amp=C03&run=4",
    { instrument: "LSSTCam", ...RING, detectorName: "R22_S11" },
  ],
  ["b21", { instrument: "Kast", seqNum: 21, label: "b21" }],
  ["Kast b21", { instrument: "Kast", seqNum: 21, label: "b21" }],
  ["b21.fits.gz", { instrument: "Kast", seqNum: 21, label: "b21" }],
  [
    "S20190808S0048",
    {
      instrument: "GMOS-S",
      exposureId: 2019080800048n,
      dayObs: 20190808,
      seqNum: 48,
      label: "S20190808S0048",
    },
  ],
  ["HSC-0908120-056", { instrument: "HSC", exposureId: 908120n, label: "HSC-0908120-056" }],
  ["R22_S11", { detectorName: "R22_S11" }],
  ["R22-S11", { detectorName: "R22_S11" }],
  ["R43_SW0", { detectorName: "R43_SW0" }],
  ["20250613_00222 r22_s11", { ...RING, detectorName: "R22_S11" }],
  ["exposure.day_obs = 20250613 AND exposure.seq_num = 222", RING],
  ["instrument='LSSTCam' exposure=2025061300222 detector=94", { instrument: "LSSTCam", ...RING, detector: 94 }],
  ["exposure=2025061300222 detector='R22_S11'", { ...RING, detectorName: "R22_S11" }],
  ["2025061300222 94", { ...RING, detector: 94 }],
  ["instrument='Goodman' visit: 7", { instrument: "Goodman", exposureId: 7n, seqNum: 7 }],
  ["/exposures/DECam/908120/S31", { instrument: "DECam", exposureId: 908120n, detectorName: "S31" }],
  ["http://host/exposures/a+b.c/908120", { instrument: "a+b.c", exposureId: 908120n }],
  [
    "TS_C_20180412_000003",
    { instrument: "LSST-TS8", exposureId: 3018041200003n, dayObs: 20180412, seqNum: 3, label: "TS_C_20180412_000003" },
  ],
])("reads %s", (text, expected) => {
  expect(parseExposureSpelling(text)).toEqual(expected);
});

it("takes a bare number as one of the night on the page", () => {
  expect(parseExposureSpelling("222", { dayObs: 20250613, instrument: "LSSTCam" })).toEqual(RING);
});

it.each([
  "",
  "   ",
  "dark rings",
  "20250613_1000000",
  "day_obs=20251301",
  "MC_O_20251301_000001",
  "%E0%A4%A",
  "x".repeat(1000),
  "-1",
  "1.5",
  "2025061300222 or so",
  "HD 124448",
  "'; DROP TABLE exposure; --",
])("finds no exposure in %j", (text) => {
  expect(parseExposureSpelling(text)).toBeNull();
});
