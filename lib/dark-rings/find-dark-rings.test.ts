import { describe, expect, it } from "vitest";
import { createKernels } from "../kernels";
import { type DarkRing, DEFAULT_CONFIGURATION, findDarkRings, REFERENCE_CONFIGURATION } from ".";
import { IMAGE_A } from "./testing/image-a";

const kernels = createKernels();
const imageA = { ...IMAGE_A, bad: null, amplifiers: null };

const box = ({ y0, y1, x0, x1 }: DarkRing) => `y${y0}-${y1} x${x0}-${x1}`;

// Golden numbers: dark-ring reference, section 9.
describe("findDarkRings in reference mode, Image A", () => {
  const { rings, notes } = findDarkRings(imageA, REFERENCE_CONFIGURATION, kernels);
  const [blob, ring] = rings;

  it("finds the two footprints with their boxes", () => {
    expect(rings.map(box)).toEqual(["y16-25 x14-23", "y23-37 x33-46"]);
    expect(rings.map(({ footprintId, area }) => [footprintId, area])).toEqual([
      [0, 80],
      [1, 148],
    ]);
    expect(notes).toEqual([]);
  });

  it("measures their shapes", () => {
    expect(blob).toMatchObject({ circularity: 1, holeFracBbox: 0, holeFracTotal: 0, passesHoleChecks: false });
    expect(ring?.circularity).toBe(1);
    expect(ring?.holeFracBbox).toBeCloseTo(0.071429, 6);
    expect(ring?.holeFracTotal).toBeCloseTo(0.092025, 6);
    expect(ring?.centerOffset).toBeCloseTo(0.033914, 6);
    expect(ring?.passesHoleChecks).toBe(true);
  });

  it("scores them as upstream does: the blob, not the ring", () => {
    expect(blob?.gaussianLikeScore).toBeCloseTo(0.990992, 6);
    expect(blob?.gaussianSigmaPixels).toBeCloseTo(1.901294, 6);
    expect(ring?.gaussianLikeScore).toBeCloseTo(0.218264, 6);
    expect(ring?.gaussianSigmaPixels).toBeCloseTo(5.860213, 6);
  });

  it("measures nothing that upstream does not", () => {
    expect(blob).toMatchObject({ ringScore: null, morphology: null, meanDepthSigma: null, flags: [] });
  });
});

describe("findDarkRings in annulus mode, Image A", () => {
  const { rings, statistics } = findDarkRings(imageA, DEFAULT_CONFIGURATION, kernels);
  const [blob, ring] = rings;

  it("has the noise of the plane", () => {
    expect(statistics.planeMedian).toBeCloseTo(0.460614, 5);
    expect(statistics.planeSigma).toBeCloseTo(1.196572, 5);
  });

  it("finds the two footprints with their boxes", () => {
    expect(rings.map(box)).toEqual(["y17-24 x14-22", "y25-36 x35-45"]);
    expect(rings.map(({ area }) => area)).toEqual([59, 59]);
  });

  it("scores the tight boxes", () => {
    expect(blob?.gaussianLikeScore).toBeCloseTo(0.989701, 6);
    expect(blob?.gaussianSigmaPixels).toBeCloseTo(1.648662, 6);
    expect(ring?.gaussianLikeScore).toBeCloseTo(-0.245588, 6);
    expect(ring?.gaussianSigmaPixels).toBeCloseTo(5.672811, 6);
  });

  it("tells the blob from the ring", () => {
    expect(blob?.ringScore).toBeCloseTo(0.892559, 6);
    expect(blob?.blobScorePadded).toBeCloseTo(0.99021, 6);
    expect(blob).toMatchObject({ ringRadiusPixels: 2, ringWidthPixels: 1, morphology: "blob" });
    expect(ring?.ringScore).toBeCloseTo(0.970184, 6);
    expect(ring?.blobScorePadded).toBeCloseTo(0.561405, 6);
    expect(ring).toMatchObject({ ringRadiusPixels: 5, ringWidthPixels: 1.4, morphology: "ring" });
  });

  it("centres the ring", () => {
    expect(ring?.centerX).toBeCloseTo(31 + 8.928513, 6);
    expect(ring?.centerY).toBeCloseTo(21 + 9.200555, 6);
  });
});

describe("pixels that lie in kernel memory already", () => {
  it.each([REFERENCE_CONFIGURATION, DEFAULT_CONFIGURATION])(
    "give the same rows in $mode mode, and stay",
    (settings) => {
      const own = createKernels();
      const count = IMAGE_A.pixels.length;
      const offset = own.allocate(4 * count);
      const pixels = own.float32(offset, count);
      pixels.set(IMAGE_A.pixels);
      pixels[7] = Number.POSITIVE_INFINITY;
      const withGap = IMAGE_A.pixels.slice();
      withGap[7] = Number.POSITIVE_INFINITY;
      const { rings } = findDarkRings({ ...imageA, pixels }, settings, own);
      expect(rings).toEqual(findDarkRings({ ...imageA, pixels: withGap }, settings, kernels).rings);
      expect(own.float32(offset, count)).toEqual(withGap);
    },
  );
});
