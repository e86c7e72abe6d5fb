import { expect, it } from "vitest";
import { makeFits, type TestHdu } from "@/lib/testing/make-fits";
import { dateNumber, dayObsOf, isCalendarDay, parseHeaderDate, utcFromTai } from "./dates";
import { exposureIdOf, exposureIdOfPath, splitExposureId } from "./exposure-ids";
import { bandOf, findTimes, headersOf } from "./headers";

it.each([
  ["2000-01-01T12:00:00", 51544.5, true],
  ["2015-05-20T03:44:04.78", 57162.15561087963, true],
  ["2025-06-14T02:00:37.000000000", 60840.08376157407, true],
  ["2025-06-14 02:00", 60840.083333333336, true],
  ["2025-06-14T02:00:37Z", 60840.08376157407, true],
  ["2025-06-14", 60840, false],
  ["13/06/98", 50977, false],
])("parses %s", (text, mjd, hasTime) => {
  expect(parseHeaderDate(text)).toEqual({ mjd: expect.closeTo(mjd, 9), hasTime });
});

it.each([null, "", "2025-13-01", "2025-02-30", "yesterday", "0000-00-00", "2025-06-14T25"])(
  "parses no date in %j",
  (text) => {
    expect(parseHeaderDate(text)).toBeNull();
  },
);

it("counts a night from noon to noon and takes leap seconds off TAI", () => {
  expect(dayObsOf(60840.49)).toBe(20250613);
  expect(dayObsOf(60840.51)).toBe(20250614);
  expect(dateNumber(60840.49)).toBe(20250614);
  expect((60840 - utcFromTai(60840)) * 86400).toBeCloseTo(37, 4);
  expect((57203.5 - utcFromTai(57203.5)) * 86400).toBeCloseTo(35, 4);
});

it("knows which numbers are days", () => {
  expect([20240229, 20250613].every(isCalendarDay)).toBe(true);
  expect([20250229, 20251301, 20250600, 202506, Number.NaN].some(isCalendarDay)).toBe(false);
});

it.each<[TestHdu["cards"], number | null]>([
  [{ "DATE-OBS": "2020-02-03T00:00:00", EXPTIME: 86.4 }, 58882.0005],
  [{ "DATE-OBS": "2020-02-03", "TIME-OBS": "12:00:00", EXPTIME: 0 }, 58882.5],
  [{ "DATE-OBS": "2020-02-03", "MJD-OBS": 58882.25, EXPTIME: 0 }, 58882.25],
  [{ "DATE-BEG": "2020-02-03T00:00:00", "DATE-END": "2020-02-03T12:00:00" }, 58882.25],
  [{ "MJD-AVG": 58882.75 }, 58882.75],
  [{ "DATE-OBS": "2020-02-03", EXPTIME: 10 }, null],
  [{ "DATE-OBS": "2020-02-03T00:00:00" }, null],
])("finds the middle of an exposure in %j", async (cards, mjdMid) => {
  const times = findTimes(headersOf(await makeFits([{ cards }])));
  if (mjdMid === null) expect(times.mjdMid).toBeNull();
  else expect(times.mjdMid).toBeCloseTo(mjdMid, 9);
});

it.each([
  ["g_01", "g"],
  ["r_57", "r"],
  ["y", "y"],
  ["HSC-I", "i"],
  ["HSC-R2", "r"],
  ["i DECam SDSS c0003 7835.0 1470.0", "i"],
  ["F158", "F158"],
  ["ef_43", null],
  ["GG455_G0329", null],
  ["Open", null],
  [null, null],
])("finds the band of filter %s", (filter, band) => {
  expect(bandOf(filter)).toBe(band);
});

it("numbers exposures by Rubin's rule, and reads the numbers back", () => {
  expect(exposureIdOf(20250613, 222, "O")).toBe(2025061300222n);
  expect(exposureIdOf(20191031, 1985, "C")).toBe(3019103101985n);
  expect(exposureIdOf(20240918, 13, "C")).toBe(2024091800013n);
  expect(exposureIdOf(20240321, 720, "S")).toBe(7024032100720n);
  expect(exposureIdOf(20250418, 1, "S")).toBe(2025041800001n);
  expect(splitExposureId(7024032100720n)).toEqual({ dayObs: 20240321, seqNum: 720 });
  expect(splitExposureId(2025061300222n)).toEqual({ dayObs: 20250613, seqNum: 222 });
  expect(splitExposureId(908120n)).toBeNull();
});

it("keeps hashed numbers exact in a double and apart from nights", () => {
  const id = exposureIdOfPath("a/b/c.fits");
  expect(id).toBe(4_000_000_000_000_000n + (id % 1_000_000_000_000_000n));
  expect(Number.isSafeInteger(Number(id))).toBe(true);
  expect(splitExposureId(id)).toBeNull();
});
