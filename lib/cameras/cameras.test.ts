import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { describeWithData, testDataPath } from "@/lib/testing/test-data";
import { type CornersMm, findCamera, findDetector, getCamera, listCameras, type PixelBox, scaledAmplifiers } from ".";

const point = z.tuple([z.number(), z.number()]);
const corners = z.tuple([point, point, point, point]);
const box = z.tuple([point, point]);
const reference = z.object({
  plate_scale_arcsec_per_mm: z.number().optional(),
  raw_amp_layout_by_physical_type: z
    .record(
      z.string(),
      z.object({
        rawBBox: box,
        rawDataBBox: box,
        rawSerialPrescanBBox: box,
        rawSerialOverscanBBox: box,
        rawParallelOverscanBBox: box,
      }),
    )
    .optional(),
  detectors: z.array(
    z.object({
      id: z.number(),
      name: z.string(),
      raft: z.string(),
      sensor: z.string(),
      type: z.string(),
      physical_type: z.string().optional(),
      serial: z.string().optional(),
      center: point,
      z_mm: z.number().optional(),
      rotation: z.number(),
      corners_mm: corners,
      nx: z.number(),
      ny: z.number(),
      pixel_size_mm: z.number(),
      amps: z
        .array(
          z.object({
            name: z.string(),
            x0: z.number(),
            y0: z.number(),
            width: z.number(),
            height: z.number(),
            corners_mm: corners,
            hdu: z.number().optional(),
            flip_x: z.boolean().optional(),
            flip_y: z.boolean().optional(),
            gain_e_per_adu: z.number(),
            read_noise_e: z.number(),
            saturation: z.number(),
          }),
        )
        .default([]),
    }),
  ),
});

function largestDistance(found: CornersMm, expected: z.infer<typeof corners>): number {
  return Math.max(...found.map(([x, y], i) => Math.hypot(x - expected[i]![0], y - expected[i]![1])));
}

it.each([
  ["LSSTCam", 205, 3216],
  ["LSSTComCam", 9, 144],
  ["LATISS", 1, 16],
  ["DECam", 62, 124],
  ["HSC", 112, 448],
  ["RomanWFI", 18, 0],
])("has %s with %i detectors and %i amplifiers", (instrument, detectorCount, amplifierCount) => {
  const camera = getCamera(instrument);
  expect(camera.detectors).toHaveLength(detectorCount);
  expect(camera.detectors.flatMap(({ amplifiers }) => amplifiers)).toHaveLength(amplifierCount);
  expect(new Set(camera.detectors.map(({ id }) => id)).size).toBe(detectorCount);
  expect(new Set(camera.detectors.map(({ name }) => name)).size).toBe(detectorCount);
});

it("places the middle sensor in the middle and the rafts by row and column", () => {
  const camera = getCamera("LSSTCam");
  expect(findDetector(camera, "R22_S11")).toMatchObject({ id: 94, centerMm: [0, 0], type: "SCIENCE" });
  expect(findDetector(camera, 0)).toMatchObject({ name: "R01_S00", physicalType: "ITL" });
  expect(findDetector(camera, "R44_SW1")).toMatchObject({ id: 204, type: "WAVEFRONT", heightMm: 1.5 });
  const count = (type: string) => camera.detectors.filter((detector) => detector.type === type).length;
  expect([count("SCIENCE"), count("GUIDER"), count("WAVEFRONT")]).toEqual([189, 8, 8]);
});

it("covers each detector with its amplifiers, without gap or overlap", () => {
  const overlap = (a: PixelBox, b: PixelBox) =>
    Math.max(0, Math.min(a.x0 + a.width, b.x0 + b.width) - Math.max(a.x0, b.x0)) *
    Math.max(0, Math.min(a.y0 + a.height, b.y0 + b.height) - Math.max(a.y0, b.y0));
  for (const { name, width, height, amplifiers } of listCameras().flatMap(({ detectors }) => detectors)) {
    if (amplifiers.length === 0) continue;
    const whole = { x0: 0, y0: 0, width, height };
    expect(
      amplifiers.reduce((sum, amplifier) => sum + overlap(amplifier, whole), 0),
      name,
    ).toBe(width * height);
    expect(
      amplifiers.some((a, i) => amplifiers.some((b, j) => j > i && overlap(a, b) > 0)),
      name,
    ).toBe(false);
  }
});

it("knows no camera of another name, and says which it knows", () => {
  expect(findCamera("Kast")).toBeNull();
  expect(findCamera("constructor")).toBeNull();
  expect(() => getCamera("Kast")).toThrow(/instrument Kast, expected one of LSSTCam/);
});

