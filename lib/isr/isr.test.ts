// Signature removal on files made here: raw LSST amplifiers of real size whose pixels tell where they came from.

import { expect, it } from "vitest";
import { findDetector, getCamera } from "@/lib/cameras";
import { memoryByteSource } from "@/lib/files/byte-source";
import { openFits } from "@/lib/readers/fits";
import { parseSurveyRules, translateFile } from "@/lib/readers/surveys";
import { fitsBytes, makeFits, type TestHdu } from "@/lib/testing/make-fits";
import { loadDetector, rowMedians } from ".";

const [RAW_WIDTH, RAW_HEIGHT, PRESCAN, WIDTH, HEIGHT] = [576, 2048, 3, 509, 2000];
const PRIMARY = {
  INSTRUME: "LSSTCam",
  OBSID: "MC_O_20250613_000222",
  RAFTBAY: "R44",
  CCDSLOT: "SW0",
  LSST_NUM: "ITL-4400B-025",
};

/** Bias of an amplifier and row, and the signal above it. */
const biasOf = (amplifier: number, y: number) => 1000 * amplifier + (y % 7);
const signalOf = (amplifier: number, x: number, y: number) => ((x * 31 + y * 17 + amplifier * 5) % 97) + 1;

function rawAmplifier(amplifier: number): TestHdu {
  const pixels = new Int16Array(RAW_WIDTH * RAW_HEIGHT);
  for (let y = 0; y < RAW_HEIGHT; y++) {
    for (let x = 0; x < RAW_WIDTH; x++) {
      const isData = x >= PRESCAN && x < PRESCAN + WIDTH && y < HEIGHT;
      const signal = isData ? signalOf(amplifier, x - PRESCAN, y) : 0;
      pixels[y * RAW_WIDTH + x] = biasOf(amplifier, y) + signal;
    }
  }
  return { cards: { EXTNAME: `Segment1${amplifier}` }, size: [RAW_WIDTH, RAW_HEIGHT], pixels };
}

const AMPLIFIERS = Array.from({ length: 8 }, (_, index) => rawAmplifier(index));

async function load(bytes: Uint8Array, removeSignature = true) {
  const file = await openFits(memoryByteSource(bytes, "raw.fits"));
  const { exposure, images } = translateFile(file, "raw.fits");
  return loadDetector(file, images[0]!, exposure, { removeSignature });
}

it("places each raw pixel of a wavefront sensor, in electrons above the overscan of its row", async () => {
  const detector = await load(fitsBytes([{ cards: PRIMARY }, ...AMPLIFIERS]));
  expect(detector).toMatchObject({ width: 8 * WIDTH, height: HEIGHT, unit: "electron", bad: null, notes: [] });
  expect(detector.saturatedFraction).toBe(0);
  const gains = findDetector(getCamera("LSSTCam"), "R44_SW0")!.amplifiers.map(({ gain }) => gain!);
  let wrong = 0;
  for (let y = 0; y < HEIGHT; y += 3) {
    for (let x = 0; x < 8 * WIDTH; x++) {
      // C10 lies at the right end of this sensor; every amplifier is flipped in x and y
      const amplifier = 7 - Math.floor(x / WIDTH);
      const expected = signalOf(amplifier, WIDTH - 1 - (x % WIDTH), HEIGHT - 1 - y) * gains[amplifier]!;
      if (Math.abs(detector.pixels[y * 8 * WIDTH + x]! - expected) > 1e-4 * expected) wrong++;
    }
  }
  expect(wrong).toBe(0);
});

it("leaves an amplifier that is missing or cut off undefined and bad, with a note", async () => {
  const whole = fitsBytes([{ cards: PRIMARY }, ...AMPLIFIERS.filter((_, index) => index !== 2)]);
  const cut = whole.slice(0, whole.length - 100 * 2880);
  const detector = await load(cut);
  const isLost = (x: number) => [2, 7].includes(7 - Math.floor(x / WIDTH));
  let wrong = 0;
  for (let i = 0; i < detector.pixels.length; i += 11) {
    const lost = isLost(i % (8 * WIDTH));
    if (Number.isNaN(detector.pixels[i]) !== lost || (detector.bad![i] === 1) !== lost) wrong++;
  }
  expect(wrong).toBe(0);
  expect(detector.saturatedFraction).toBeNull();
  expect(detector.notes).toEqual([
    expect.stringMatching(/^amplifier C12 has no pixels: .*no HDU of amplifier C12/),
    expect.stringMatching(/^amplifier C17 has no pixels: .*truncated/),
  ]);
});

