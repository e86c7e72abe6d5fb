// Cosmic rays: short hits, straight muon tracks and the crooked tracks of slow electrons.

import { type Frame, noiseAt, recordTruth } from "./frame";
import { maskBit } from "./mask-planes";
import type { RandomStream } from "./random";
import type { SimulationSettings } from "./settings";

/** Diffusion of the charge on its way through the sensor. */
const DIFFUSION_PIXELS = 0.45;
const STEP_PIXELS = 0.5;
const MAXIMUM_LENGTH_PIXELS = 200;
/** Pixels with more charge than this many sigma count as part of the ray. */
const FLAGGED_SIGMA = 3;

/**
 * Adds cosmic rays and flags the pixels of some of them in the CR plane.
 *
 * Charge is spread by a Gaussian of 0.45 px; each ray's pixels above 3 sigma are flagged, or none of them (a ray that the
 * signature removal missed).
 *
 * @param frame changed in place
 * @param settings rate and flagged fraction
 * @param random stream of the exposure
 */
export function addCosmicRays(frame: Frame, settings: SimulationSettings, random: RandomStream): void {
  const count = random.count((settings.cosmicRaysPerMegapixel * frame.width * frame.height) / 1e6);
  for (let i = 0; i < count; i++) addRay(frame, settings.maskedCosmicRayFraction, random);
}

function addRay(frame: Frame, maskedFraction: number, random: RandomStream): void {
  const start = { x: random.uniform(0, frame.width - 1), y: random.uniform(0, frame.height - 1) };
  const track = drawTrack(random);
  const isMasked = random.chance(maskedFraction);
  const charges = new Map<number, number>();
  let { x, y } = start;
  let direction = random.uniform(0, 2 * Math.PI);
  for (let along = 0; along < track.lengthPixels; along += STEP_PIXELS) {
    deposit(frame, charges, x, y, track.electronsPerPixel * STEP_PIXELS * random.uniform(0.6, 1.4));
    direction += track.bend * random.gaussian();
    x += STEP_PIXELS * Math.cos(direction);
    y += STEP_PIXELS * Math.sin(direction);
  }
  const limit = FLAGGED_SIGMA * noiseAt(frame, start.x, start.y);
  let peakElectrons = 0;
  for (const [index, electrons] of charges) {
    frame.pixels[index]! += electrons;
    if (isMasked && electrons > limit) frame.mask[index]! |= maskBit("CR");
    peakElectrons = Math.max(peakElectrons, electrons);
  }
  recordTruth(frame, { kind: "cosmic_ray", ...start, peakElectrons, lengthPixels: track.lengthPixels, isMasked });
}

function drawTrack(random: RandomStream): { lengthPixels: number; electronsPerPixel: number; bend: number } {
  const kind = random.uniform();
  if (kind < 0.5)
    return { lengthPixels: random.uniform(0.5, 2), electronsPerPixel: random.logUniform(300, 6000), bend: 0 };
  const lengthPixels = Math.min(MAXIMUM_LENGTH_PIXELS, 4 + random.exponential(18));
  if (kind < 0.8) return { lengthPixels, electronsPerPixel: random.logUniform(250, 1200), bend: 0.01 };
  return { lengthPixels, electronsPerPixel: random.logUniform(400, 2500), bend: 0.25 };
}

function deposit(frame: Frame, charges: Map<number, number>, x: number, y: number, electrons: number): void {
  const [column, row] = [Math.round(x), Math.round(y)];
  const across = weights(x - column);
  const along = weights(y - row);
  for (let dy = -2; dy <= 2; dy++) {
    if (row + dy < 0 || row + dy >= frame.height) continue;
    for (let dx = -2; dx <= 2; dx++) {
      if (column + dx < 0 || column + dx >= frame.width) continue;
      const index = (row + dy) * frame.width + column + dx;
      charges.set(index, (charges.get(index) ?? 0) + electrons * across[dx + 2]! * along[dy + 2]!);
    }
  }
}

/** Gaussian sampled at the five pixels about the nearest one, sum 1. */
function weights(fractionalOffset: number): number[] {
  const samples = [-2, -1, 0, 1, 2].map((k) => Math.exp(-0.5 * ((k - fractionalOffset) / DIFFUSION_PIXELS) ** 2));
  const sum = samples.reduce((total, value) => total + value, 0);
  return samples.map((value) => value / sum);
}
