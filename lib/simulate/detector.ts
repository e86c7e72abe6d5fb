// One simulated post-ISR dark of one detector: pixels in electrons, mask, and the truth about both.

import { InvalidParameterError } from "../errors";
import { fillBackground } from "./background";
import { addCosmicRays } from "./cosmic-rays";
import { addFeatures, type RoundFeature } from "./features";
import type { AmplifierToSimulate, Frame } from "./frame";
import { addHotDefects } from "./hot-defects";
import { RandomStream } from "./random";
import { parseSimulationSettings, type SimulationSettings, type SimulationSettingsInput } from "./settings";
import type { TruthRow } from "./truth";

const DEFAULT_READ_NOISE_ELECTRONS = 6;
const SMALLEST_SIDE_PIXELS = 32;
const LARGEST_SIDE_PIXELS = 20_000;

/** Which detector, and what shall be in it. */
export interface DetectorToSimulate {
  width: number;
  height: number;
  /** Any text or number: another seed gives another world. Default 1. */
  seed?: number | string;
  instrument?: string;
  exposureId?: bigint;
  detector?: number;
  detectorName?: string;
  /** Must cover the frame; default eight columns and two rows as in LSSTCam. */
  amplifiers?: AmplifierToSimulate[];
  settings?: SimulationSettingsInput;
}

/** A simulated dark. */
export interface SimulatedDetector {
  width: number;
  height: number;
  /** electrons, pixels[y * width + x] */
  pixels: Float32Array;
  /** one byte a pixel, planes of MASK_PLANES */
  mask: Uint8Array;
  amplifiers: Frame["amplifiers"];
  settings: SimulationSettings;
  truth: TruthRow[];
}

/**
 * Simulates one detector of one exposure. The same options give the same pixels.
 *
 * In order: noise and background, hot pixels and columns, recurrent dark features, this exposure's dark and bright features,
 * cosmic rays. Allocates 5 bytes a pixel.
 *
 * @param options detector, exposure, seed and settings
 * @returns pixels, mask and truth
 * @throws InvalidParameterError when the frame is smaller than 32 or larger than 20,000 pixels a side, or a setting does not hold
 */
export function simulateDetector(options: DetectorToSimulate): SimulatedDetector {
  const settings = parseSimulationSettings(options.settings ?? {});
  for (const side of [options.width, options.height]) {
    if (Number.isInteger(side) && side >= SMALLEST_SIDE_PIXELS && side <= LARGEST_SIDE_PIXELS) continue;
    throw new InvalidParameterError({
      place: "simulated detector",
      found: `${options.width} x ${options.height} pixels`,
      expected: `whole numbers from ${SMALLEST_SIDE_PIXELS} to ${LARGEST_SIDE_PIXELS}`,
    });
  }
  const { seed = 1, instrument = "LSSTCam", detector = 0, exposureId = 0n } = options;
  const stream = (...parts: string[]) => new RandomStream([seed, instrument, detector, ...parts].join("/"));
  const defects = stream("background");
  const darkFactor = Math.exp(settings.detectorScatter * defects.gaussian());
  const noiseFactor = Math.exp(0.25 * settings.detectorScatter * defects.gaussian());
  const darkElectrons = settings.darkCurrentElectronsPerSecond * settings.exposureTimeSeconds * darkFactor;
  const frame = makeFrame(options, settings, { darkElectrons, noiseFactor });
  const exposure = String(exposureId);
  fillBackground(frame, settings, darkElectrons, { defect: defects, exposure: stream("background", exposure) });
  addHotDefects(frame, settings, stream("hot"));
  const placed: RoundFeature[] = [];
  addFeatures(frame, settings, stream("features"), true, placed);
  addFeatures(frame, settings, stream("features", exposure), false, placed);
  addCosmicRays(frame, settings, stream("cosmic rays", exposure));
  const { width, height, pixels, mask, amplifiers, truth } = frame;
  return { width, height, pixels, mask, amplifiers, settings, truth };
}

/**
 * Amplifiers in a regular grid, as even as whole pixels allow.
 *
 * @param width of the frame in pixels
 * @param height of the frame in pixels
 * @param columns amplifiers along x
 * @param rows amplifiers along y
 * @returns boxes that cover the frame, C10 ... C17 below and C00 ... C07 above as in LSSTCam
 */
export function gridAmplifiers(width: number, height: number, columns = 8, rows = 2): AmplifierToSimulate[] {
  const edge = (index: number, count: number, length: number) => Math.round((index * length) / count);
  return Array.from({ length: columns * rows }, (_, i) => {
    const [column, row] = [i % columns, Math.floor(i / columns)];
    const [x0, y0] = [edge(column, columns, width), edge(row, rows, height)];
    return {
      name: `C${rows - 1 - row}${column}`,
      x0,
      y0,
      width: edge(column + 1, columns, width) - x0,
      height: edge(row + 1, rows, height) - y0,
      readNoiseElectrons: null,
    };
  });
}

function makeFrame(
  options: DetectorToSimulate,
  settings: SimulationSettings,
  { darkElectrons, noiseFactor }: { darkElectrons: number; noiseFactor: number },
): Frame {
  const { width, height, detector = 0, detectorName = `detector ${detector}`, exposureId = 0n } = options;
  const amplifiers = (options.amplifiers ?? gridAmplifiers(width, height)).map((amplifier) => {
    const own = amplifier.readNoiseElectrons ?? DEFAULT_READ_NOISE_ELECTRONS;
    const limit = settings.maximumReadNoiseElectrons ?? Number.POSITIVE_INFINITY;
    const readNoiseElectrons = Math.min(settings.readNoiseElectrons ?? own, limit) * noiseFactor;
    return { ...amplifier, readNoiseElectrons, noiseElectrons: Math.sqrt(readNoiseElectrons ** 2 + darkElectrons) };
  });
  return {
    width,
    height,
    pixels: new Float32Array(width * height),
    mask: new Uint8Array(width * height),
    amplifiers,
    identity: { exposureId, detector, detectorName },
    truth: [],
  };
}
