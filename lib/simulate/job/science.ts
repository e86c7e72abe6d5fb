// The science exposure: sky, sources, cosmic rays, shot and read noise, saturation.

import type { RandomStream } from "../random";
import { clippedNoise } from "./clipped";
import type { Plane } from "./convolve";
import { release } from "./files";
import { paintLight } from "./paint";
import { type Psf, stretched } from "./psf";
import type { SceneSource } from "./scene";
import type { JobSettings } from "./settings";

/** A cosmic ray's brightest pixel, science grid, 0-based. */
export interface CosmicRay {
  x: number;
  y: number;
}

/** What the exposure is made of. */
export interface ScienceOptions {
  size: number;
  psf: Psf;
  exposureTimeSeconds: number;
  settings: JobSettings;
  stream: (name: string) => RandomStream;
}

/** Images in DN/s; the gain is 1. */
export interface ScienceImage {
  /** as reformatted: the last row and column hold the clipped mean */
  plane: Plane;
  /** less its background, but for a tenth of the gradient */
  subtracted: Plane;
  cosmicRays: CosmicRay[];
}

/** A cosmic ray leaves this many counts at least. */
const LEAST_RAY_COUNTS = 250;
const MEAN_RAY_COUNTS = 1200;
const GRADIENT_LEFT = 0.1;

/**
 * Makes the science image.
 *
 * Order: sources with the PSF of their place, sky, cosmic rays, noise of variance counts + read noise², saturation. Allocates two planes.
 *
 * @param sources of the scene
 * @param options frame, PSF, settings, random streams
 * @returns images and where cosmic rays fell
 */
export function makeScience(sources: readonly SceneSource[], options: ScienceOptions): ScienceImage {
  const { size, settings, exposureTimeSeconds } = options;
  const { plane, cosmicRays } = expose(sources, options);
  fillAppended(plane);
  const subtracted: Plane = { size, pixels: new Float32Array(size * size) };
  const sky = settings.skyCountsPerSecond;
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const slope = settings.skyGradient * (x / size - 0.5) * (1 - GRADIENT_LEFT);
      const i = y * size + x;
      plane.pixels[i] = plane.pixels[i]! / exposureTimeSeconds;
      subtracted.pixels[i] = plane.pixels[i]! - sky * (1 + slope);
    }
  }
  return { plane, subtracted, cosmicRays };
}

/**
 * The detector's own image, before injection and reformatting: without the appended row and column, in counts. Noise is drawn as for the
 * science image, so that the two differ by what is injected. Allocates two planes.
 *
 * @param sources of the scene; injected ones are not on it
 * @param options as for the science image
 * @returns counts, one pixel less a side
 */
export function makeRaw(sources: readonly SceneSource[], options: ScienceOptions): Plane {
  const { plane } = expose(
    sources.filter(({ kind }) => kind !== "injected"),
    options,
  );
  const size = options.size - 1;
  const raw: Plane = { size, pixels: new Float32Array(size * size) };
  for (let y = 0; y < size; y++) {
    raw.pixels.set(plane.pixels.subarray(y * options.size, y * options.size + size), y * size);
  }
  release(plane.pixels);
  return raw;
}

/** Counts of sources, sky and cosmic rays with their noise. */
function expose(sources: readonly SceneSource[], options: ScienceOptions): { plane: Plane; cosmicRays: CosmicRay[] } {
  const { size, psf, settings } = options;
  const plane: Plane = { size, pixels: new Float32Array(size * size) };
  for (const source of sources) paintLight(plane, source, stretched(psf, widthAt(source.x, size, settings)));
  const cosmicRays = addRays(plane, options);
  addNoise(plane, options);
  return { plane, cosmicRays };
}

/** Width of the PSF there over that at the centre. */
function widthAt(x: number, size: number, { psfGradient }: JobSettings): number {
  return 1 + psfGradient * (2 * Math.min(1.2, Math.max(-0.2, x / size)) - 1);
}

function addNoise({ size, pixels }: Plane, { settings, exposureTimeSeconds, stream }: ScienceOptions): void {
  const noise = stream("science noise");
  const sky = settings.skyCountsPerSecond * exposureTimeSeconds;
  const readVariance = settings.readNoiseCounts ** 2;
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const i = y * size + x;
      const counts = pixels[i]! + sky * (1 + settings.skyGradient * (x / size - 0.5));
      const noisy = counts + Math.sqrt(counts + readVariance) * noise.gaussian();
      pixels[i] = Math.min(noisy, settings.saturationCounts);
    }
  }
}

function addRays({ size, pixels }: Plane, { settings, stream }: ScienceOptions): CosmicRay[] {
  const random = stream("cosmic rays");
  const count = random.count((settings.cosmicRaysPerMegapixel * size * size) / 1e6);
  return Array.from({ length: count }, () => {
    const [x, y] = [Math.floor(random.uniform(0, size - 1)), Math.floor(random.uniform(0, size - 1))];
    const total = LEAST_RAY_COUNTS + random.exponential(MEAN_RAY_COUNTS);
    const angle = random.uniform(0, 2 * Math.PI);
    const length = 1 + Math.floor(random.exponential(2));
    for (let step = 0; step < length; step++) {
      const [i, j] = [Math.round(x + step * Math.cos(angle)), Math.round(y + step * Math.sin(angle))];
      if (i >= 0 && j >= 0 && i < size && j < size) pixels[j * size + i]! += total / (1 + step);
    }
    return { x, y };
  });
}

/** The reformatted image has one row and one column more than the detector: the clipped mean. */
function fillAppended({ size, pixels }: Plane): void {
  const { mean } = clippedNoise(pixels);
  for (let i = 0; i < size; i++) {
    pixels[(size - 1) * size + i] = mean;
    pixels[i * size + size - 1] = mean;
  }
}
