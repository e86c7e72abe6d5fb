// Dark rings, dark blobs and bright blobs: round things with a known profile, placed apart from each other.

import { type Frame, noiseAt, recordTruth } from "./frame";
import type { RandomStream } from "./random";
import type { SimulationSettings } from "./settings";
import type { TruthKind } from "./truth";

/** Profile is painted out to this many Gaussian sigma beyond its radius. */
const PAINTED_SIGMA = 5;
/** Free pixels between two features, so that neither changes the other's measurement. */
const CLEARANCE_PIXELS = 14;
const PLACEMENT_TRIES = 400;

/** A round profile exp(-(r - radius)^2 / (2 width^2)); a blob has radius 0. */
export interface RoundFeature {
  kind: Extract<TruthKind, "ring" | "blob" | "bright_blob">;
  x: number;
  y: number;
  radiusPixels: number;
  widthPixels: number;
}

/**
 * Draws rings, blobs and bright blobs and paints them into the frame.
 *
 * Each lies whole inside the frame and apart from those in `placed`. One that finds no free place in some hundred tries is
 * left out, of the image and of the truth.
 *
 * @param frame changed in place
 * @param settings counts, depths and sizes
 * @param random stream of the detector (recurrent features) or of the exposure (the others)
 * @param isRecurrent which of the counts are meant
 * @param placed features already there; new ones are appended
 */
export function addFeatures(
  frame: Frame,
  settings: SimulationSettings,
  random: RandomStream,
  isRecurrent: boolean,
  placed: RoundFeature[],
): void {
  const wanted: [RoundFeature["kind"], number][] = isRecurrent
    ? [
        ["ring", random.count(settings.recurrentRings)],
        ["blob", random.count(settings.recurrentBlobs)],
      ]
    : [
        ["ring", random.count(settings.rings)],
        ["blob", random.count(settings.blobs)],
        ["bright_blob", random.count(settings.brightBlobs)],
      ];
  for (const [kind, count] of wanted) {
    for (let i = 0; i < count; i++) {
      const depthSigma = random.logUniform(...settings.depthSigma);
      const electrons = random.logUniform(...settings.brightBlobElectrons);
      const feature = place(frame, drawShape(kind, settings, random), random, placed);
      if (feature === null) continue;
      placed.push(feature);
      if (kind === "bright_blob") paintBright(frame, feature, electrons);
      else paintDark(frame, feature, depthSigma, isRecurrent);
    }
  }
}

/**
 * Sum of the squared profile over the pixels of the frame: the effective pixels of the matched filter.
 *
 * @param frame clips the profile
 * @param feature shape and place
 * @returns sum of M^2, in pixels
 */
function effectivePixels(frame: Frame, feature: RoundFeature): number {
  let sum = 0;
  forEachPixel(frame, feature, (_, value) => {
    sum += value * value;
  });
  return sum;
}

function drawShape(
  kind: RoundFeature["kind"],
  settings: SimulationSettings,
  random: RandomStream,
): Omit<RoundFeature, "x" | "y"> {
  const radius = random.uniform(...settings.ringRadiusPixels);
  const ringWidth = random.uniform(...settings.ringWidthPixels);
  const sigma = random.uniform(...settings.blobSigmaPixels);
  return kind === "ring"
    ? { kind, radiusPixels: radius, widthPixels: ringWidth }
    : { kind, radiusPixels: 0, widthPixels: sigma };
}

function place(
  frame: Frame,
  shape: Omit<RoundFeature, "x" | "y">,
  random: RandomStream,
  placed: RoundFeature[],
): RoundFeature | null {
  const extent = extentOf(shape);
  if (2 * extent >= Math.min(frame.width, frame.height)) return null;
  for (let i = 0; i < PLACEMENT_TRIES; i++) {
    const x = random.uniform(extent, frame.width - 1 - extent);
    const y = random.uniform(extent, frame.height - 1 - extent);
    const isFree = placed.every(
      (other) => Math.hypot(x - other.x, y - other.y) > extent + extentOf(other) + CLEARANCE_PIXELS,
    );
    if (isFree) return { ...shape, x, y };
  }
  return null;
}

/** Radius within which the profile is worth looking at. */
function extentOf(shape: Omit<RoundFeature, "x" | "y">): number {
  return shape.radiusPixels + 3 * shape.widthPixels;
}

function paintDark(frame: Frame, feature: RoundFeature, depthSigma: number, isRecurrent: boolean): void {
  const noise = noiseAt(frame, feature.x, feature.y);
  const depthElectrons = (depthSigma * noise) / Math.sqrt(effectivePixels(frame, feature));
  forEachPixel(frame, feature, (index, value) => {
    frame.pixels[index]! -= depthElectrons * value;
  });
  recordTruth(frame, {
    kind: feature.kind,
    x: feature.x,
    y: feature.y,
    depthSigma,
    peakElectrons: depthElectrons,
    radiusPixels: feature.kind === "ring" ? feature.radiusPixels : null,
    widthPixels: feature.widthPixels,
    isRecurrent,
  });
}

function paintBright(frame: Frame, feature: RoundFeature, peakElectrons: number): void {
  forEachPixel(frame, feature, (index, value) => {
    frame.pixels[index]! += peakElectrons * value;
  });
  recordTruth(frame, {
    kind: feature.kind,
    x: feature.x,
    y: feature.y,
    peakElectrons,
    widthPixels: feature.widthPixels,
  });
}

function forEachPixel(frame: Frame, feature: RoundFeature, visit: (index: number, value: number) => void): void {
  const reach = feature.radiusPixels + PAINTED_SIGMA * feature.widthPixels;
  const [firstX, lastX] = [Math.max(0, Math.ceil(feature.x - reach)), Math.min(frame.width - 1, feature.x + reach)];
  const [firstY, lastY] = [Math.max(0, Math.ceil(feature.y - reach)), Math.min(frame.height - 1, feature.y + reach)];
  for (let y = firstY; y <= lastY; y++) {
    for (let x = firstX; x <= lastX; x++) {
      const offset = (Math.hypot(x - feature.x, y - feature.y) - feature.radiusPixels) / feature.widthPixels;
      if (Math.abs(offset) <= PAINTED_SIGMA) visit(y * frame.width + x, Math.exp(-0.5 * offset * offset));
    }
  }
}
