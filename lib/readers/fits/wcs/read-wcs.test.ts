import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { InvalidParameterError, MalformedFileError, UnsupportedFormatError } from "@/lib/errors";
import { memoryByteSource } from "@/lib/files/byte-source";
import { describeWithData, testDataPath } from "@/lib/testing/test-data";
import { openFits } from "../open-fits";
import { headerOf } from "../testing/header-of";
import { readWcs, type Wcs } from "./read-wcs";

type Cards = Record<string, string | number>;
type Pair = [number, number];

interface GoldenCase {
  name: string;
  cards: Cards;
  alternate: string;
  frame: string | null;
  pixels: Pair[];
  sky: (Pair | null)[];
}

const fixtures = new URL("../fixtures/", import.meta.url);
const golden: GoldenCase[] = JSON.parse(readFileSync(new URL("wcs.json", fixtures), "utf8"));
const real: { file: string; hdu: number; frame: string; pixels: Pair[]; sky: Pair[] }[] = JSON.parse(
  readFileSync(new URL("wcs-data.json", fixtures), "utf8"),
);

const TAN: Cards = {
  CTYPE1: "RA---TAN",
  CTYPE2: "DEC--TAN",
  CRPIX1: 11,
  CRPIX2: 21,
  CRVAL1: 30,
  CRVAL2: 0,
  CDELT1: -0.001,
  CDELT2: 0.001,
};

/** Great-circle distance in degrees, exact for small ones. */
function separationDeg([lonA, latA]: Pair, [lonB, latB]: Pair): number {
  const vector = (lon: number, lat: number) => {
    const [a, b] = [(lon * Math.PI) / 180, (lat * Math.PI) / 180];
    return [Math.cos(b) * Math.cos(a), Math.cos(b) * Math.sin(a), Math.sin(b)] as const;
  };
  const [p, q] = [vector(lonA, latA), vector(lonB, latB)];
  return (2 * Math.asin(Math.min(1, Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]) / 2)) * 180) / Math.PI;
}

function mustRead(cards: Cards, alternate?: string): Wcs {
  const wcs = readWcs(headerOf(cards), alternate === undefined ? {} : { alternate });
  expect(wcs).not.toBeNull();
  return wcs!;
}

function expectSky(wcs: Wcs, pixel: Pair, sky: Pair): void {
  const found = wcs.pixelToWorld(...pixel);
  expect(found, `pixel ${pixel}`).not.toBeNull();
  expect(separationDeg([found!.lonDeg, found!.latDeg], sky), `pixel ${pixel}`).toBeLessThan(1e-10);
  const back = wcs.worldToPixel(...sky);
  expect(back, `sky ${sky}`).not.toBeNull();
  expect(Math.hypot(back!.x - pixel[0], back!.y - pixel[1]), `sky ${sky}`).toBeLessThan(1e-6);
}

test("a reference pixel, and a degree off it, by eye", () => {
  const wcs = mustRead({ ...TAN, CDELT1: -1, CDELT2: 1 });
  expect(wcs.pixelToWorld(10, 20)!.lonDeg).toBeCloseTo(30, 12);
  expect(wcs.pixelToWorld(10, 20)!.latDeg).toBe(0);
  const north = wcs.pixelToWorld(10, 21)!;
  expect(north.lonDeg).toBeCloseTo(30, 12);
  expect(north.latDeg).toBeCloseTo((Math.atan(Math.PI / 180) * 180) / Math.PI, 12);
  expect(wcs).toMatchObject({
    frame: "ICRS",
    equinox: null,
    axes: ["ra", "dec"],
    projection: "TAN",
    pixelAxes: [0, 1],
  });
});

// wcslib cannot say it: see fixtures/wcs.golden.py
test("TPV is the same with its axes interchanged", () => {
  const names = { ...TAN, CTYPE1: "RA---TPV", CTYPE2: "DEC--TPV" };
  const own = { ...names, PV1_0: 0.01, PV1_2: 0.02, PV1_4: 0.3, PV1_7: -0.2, PV2_3: 0.1, PV2_5: 0.4 };
  const swapped: Cards = Object.fromEntries(
    Object.entries(own).map(([keyword, value]) => [
      keyword.replace(/^([A-Z]+)([12])/, (_, stem: string, axis: string) => `${stem}${axis === "1" ? 2 : 1}`),
      value,
    ]),
  );
  for (const [x, y] of [
    [0, 0],
    [400, 90],
    [-70, 300],
  ] as Pair[]) {
    const { lonDeg, latDeg } = mustRead(own).pixelToWorld(x, y)!;
    expectSky(mustRead(swapped), [y, x], [lonDeg, latDeg]);
  }
});

