// What a simulated dark holds and how much of it. Every number has a default, so that {} is a believable detector.

import { z } from "zod";
import { InvalidParameterError } from "../errors";
import { refusalOf } from "../refusals";

const amount = z.number().min(0).max(1e6);
const fraction = z.number().min(0).max(1);

function range(low: number, high: number) {
  const positive = z.number().positive().max(1e4);
  return z
    .tuple([positive, positive])
    .refine(([first, last]) => first <= last, "the first number must not exceed the second")
    .default([low, high]);
}

/**
 * Counts "a detector": the whole part always, the rest as a probability (0.4: four detectors of ten have one).
 * Recurrent features keep position, shape and depth in every exposure of a detector; the others are drawn anew.
 */
const simulationSettingsSchema = z.strictObject({
  exposureTimeSeconds: amount.default(300),
  /** null: the amplifier's own, or 6 where the camera does not tell */
  readNoiseElectrons: amount.nullable().default(null),
  /** amplifiers with more (LSSTCam has dead ones of 40 to 100) are given this much; null: as they are */
  maximumReadNoiseElectrons: amount.nullable().default(null),
  darkCurrentElectronsPerSecond: amount.default(0.02),
  /** standard deviation of what is left of an amplifier's bias level */
  biasSpreadElectrons: amount.default(0.6),
  /** standard deviation of the bias difference from end to end of an amplifier, along x and along y */
  biasGradientElectrons: amount.default(1),
  /** amplitude of the concentric background rings of a wafer */
  treeRingElectrons: amount.default(0.3),
  /** relative scatter between detectors of dark current; read noise scatters by a quarter of it */
  detectorScatter: fraction.default(0.25),

  cosmicRaysPerMegapixel: amount.default(40),
  maskedCosmicRayFraction: fraction.default(0.7),
  hotPixelsPerMegapixel: amount.default(60),
  maskedHotPixelFraction: fraction.default(0.6),
  /** a detector */
  hotColumns: amount.default(0.3),
  masksHotColumns: z.boolean().default(true),
  /** bright round spots a detector: stars, glow, bright defects */
  brightBlobs: amount.default(0),
  brightBlobElectrons: range(200, 20000),

  /** a detector */
  rings: amount.default(0.25),
  blobs: amount.default(0.25),
  recurrentRings: amount.default(0.15),
  recurrentBlobs: amount.default(0.15),
  /** integrated depth of rings and blobs, drawn evenly in the logarithm */
  depthSigma: range(6, 60),
  ringRadiusPixels: range(3.5, 8),
  /** Gaussian sigma of the ring's annulus */
  ringWidthPixels: range(0.9, 1.8),
  /** Gaussian sigma of a blob, dark or bright */
  blobSigmaPixels: range(1.5, 4),
});

export type SimulationSettings = z.infer<typeof simulationSettingsSchema>;
export type SimulationSettingsInput = z.input<typeof simulationSettingsSchema>;

/**
 * Settings as given on a command line or in a test, completed with the defaults.
 *
 * @param input any part of the settings
 * @returns all of them
 * @throws InvalidParameterError naming the first setting that does not hold
 */
export function parseSimulationSettings(input: unknown): SimulationSettings {
  const parsed = simulationSettingsSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  const { name, found, expected } = refusalOf(parsed.error, input);
  throw new InvalidParameterError({ place: `simulation setting ${name || "(all)"}`, found, expected });
}
