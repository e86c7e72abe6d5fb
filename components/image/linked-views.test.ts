import { describe, expect, it } from "vitest";
import type { ImageDescription } from "@/lib/images/description";
import { northUp, skyDirections, skyLink, viewBySky } from "./linked-views";

/** A description with a TAN system of 0.2 arc seconds a pixel, turned by an angle; `parity` -1 has east to the right. */
function turned(angleDeg: number, parity = 1, scale = 0.2 / 3600): ImageDescription {
  const [cosine, sine] = [Math.cos((angleDeg * Math.PI) / 180), Math.sin((angleDeg * Math.PI) / 180)];
  const cards = {
    CTYPE1: "RA---TAN",
    CTYPE2: "DEC--TAN",
    CRPIX1: 51,
    CRPIX2: 61,
    CRVAL1: 150,
    CRVAL2: 20,
    CD1_1: -parity * scale * cosine,
    CD1_2: scale * sine,
    CD2_1: parity * scale * sine,
    CD2_2: scale * cosine,
  };
  return {
    key: "k",
    name: "n",
    width: 101,
    height: 121,
    unit: null,
    levels: 1,
    bin: 1,
    sample: [],
    wcs: Object.entries(cards).map(([keyword, value]) => ({ keyword, value })),
    wcsProblem: null,
    amplifiers: [],
    detectors: [],
    focalPlane: null,
    maskPlanes: [],
    isSigned: false,
    notes: [],
  };
}

const view = { x: 50, y: 60, matrix: [2, 0, 0, 2] as const };
const rounded = (matrix: readonly number[] | undefined) => matrix?.map((value) => Math.round(value * 1e4) / 1e4 + 0);

describe("views of one sky", () => {
  it("are the same for the same system", () => {
    const link = skyLink(turned(0), turned(0));
    const linked = link && viewBySky(view, link);
    expect(linked?.x).toBeCloseTo(50, 6);
    expect(rounded(linked?.matrix)).toEqual([2, 0, 0, 2]);
  });

  it("turn by the angle between them, and scale by the pixels", () => {
    const link = skyLink(turned(0), turned(90, 1, 0.4 / 3600));
    const linked = link && viewBySky(view, link);
    // a pixel of the other is two of the reference, a quarter turn on
    expect(linked?.y).toBeCloseTo(60, 6);
    const matrix = rounded(linked?.matrix) ?? [];
    expect(matrix.map(Math.abs)).toEqual([0, 4, 4, 0]);
    expect((matrix[1] ?? 0) * (matrix[2] ?? 0)).toBe(-16);
  });

  it("show the same star at the same place of the screen", () => {
    const [reference, other] = [turned(10), turned(-35, -1, 0.33 / 3600)];
    const link = skyLink(reference, other);
    const linked = link && viewBySky(view, link);
    const star = link?.fromReference(57, 63);
    if (!linked || !star) throw new Error("no link");
    const [a, b, c, d] = linked.matrix;
    const [dx, dy] = [star.x - linked.x, star.y - linked.y];
    expect(a * dx + b * dy).toBeCloseTo(14, 3);
    expect(c * dx + d * dy).toBeCloseTo(6, 3);
  });

  it("need coordinates in both", () => {
    expect(skyLink(turned(0), { ...turned(0), wcs: [] })).toBeNull();
    expect(skyLink(turned(0), { ...turned(0), wcsProblem: "CTYPE1 nonsense" })).toBeNull();
  });
});

describe("north up", () => {
  it.each([
    [0, 1],
    [40, 1],
    [40, -1],
    [180, 1],
  ])("has north up and east left at %d°, parity %d", (angle, parity) => {
    const description = turned(angle, parity);
    const up = northUp(description, view);
    const directions = skyDirections(description, 50, 60);
    if (!up || !directions) throw new Error("no sky");
    const [a, b, c, d] = up.matrix;
    const shown = ({ x, y }: { x: number; y: number }) => [a * x + b * y, c * x + d * y];
    expect(shown(directions.north)[0]).toBeCloseTo(0, 4);
    expect(shown(directions.north)[1]).toBeCloseTo(2, 4);
    expect(shown(directions.east)[0]).toBeCloseTo(-2, 3);
    expect(directions.arcsecPerPixel).toBeCloseTo(0.2, 5);
  });
});