test("TPV of identity is TAN, also without PV cards", () => {
  const tpv = mustRead({ ...TAN, CTYPE1: "RA---TPV", CTYPE2: "DEC--TPV" });
  expect(tpv.pixelToWorld(500, -300)).toEqual(mustRead(TAN).pixelToWorld(500, -300));
});

describe("astropy (wcslib) agrees", () => {
  test.each(golden)("$name", ({ cards, alternate, frame, pixels, sky }) => {
    const wcs = mustRead(cards, alternate);
    if (frame !== null) expect(wcs.frame.toLowerCase()).toBe(frame);
    for (const [i, pixel] of pixels.entries()) {
      const expected = sky[i]!;
      if (expected === null) expect(wcs.pixelToWorld(...pixel), `pixel ${pixel}`).toBeNull();
      else expectSky(wcs, pixel, expected);
    }
  });
});

describeWithData("headers of real images", () => {
  test.each(real)("$file [$hdu]", async ({ file, hdu, frame, pixels, sky }) => {
    const open = await openFits(memoryByteSource(readFileSync(testDataPath(file)), file));
    const wcs = readWcs(open.hdus[hdu]!.header)!;
    expect(wcs.frame.toLowerCase()).toBe(frame);
    for (const [i, pixel] of pixels.entries()) expectSky(wcs, pixel, sky[i]!);
  });
});

describe("both directions", () => {
  const sizes: [name: string, cards: Cards][] = golden.map(({ name, cards }) => [name, cards]);

  test.each(sizes.filter(([name]) => !name.startsWith("alternate")))("%s comes back to 1e-8 px", (_, cards) => {
    const wcs = mustRead(cards);
    for (let i = 0; i < 40; i++) {
      const [x, y] = [((i * 997) % 2048) - 0.3, ((i * 613) % 1536) + 0.7];
      const sky = wcs.pixelToWorld(x, y);
      if (sky === null) continue;
      const back = wcs.worldToPixel(sky.lonDeg, sky.latDeg)!;
      // degrees round at 1e-14 of 360, a pixel is 7e-5 of one: some 1e-9 px are lost in between
      expect(Math.hypot(back.x - x, back.y - y), `pixel ${x}, ${y}`).toBeLessThan(1e-8);
    }
  });

  test("many pixels at once are the same, NaN where there is no sky", () => {
    const wcs = mustRead({ ...TAN, CTYPE1: "RA---SIN", CTYPE2: "DEC--SIN", CDELT1: -1, CDELT2: 1 });
    const [x, y] = [Float64Array.of(10, 30, 500), Float64Array.of(20, -11, 20)];
    const [lon, lat] = [new Float64Array(3), new Float64Array(3)];
    wcs.pixelsToWorld(x, y, lon, lat);
    for (let i = 0; i < 2; i++) {
      expect({ lonDeg: lon[i], latDeg: lat[i] }).toEqual(wcs.pixelToWorld(x[i]!, y[i]!));
    }
    expect([lon[2], lat[2]]).toEqual([Number.NaN, Number.NaN]);
    expect(() => wcs.pixelsToWorld(x, y, lon, new Float64Array(2))).toThrow(InvalidParameterError);
  });

  test.each(["TAN", "SIN"])("%s shows no direction of the far side", (code) => {
    const wcs = mustRead({ ...TAN, CTYPE1: `RA---${code}`, CTYPE2: `DEC--${code}` });
    expect(wcs.worldToPixel(30, 0)).not.toBeNull();
    expect(wcs.worldToPixel(210, 0)).toBeNull();
    expect(wcs.worldToPixel(121, 0)).toBeNull();
  });

  test("what is no number is nowhere", () => {
    for (const { cards } of golden) {
      const wcs = readWcs(headerOf(cards));
      for (const value of [Number.NaN, Number.POSITIVE_INFINITY, 1e300]) {
        expect(wcs?.worldToPixel(Number.NaN, value) ?? null).toBeNull();
        expect(wcs?.pixelToWorld(Number.NaN, 3) ?? null).toBeNull();
        const far = wcs?.pixelToWorld(value, 3) ?? null;
        if (far) expect(Number.isFinite(far.lonDeg + far.latDeg)).toBe(true);
      }
    }
  });

  test("beyond the fold of a distortion there is no pixel", () => {
    const wcs = mustRead({ ...TAN, A_ORDER: 2, B_ORDER: 2, A_2_0: 1e-3 });
    // u + 0.001 u^2 is nowhere below -250
    expect(wcs.worldToPixel(30.3, 0)).toBeNull();
  });
});

