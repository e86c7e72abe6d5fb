// What a simulated sensor is: the same in every exposure of a seed.

import { RandomStream } from "./random";
import type { RawSettings } from "./raw-settings";

/** Planes of one detector, `plane[y * width + x]`. */
export interface CalibrationTruth {
  width: number;
  height: number;
  /** electrons above the overscan, in every exposure */
  bias: Float32Array<ArrayBuffer>;
  /** electrons a second */
  dark: Float32Array<ArrayBuffer>;
  /** response to even light, of mean 1 */
  flat: Float32Array<ArrayBuffer>;
}

/** Rows from the lower edge over which the glow falls to 1/e. */
const GLOW_ROWS = 20;

/**
 * The sensor behind simulated raw exposures: a bias pattern of columns with a glow at the lower edge, a dark current with hot
 * pixels and columns, and a response with vignetting and scatter.
 *
 * @param detector which one: seed, instrument, id, size and settings make it
 * @returns its planes; about 30 ns a pixel
 */
export function calibrationTruth(detector: {
  seed: number | string;
  instrument: string;
  detector: number;
  width: number;
  height: number;
  settings: RawSettings;
}): CalibrationTruth {
  const { width, height, settings } = detector;
  const stream = (part: string) =>
    new RandomStream([detector.seed, detector.instrument, detector.detector, part].join("/"));
  return {
    width,
    height,
    bias: biasPattern(width, height, settings, stream("bias")),
    dark: darkCurrent(width, height, settings, stream("dark")),
    flat: response(width, height, settings, stream("flat")),
  };
}

function biasPattern(width: number, height: number, settings: RawSettings, random: RandomStream) {
  const columns = Float32Array.from({ length: width }, () => settings.biasPatternElectrons * random.gaussian());
  const plane = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    const glow = settings.biasPatternElectrons * Math.exp(-y / GLOW_ROWS);
    for (let x = 0; x < width; x++) plane[y * width + x] = columns[x]! + glow;
  }
  return plane;
}

function darkCurrent(width: number, height: number, settings: RawSettings, random: RandomStream) {
  const plane = new Float32Array(width * height).fill(settings.darkCurrentElectronsPerSecond);
  const pixels = random.count((settings.hotPixelsPerMegapixel * width * height) / 1e6);
  for (let i = 0; i < pixels; i++) {
    const index = Math.floor(random.uniform(0, height)) * width + Math.floor(random.uniform(0, width));
    plane[index]! += settings.hotPixelElectronsPerSecond * random.logUniform(0.1, 1);
  }
  const columns = random.count(settings.hotColumns);
  for (let i = 0; i < columns; i++) {
    const x = Math.floor(random.uniform(0, width));
    for (let y = 0; y < height; y++) plane[y * width + x]! += settings.hotColumnElectronsPerSecond;
  }
  return plane;
}

function response(width: number, height: number, settings: RawSettings, random: RandomStream) {
  const plane = new Float32Array(width * height);
  let sum = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const squared = ((2 * x) / width - 1) ** 2 + ((2 * y) / height - 1) ** 2;
      const value = (1 - settings.vignetting * (squared / 2)) * (1 + settings.responseScatter * random.gaussian());
      plane[y * width + x] = value;
      sum += value;
    }
  }
  const mean = sum / plane.length;
  for (let i = 0; i < plane.length; i++) plane[i]! /= mean;
  return plane;
}
