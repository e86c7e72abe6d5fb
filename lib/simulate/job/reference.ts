// The reference: a mosaic of dithered frames on a grid of its own, and its resampling to the science grid.

import type { RandomStream } from "../random";
import type { Plane } from "./convolve";
import { paintLight } from "./paint";
import type { Psf } from "./psf";
import type { SceneSource } from "./scene";
import type { JobSettings } from "./settings";
import { mapPixel, projectiveMap, tangentWorld, type World } from "./world";

/** A mosaic in counts of one exposure. */
export interface Mosaic {
  world: World;
  /** 0 where no frame lies */
  plane: Plane;
  /** frames over each pixel */
  coverage: Uint8Array;
  /** variance of a pixel is (counts + base) / coverage */
  baseVariance: number;
}

/** What the mosaic is made of. */
export interface MosaicOptions {
  /** of the science grid */
  world: World;
  /** pixels a side */
  size: number;
  psf: Psf;
  exposureTimeSeconds: number;
  settings: JobSettings;
  stream: (name: string) => RandomStream;
}

const LANCZOS = 3;
const PHASES = 256;
/** Dithers and the offset of the whole, as a part of the science frame. */
const DITHER = 0.01;
const OFFSET = 0.012;

/**
 * Makes the mosaic: sources that do not change, at places wrong by the misregistration; shot and read noise of as many frames as lie
 * there; saturation. Allocates 5 bytes a pixel.
 *
 * @param sources of the scene; transients and injections are not in it
 * @param options grid, PSF, settings, random streams
 * @returns the mosaic
 */
export function makeMosaic(sources: readonly SceneSource[], options: MosaicOptions): Mosaic {
  const { size, settings, psf, exposureTimeSeconds } = options;
  const world = tangentWorld(size, options.world.raDeg, options.world.decDeg, 0);
  const plane: Plane = { size, pixels: new Float32Array(size * size) };
  const toMosaic = projectiveMap(options.world, world);
  const rotationRadians = turnOf(toMosaic, options.world.size / 2);
  for (const source of sources) {
    if (source.referenceFactor === 0) continue;
    const { dx, dy } = misregistrationAt(source, options.world.size, settings);
    const [x, y] = mapPixel(toMosaic, source.x + dx, source.y + dy);
    paintLight(
      plane,
      { x, y, counts: source.counts * source.referenceFactor, shape: source.shape, rotationRadians },
      psf,
    );
  }
  const coverage = coverageOf(options);
  const baseVariance = settings.skyCountsPerSecond * exposureTimeSeconds + settings.readNoiseCounts ** 2;
  const noise = options.stream("reference noise");
  const most = settings.saturationCounts;
  for (let i = 0; i < plane.pixels.length; i++) {
    const frames = coverage[i]!;
    const counts = plane.pixels[i]!;
    if (frames === 0) plane.pixels[i] = 0;
    else plane.pixels[i] = Math.min(most, counts + Math.sqrt((counts + baseVariance) / frames) * noise.gaussian());
  }
  return { world, plane, coverage, baseVariance };
}

/** Offset of a source in the reference against the science image, pixels. */
function misregistrationAt({ x, y }: { x: number; y: number }, size: number, settings: JobSettings) {
  const [u, v] = [(2 * x) / size - 1, (2 * y) / size - 1];
  const { misregistrationPixels: constant, distortionPixels: slope } = settings;
  return { dx: constant * 0.8 + slope * u, dy: -constant * 0.6 + slope * v };
}

function turnOf(map: number[], middle: number): number {
  const [x0, y0] = mapPixel(map, middle, middle);
  const [x1, y1] = mapPixel(map, middle + 1, middle);
  return Math.atan2(y1 - y0, x1 - x0);
}