it("refuses a raw file of which no amplifier can be read", async () => {
  const tiny = ["Segment10", "Segment11"].map((EXTNAME): TestHdu => ({ cards: { EXTNAME }, size: [4, 4] }));
  await expect(load(fitsBytes([{ cards: PRIMARY }, ...tiny]))).rejects.toThrow(
    /raw amplifier of 4 x 4 pixels, expected at least/,
  );
});

it("marks saturated pixels bad and counts them", async () => {
  const size: [number, number] = [12, 4];
  const pixels = new Float32Array(48).fill(1000);
  pixels[5] = 65535;
  pixels[20] = Number.NaN;
  const cards = { VERSION: "kastb", OBSNUM: 1, "DATE-OBS": "2015-05-20T03:44:04", AMPSROW: 2, COVER: 2 };
  const file = await makeFits([{ cards, size, pixels }], "b1.fits");
  const { exposure, images } = translateFile(file, "b1.fits");
  const detector = await loadDetector(file, images[0]!, exposure, { removeSignature: true });
  expect(detector).toMatchObject({ width: 8, height: 4, saturatedFraction: 1 / 32, unit: "electron" });
  expect([...detector.bad!.entries()].filter(([, value]) => value === 1).map(([index]) => index)).toEqual([5]);
});

it("writes into the memory that it is given", async () => {
  const cards = { DATASEC: "[1:3,1:2]" };
  const file = await makeFits([{ cards, size: [3, 2], pixels: Float32Array.of(1, 2, 3, 4, 5, 6) }], "a_1.fits");
  const { exposure, images } = translateFile(file, "a_1.fits");
  const memory = new Float32Array(100);
  const allocate = (count: number) => memory.subarray(10, 10 + count);
  const detector = await loadDetector(file, images[0]!, exposure, { removeSignature: true, allocate });
  expect(detector.pixels.buffer).toBe(memory.buffer);
  expect([...memory.subarray(9, 17)]).toEqual([0, 1, 2, 3, 4, 5, 6, 0]);
});

it("makes pixels bad by the planes of the mask, and only those asked for", async () => {
  const size: [number, number] = [3, 2];
  const planes: TestHdu[] = [
    { cards: { INSTRUMENT: "LSSTCam", IDNUM: 2025061300222 } },
    { cards: { EXTTYPE: "IMAGE", BUNIT: "nJy" }, size, pixels: new Float32Array(6) },
    {
      cards: { EXTTYPE: "MASK", MP_BAD: 0, MP_SAT: 1, MP_DETECTED: 5, MP_STREAK: 9 },
      size,
      pixels: Int32Array.of(0, 1, 2, 32, 512, 3),
    },
  ];
  const file = await makeFits(planes, "post_isr_R22_S11.fits");
  const { exposure, images } = translateFile(file, "post_isr_R22_S11.fits");
  const detector = await loadDetector(file, images[0]!, exposure, { removeSignature: true });
  expect(detector).toMatchObject({ unit: "nJy", saturatedFraction: 2 / 6, amplifiers: [], notes: [] });
  expect([...detector.bad!]).toEqual([0, 1, 1, 0, 0, 1]);
  const streaks = await loadDetector(file, images[0]!, exposure, { removeSignature: true, badPlanes: ["STREAK"] });
  expect([...streaks.bad!]).toEqual([0, 0, 0, 0, 1, 0]);
});

