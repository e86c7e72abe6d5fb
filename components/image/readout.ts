// What is told about the place under the cursor besides its value: amplifier, detector, focal plane, sky.
import type { ImageDescription } from "@/lib/images/description";
import { formatNumber } from "../ui/format";
import { degreesText, hoursText, skyOf } from "./sky";

/** [a b c d e f]: X = a x + b y + c, Y = d x + e y + f. */
function mapped(matrix: readonly number[], x: number, y: number): { x: number; y: number } {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = matrix;
  return { x: a * x + b * y + c, y: d * x + e * y + f };
}

/** The box that holds a pixel. */
function boxAt<T extends { x0: number; y0: number; x1: number; y1: number }>(
  boxes: readonly T[],
  x: number,
  y: number,
): T | undefined {
  return boxes.find((box) => x >= box.x0 && x < box.x1 && y >= box.y0 && y < box.y1);
}

/** The detector of a mosaic under one of its pixels, the pixel of that detector in the middle of it, and the stage it is of. */
export function detectorAt(description: ImageDescription, x: number, y: number) {
  const box = boxAt(description.detectors, x, y);
  if (!box) return null;
  const at = mapped(box.matrix, x, y);
  return {
    detector: box.detector,
    name: box.name,
    x: Math.round(at.x),
    y: Math.round(at.y),
    stage: description.detectorStage,
  };
}

/** Names of the planes whose bits are set, a bit without name as its number. */
export function maskNames(description: ImageDescription, mask: number): string[] {
  const names: string[] = [];
  for (let bit = 0; bit < 32; bit++) {
    if (((mask >>> bit) & 1) === 0) continue;
    names.push(description.maskPlanes.find((plane) => plane.bit === bit)?.name ?? `bit ${bit}`);
  }
  return names;
}

export interface PlaceFacts {
  amplifier: string | null;
  /** of a mosaic: "R22_S11 x 1024 y 2044" */
  detector: string | null;
  /** "12.345, −3.210 mm" */
  focalPlane: string | null;
  /** "10:02:29.630 +02:12:00.00" */
  sexagesimal: string | null;
  /** "150.623458° +2.200000° ICRS" */
  degrees: string | null;
}

const SKY_DIGITS = 6;

/**
 * The facts of one pixel.
 *
 * @param base 0 or 1: how pixels are counted
 */
export function factsAt(description: ImageDescription, x: number, y: number, base: number): PlaceFacts {
  const detector = detectorAt(description, x, y);
  const focal = description.focalPlane ? mapped(description.focalPlane, x, y) : null;
  const wcs = skyOf(description);
  const sky = wcs?.pixelToWorld(x, y) ?? null;
  const isEquatorial = wcs?.axes[0].toUpperCase() === "RA";
  const signed = (value: number) => `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(SKY_DIGITS)}°`;
  return {
    amplifier: boxAt(description.amplifiers, x, y)?.name ?? null,
    detector: detector && `${detector.name} x ${detector.x + base} y ${detector.y + base}`,
    focalPlane: focal && `${formatNumber(focal.x, 3)}, ${formatNumber(focal.y, 3)} mm`,
    sexagesimal: sky && isEquatorial ? `${hoursText(sky.lonDeg)} ${degreesText(sky.latDeg)}` : null,
    degrees: sky && wcs ? `${sky.lonDeg.toFixed(SKY_DIGITS)}° ${signed(sky.latDeg)} ${wcs.frame}` : null,
  };
}
