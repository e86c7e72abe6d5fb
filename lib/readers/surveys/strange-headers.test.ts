// Headers that claim what cannot be: each is refused by name or the fact is missing; no number leaves that a row cannot hold.
import { expect, it } from "vitest";
import { MalformedFileError, UnsupportedFormatError } from "@/lib/errors";
import { memoryByteSource } from "@/lib/files/byte-source";
import { fitsBytes, type TestHdu } from "@/lib/testing/make-fits";
import { type FitsFile, openFits } from "../fits";
import { patchCard } from "../fits/testing/patch-card";
import { parseSurveyRules, translateFile } from ".";

const size: [number, number] = [40, 30];
const image: TestHdu = { cards: { INSTRUME: "TestCam", EXPID: 17, CCDNUM: 3, EXPTIME: 30 }, size };

function open(bytes: Uint8Array): Promise<FitsFile> {
  return openFits(memoryByteSource(bytes, "x.fits"));
}

it("calls a file malformed when its only image is cut off", async () => {
  const cut = await open(fitsBytes([image]).subarray(0, 2880 + 100));
  expect(() => translateFile(cut, "x.fits")).toThrow(MalformedFileError);
  expect(() => translateFile(cut, "x.fits")).toThrow("file of 2980 bytes (truncated, or a lying header)");
  const lying = await open(patchCard(fitsBytes([image]), "NAXIS1", "NAXIS1  =           1000000000"));
  expect(() => translateFile(lying, "x.fits")).toThrow("expected data up to byte");
});

it("keeps the images before the cut", async () => {
  const whole = fitsBytes([{}, image, image]);
  const cut = await open(whole.subarray(0, whole.length - 2880));
  expect(cut.problems).toHaveLength(1);
  expect(translateFile(cut, "x.fits").images).toHaveLength(2);
});

it("refuses an image wider than any row can say", async () => {
  const lying = patchCard(fitsBytes([image]), "NAXIS1", "NAXIS1  =           3000000000");
  await expect(open(lying).then((file) => translateFile(file, "x.fits"))).rejects.toBeInstanceOf(
    UnsupportedFormatError,
  );
});

it("refuses an unknown compression by name when headers are read", async () => {
  const compression = "LZW";
  const file = await open(fitsBytes([{}, image]));
  const hdus = file.hdus.map((hdu) => (hdu.index === 1 ? { ...hdu, compression } : hdu));
  const translate = () => translateFile({ ...file, hdus }, "x.fits");
  expect(translate).toThrow(UnsupportedFormatError);
  expect(translate).toThrow(`x.fits: HDU 1 compressed with ${compression}, expected RICE_1`);
});

it.each([
  ["SEQNUM", 1e12],
  ["SEQNUM", -1],
  ["DAYOBS", 99999999999],
  ["DAYOBS", -20250613],
  ["EXPID", -5],
  ["EXPID", 1e300],
  ["CCDNUM", 99999999999],
  ["CCDNUM", -1],
  ["EXPTIME", 1e300],
  ["EXPTIME", -1],
  ["MJD", 1e300],
  ["MJD-OBS", -1e300],
  ["DATE-OBS", "9999999-01-01T00:00:00"],
  ["DATE-OBS", "2025-99-99T99:99:99"],
])("gives no number that a row cannot hold for %s = %s", async (keyword, value) => {
  const file = await open(fitsBytes([{ ...image, cards: { ...image.cards, [keyword]: value } }]));
  const { exposure, images } = translateFile(file, "x.fits");
  expect(exposure.exposureId).toBeGreaterThanOrEqual(0n);
  expect(exposure.exposureId).toBeLessThan(2n ** 63n);
  for (const count of [exposure.dayObs, exposure.seqNum, images[0]?.detector]) {
    expect(count ?? 0).toBeLessThan(2 ** 31);
    expect(count ?? 0).toBeGreaterThanOrEqual(0);
  }
  expect(Number.isFinite(exposure.mjdMid ?? 0)).toBe(true);
});

it.each([
  ["instrument: *nowhere", "Unresolved alias"],
  ["a: &a [x,x]\nb: &b [*a,*a,*a]\nc: &c [*b,*b,*b]\nd: [*c,*c,*c]", "Excessive alias count"],
  ["files: '((a)+)+$'", "repeats or chooses inside"],
  ["files: '(a|aa)+$'", "repeats or chooses inside"],
  ["files: '([+]a*)*$'", "repeats or chooses inside"],
  ["files: '('", "a regular expression"],
  ["5", "expected names with values"],
])("refuses the rules %j", (yaml, message) => {
  expect(() => parseSurveyRules(yaml)).toThrow(message);
});

it.each(["img_(\\d+)_ccd\\d+\\.fits$", "^(?:night|day)/([^/]+)_([+*]x)+\\.fits$", "(a+)b(c|d)"])(
  "takes the pattern %s",
  (pattern) => {
    expect(parseSurveyRules(JSON.stringify({ files: pattern })).files?.source).toBe(new RegExp(pattern).source);
  },
);