it("keeps low bits of a mask whose high bits float32 cannot hold", async () => {
  const mask = new Int32Array(3 * 600);
  mask[0] = (1 << 30) | 1;
  mask[1000] = 1 << 30;
  mask[1799] = (1 << 30) | 3;
  const planes: TestHdu[] = [
    { cards: { IDNUM: 7 } },
    { cards: { EXTTYPE: "IMAGE" }, size: [3, 600], pixels: new Float32Array(1800) },
    { cards: { EXTTYPE: "MASK", MP_BAD: 0, MP_SAT: 1, MP_OTHER: 30 }, size: [3, 600], pixels: mask },
  ];
  const file = await makeFits(planes, "a.fits");
  const { exposure, images } = translateFile(file, "a.fits");
  const detector = await loadDetector(file, images[0]!, exposure, { removeSignature: false });
  expect(detector.saturatedFraction).toBe(1 / 1800);
  expect([...detector.bad!.entries()].filter(([, value]) => value === 1).map(([i]) => i)).toEqual([0, 1799]);
});

it("ignores a mask of another size, with a note", async () => {
  const planes: TestHdu[] = [
    { cards: { IDNUM: 7 } },
    { cards: { EXTTYPE: "IMAGE" }, size: [3, 2], pixels: new Float32Array(6) },
    { cards: { EXTTYPE: "MASK", MP_BAD: 0 }, size: [2, 2], pixels: new Int32Array(4) },
  ];
  const file = await makeFits(planes, "a.fits");
  const { exposure, images } = translateFile(file, "a.fits");
  const detector = await loadDetector(file, images[0]!, exposure, { removeSignature: false });
  expect(detector).toMatchObject({
    bad: null,
    notes: [expect.stringMatching(/^mask ignored: .*mask of 2 x 2, expected the image's 3 x 2/)],
  });
});

it("takes medians of rows as a slow twin does, without undefined pixels", () => {
  let seed = 1;
  const random = () => {
    seed = (seed * 16807) % 2147483647;
    return seed / 2147483647;
  };
  const [width, rows] = [23, 40];
  const pixels = Float32Array.from({ length: width * rows }, () => (random() < 0.1 ? Number.NaN : random() * 100));
  pixels.fill(Number.NaN, 5 * width, 6 * width);
  const found = rowMedians(pixels, width, { start: 7, end: 21 }, { start: 2, end: 38 });
  const expected = Array.from({ length: 36 }, (_, row) => {
    const values = [...pixels.subarray((row + 2) * width + 7, (row + 2) * width + 21)].filter(Number.isFinite);
    values.sort((a, b) => a - b);
    const middle = values.length / 2;
    return Number.isInteger(middle) ? (values[middle - 1]! + values[middle]!) / 2 : values[Math.floor(middle)]!;
  });
  expect(found[3]).toBeNaN();
  expect([...found]).toEqual(expected.map((value) => (Number.isNaN(value) ? value : Math.fround(value))));
});

it("removes the overscan that DATASEC and BIASSEC tell of", async () => {
  const size: [number, number] = [5, 2];
  const pixels = Float32Array.of(11, 12, 13, 10, 10, 24, 25, 26, 20, 22);
  const cards = { INSTRUME: "Other", EXPNUM: 4, DATASEC: "[1:3,1:2]", BIASSEC: "[4:5,1:2]", GAIN: 2 };
  const file = await makeFits([{ cards, size, pixels }], "a.fits");
  const { exposure, images } = translateFile(file, "a.fits", parseSurveyRules("product_type: raw"));
  const detector = await loadDetector(file, images[0]!, exposure, { removeSignature: true });
  expect(detector).toMatchObject({ width: 3, height: 2, unit: "electron", notes: [], saturatedFraction: null });
  expect([...detector.pixels]).toEqual([2, 4, 6, 6, 8, 10]);
});

it("says when nothing tells how a raw image was read out", async () => {
  const file = await makeFits([{ size: [3, 2], pixels: new Float32Array(6) }], "a_1.fits");
  const { exposure, images } = translateFile(file, "a_1.fits", parseSurveyRules("product_type: raw"));
  const { notes, unit } = await loadDetector(file, images[0]!, exposure, { removeSignature: true });
  expect(unit).toBe("adu");
  expect(notes).toEqual(["signature not removed: the header does not tell data and overscan apart"]);
});