describe("no celestial WCS", () => {
  test.each<[string, Cards]>([
    ["an empty header", {}],
    ["linear axes", { CTYPE1: "LINEAR", CTYPE2: "LINEAR" }],
    ["a spectrum", { CTYPE1: "WAVE", CTYPE2: "DETECTOR" }],
    ["longitude without a projection", { CTYPE1: "RA", CTYPE2: "DEC" }],
    ["numbers without a CTYPE", { CRVAL1: 53.3, CRVAL2: -27.6, PC1_1: -3.7e-5, PC2_2: 3.7e-5 }],
  ])("%s is null", (_, cards) => {
    expect(readWcs(headerOf(cards))).toBeNull();
  });

  test("an alternate that is not there is null", () => {
    expect(readWcs(headerOf(TAN), { alternate: "A" })).toBeNull();
  });
});

describe("refusals", () => {
  test.each<[string, Cards, RegExp]>([
    ["a zero matrix", { CDELT1: 0 }, /pixel matrix.*inverted/],
    ["a matrix of equal rows", { CD1_1: 1, CD1_2: 2, CD2_1: 1, CD2_2: 2 }, /pixel matrix/],
    ["a text for a number", { CRVAL1: "north" }, /CRVAL1 = north, expected a number/],
    ["an unknown unit", { CUNIT2: "furlong" }, /CUNIT2 = FURLONG/],
    ["a latitude beyond the pole", { CRVAL2: 90.5 }, /latitude of 90.5/],
    ["a longitude alone", { CTYPE2: "LINEAR" }, /CTYPE1 = RA---TAN alone/],
    ["a pair of two systems", { CTYPE2: "GLAT-TAN" }, /with CTYPE2 = GLAT-TAN, expected DEC--TAN/],
    ["two projections", { CTYPE2: "DEC--SIN" }, /DEC--TAN/],
    ["a CTYPE cut short", { CTYPE1: "RA---TA" }, /RA---TA, expected a coordinate/],
    ["SIP without B", { A_ORDER: 3 }, /A_ORDER without B_ORDER/],
    ["SIP of order 12", { A_ORDER: 12, B_ORDER: 2 }, /A_ORDER = 12, expected an integer from 0 to 9/],
    ["a SIP term of text", { A_ORDER: 2, B_ORDER: 2, A_1_1: "x" }, /A_1_1 = x/],
    ["TPV of 41 terms", { CTYPE1: "RA---TPV", CTYPE2: "DEC--TPV", PV1_40: 1 }, /PV1_40.*PV1_39/],
    ["NCP on the equator", { CTYPE1: "RA---NCP", CTYPE2: "DEC--NCP" }, /NCP at latitude 0/],
    ["a native latitude beyond the pole", { PV1_2: 100 }, /native latitude 100/],
    ["angles without a pole", { CRVAL2: 80, PV1_2: 10, LONPOLE: 90 }, /there is a celestial pole/],
    ["a pole left open off the equator", { CRVAL2: 10, PV1_2: 0, LONPOLE: 90 }, /expected latitude 0/],
    ["an origin that is not shown", { PV1_0: 1, PV1_2: -10 }, /that the projection shows/],
  ])("%s is malformed", (_, cards, message) => {
    const read = () => readWcs(headerOf({ ...TAN, ...cards }), { place: "HDU 2 of x.fits" });
    expect(read).toThrow(MalformedFileError);
    expect(read).toThrow(message);
    expect(read).toThrow(/^HDU 2 of x.fits: /);
  });

  test.each<[string, Cards, RegExp]>([
    ["ZPN", { CTYPE1: "RA---ZPN", CTYPE2: "DEC--ZPN" }, /projection ZPN, expected TAN, TPV, SIN/],
    ["TNX", { CTYPE1: "RA---TNX", CTYPE2: "DEC--TNX" }, /projection TNX/],
    ["a name of JavaScript", { CTYPE1: "GLON-CON", CTYPE2: "GLAT-CON" }, /projection CON/],
    ["a distortion table", { CPDIS1: "LOOKUP" }, /CPDIS1 = LOOKUP, expected SIP or TPV/],
    ["another suffix", { CTYPE1: "RA---TAN-TPD" }, /RA---TAN-TPD, expected no suffix/],
  ])("%s is not read", (_, cards, message) => {
    const read = () => readWcs(headerOf({ ...TAN, ...cards }));
    expect(read).toThrow(UnsupportedFormatError);
    expect(read).toThrow(message);
  });

  test("an alternate that is no letter", () => {
    expect(() => readWcs(headerOf(TAN), { alternate: "AB" })).toThrow(InvalidParameterError);
    expect(() => readWcs(headerOf(TAN), { alternate: "." })).toThrow(InvalidParameterError);
  });
});