/** Frames of the science image's size, turned, dithered about a place a little off the science image's centre. */
function coverageOf({ size, world, settings, stream }: MosaicOptions): Uint8Array {
  const random = stream("dithers");
  const coverage = new Uint8Array(size * size);
  const angle = (settings.referenceRotationDeg * Math.PI) / 180;
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  const frame = world.size;
  const half = frame / 2;
  for (let k = 0; k < settings.referenceExposures; k++) {
    const x = (size - 1) / 2 + frame * (OFFSET + random.uniform(-DITHER, DITHER));
    const y = (size - 1) / 2 + frame * (OFFSET + random.uniform(-DITHER, DITHER));
    for (let j = 0; j < size; j++) {
      const along = bounds(cosine, (j - y) * sine, half);
      const across = bounds(-sine, (j - y) * cosine, half);
      const end = Math.min(size, Math.ceil(x + Math.min(along[1], across[1])));
      for (let i = Math.max(0, Math.ceil(x + Math.max(along[0], across[0]))); i < end; i++) coverage[j * size + i]!++;
    }
  }
  return coverage;
}

/** Offsets t with |slope t + shift| < half. */
function bounds(slope: number, shift: number, half: number): [low: number, high: number] {
  if (Math.abs(slope) < 1e-9) return Math.abs(shift) < half ? [-Infinity, Infinity] : [Infinity, -Infinity];
  const ends = [(-half - shift) / slope, (half - shift) / slope] as const;
  return [Math.min(...ends), Math.max(...ends)];
}

/** The reference on the science grid, counts; 0 where the coverage is 0. */
export interface Resampled {
  plane: Plane;
  /** of the nearest mosaic pixel */
  coverage: Uint8Array;
}

/**
 * Resamples a mosaic by Lanczos-3 weights from a table of 256 phases, not normalised but for the table's own sum: neighbouring pixels
 * become correlated, and saturated stars ring. Border: zeros outside.
 *
 * @param mosaic which
 * @param world of the science image
 * @returns the reference there
 */
export function resampleMosaic(mosaic: Mosaic, world: World): Resampled {
  const { plane, coverage, world: from } = mosaic;
  const map = projectiveMap(world, from);
  const table = lanczosTable();
  const size = world.size;
  const result: Resampled = {
    plane: { size, pixels: new Float32Array(size * size) },
    coverage: new Uint8Array(size * size),
  };
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const w = map[6]! * x + map[7]! * y + map[8]!;
      const u = (map[0]! * x + map[1]! * y + map[2]!) / w;
      const v = (map[3]! * x + map[4]! * y + map[5]!) / w;
      const [i, j] = [Math.round(u), Math.round(v)];
      if (i < LANCZOS || j < LANCZOS || i >= from.size - LANCZOS || j >= from.size - LANCZOS) continue;
      const frames = coverage[j * from.size + i]!;
      if (frames === 0) continue;
      result.coverage[y * size + x] = frames;
      result.plane.pixels[y * size + x] = interpolate(plane, u, v, table);
    }
  }
  return result;
}

function interpolate({ size, pixels }: Plane, u: number, v: number, table: Float64Array): number {
  const [i, j] = [Math.floor(u), Math.floor(v)];
  const across = 2 * LANCZOS * Math.round((u - i) * PHASES);
  const upward = 2 * LANCZOS * Math.round((v - j) * PHASES);
  let sum = 0;
  for (let k = 0; k < 2 * LANCZOS; k++) {
    const start = (j + k - LANCZOS + 1) * size + i - LANCZOS + 1;
    let row = 0;
    for (let l = 0; l < 2 * LANCZOS; l++) row += table[across + l]! * pixels[start + l]!;
    sum += table[upward + k]! * row;
  }
  return sum;
}

/** Weights of the six pixels about every phase, each set of sum 1. */
function lanczosTable(): Float64Array {
  const width = 2 * LANCZOS;
  const table = new Float64Array(width * (PHASES + 1));
  for (let phase = 0; phase <= PHASES; phase++) {
    const weights = Array.from({ length: width }, (_, k) => lanczos(k - LANCZOS + 1 - phase / PHASES));
    const sum = weights.reduce((total, weight) => total + weight, 0);
    table.set(
      weights.map((weight) => weight / sum),
      phase * width,
    );
  }
  return table;
}

function lanczos(x: number): number {
  if (x === 0) return 1;
  if (Math.abs(x) >= LANCZOS) return 0;
  const a = Math.PI * x;
  return (LANCZOS * Math.sin(a) * Math.sin(a / LANCZOS)) / (a * a);
}