describeWithData("cameras against the reference geometry", () => {
  it.each(listCameras().map(({ instrument }) => instrument))(
    "%s agrees to 0.01 mm, and its amplifiers, flips, HDUs and gains exactly",
    (instrument) => {
      const camera = getCamera(instrument);
      const file = testDataPath(`camera/${instrument}.camera.json`);
      const expected = reference.parse(JSON.parse(readFileSync(file, "utf8")));
      expect(camera.plateScaleArcsecPerMm).toBe(expected.plate_scale_arcsec_per_mm ?? null);
      expect(camera.detectors.map(({ id }) => id)).toEqual(expected.detectors.map(({ id }) => id));
      for (const [index, theirs] of expected.detectors.entries()) {
        const ours = camera.detectors[index]!;
        expect(ours).toMatchObject({
          name: theirs.name,
          raft: theirs.raft,
          sensor: theirs.sensor,
          type: theirs.type,
          physicalType: theirs.physical_type ?? null,
          serial: theirs.serial ?? null,
          width: theirs.nx,
          height: theirs.ny,
          pixelSizeMm: theirs.pixel_size_mm,
          rotationDeg: theirs.rotation,
          heightMm: theirs.z_mm ?? 0,
        });
        expect(Math.hypot(ours.centerMm[0] - theirs.center[0], ours.centerMm[1] - theirs.center[1])).toBeLessThan(0.01);
        expect(largestDistance(ours.cornersMm, theirs.corners_mm)).toBeLessThan(0.01);
        expect(ours.amplifiers).toHaveLength(theirs.amps.length);
        for (const [i, amplifier] of theirs.amps.entries()) {
          // the upstream policy numbers C14 of the wavefront sensors as C13
          const hdu = ours.physicalType === "ITL_WF" && amplifier.name === "C14" ? 5 : (amplifier.hdu ?? null);
          expect(ours.amplifiers[i]).toMatchObject({
            name: amplifier.name,
            x0: amplifier.x0,
            y0: amplifier.y0,
            width: amplifier.width,
            height: amplifier.height,
            hdu,
            flipX: amplifier.flip_x ?? false,
            flipY: amplifier.flip_y ?? false,
            gain: amplifier.gain_e_per_adu,
            readNoise: amplifier.read_noise_e,
            saturation: amplifier.saturation,
          });
          expect(largestDistance(ours.amplifiers[i]!.cornersMm, amplifier.corners_mm)).toBeLessThan(0.01);
        }
      }
    },
  );

  it.each(["LSSTCam", "LSSTComCam", "LATISS"])("%s has the raw layouts of the reference", (instrument) => {
    const file = testDataPath(`camera/${instrument}.camera.json`);
    const layouts = reference.parse(JSON.parse(readFileSync(file, "utf8"))).raw_amp_layout_by_physical_type ?? {};
    const pixels = ([[x0, y0], [width, height]]: z.infer<typeof box>) => ({ x0, y0, width, height });
    for (const { physicalType, amplifiers } of getCamera(instrument).detectors) {
      const theirs = layouts[physicalType ?? ""]!;
      expect(amplifiers[0]!.layout).toEqual({
        raw: pixels(theirs.rawBBox),
        data: pixels(theirs.rawDataBBox),
        serialPrescan: pixels(theirs.rawSerialPrescanBBox),
        serialOverscan: pixels(theirs.rawSerialOverscanBBox),
        parallelOverscan: pixels(theirs.rawParallelOverscanBBox),
      });
    }
  });
});

describe("scaledAmplifiers", () => {
  it("cover a smaller frame without gap or overlap", () => {
    for (const detector of getCamera("LSSTCam").detectors) {
      const amplifiers = scaledAmplifiers(detector, 320, 312);
      expect(amplifiers.reduce((sum, { width, height }) => sum + width * height, 0)).toBe(320 * 312);
      expect(amplifiers.every(({ readNoise }) => readNoise! > 0)).toBe(true);
    }
  });

  it("are the amplifiers themselves on a frame of the detector's size", () => {
    const detector = getCamera("LSSTCam").detectors[94]!;
    const boxes = scaledAmplifiers(detector, detector.width, detector.height);
    expect(boxes).toEqual(
      detector.amplifiers.map(({ name, x0, y0, width, height, readNoise }) => ({
        name,
        x0,
        y0,
        width,
        height,
        readNoise,
      })),
    );
  });
});
