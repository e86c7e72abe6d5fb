// What a simulated job holds beside its counts of sources, and how much its two subtractions suffer.

import { z } from "zod";
import { InvalidParameterError } from "../../errors";
import { refusalOf } from "../../refusals";

const positive = z.number().positive().max(1e7);
const amount = z.number().min(0).max(1e7);
const fraction = z.number().min(0).max(1);
const magnitudes = (bright: number, faint: number) =>
  z
    .tuple([z.number().min(10).max(32), z.number().min(10).max(32)])
    .refine(([first, last]) => first <= last, "the first number must not exceed the second")
    .default([bright, faint]);

const jobSettingsSchema = z.strictObject({
  skyCountsPerSecond: amount.default(0.35),
  /** end to end of the frame, as a part of the sky; a tenth of it outlives the background subtraction */
  skyGradient: fraction.default(0.06),
  readNoiseCounts: amount.default(8.5),
  /** a pixel holds no more */
  saturationCounts: positive.default(90_000),
  cosmicRaysPerMegapixel: amount.default(25),

  /** exposures of the reference */
  referenceExposures: z.int().min(1).max(64).default(6),
  referenceRotationDeg: z.number().min(-45).max(45).default(1.5),
  /** constant offset of the reference's sources against the science image */
  misregistrationPixels: amount.max(5).default(0.12),
  /** further offset at the frame's edge, of opposite sign at the opposite edge */
  distortionPixels: amount.max(5).default(0.12),
  /** relative change of the science PSF's width from the centre to the left and right edge */
  psfGradient: fraction.default(0.08),
  /** relative error of the gain-matched reference */
  gainMatchError: z.number().min(-0.5).max(0.5).default(0.004),
  /** ZOGY is told a science PSF whose widths are wrong by this part */
  zogyPsfError: z.number().min(-0.5).max(0.5).default(0.05),
  /** ZOGY's difference gets further noise, correlated over about two pixels, of this part of its own */
  zogyCorrelatedNoise: z.number().min(0).max(5).default(0.6),
  /** at the centre of a bright galaxy SFFT's difference loses this part, less outwards */
  sfftGalaxyLoss: fraction.default(0.5),
  /** part of the stars that differ between reference and science, by up to a half of their flux */
  variableFraction: fraction.default(0.05),

  injectionMagnitudes: magnitudes(22, 28),
  transientMagnitudes: magnitudes(20, 28),
  starMagnitudes: magnitudes(15.5, 25),
  galaxyMagnitudes: magnitudes(17.5, 27.5),
  /** part of transients and injections that lie on a galaxy */
  hostFraction: fraction.default(0.4),
  /** truths of a frame lie so far from each other */
  truthSeparationPixels: amount.max(100).default(10),
  /** what is added to the 0-based position when the injection list is written */
  injectionOrigin: z.int().min(0).max(1).default(0),
  /** the same for the simulation index */
  indexOrigin: z.int().min(0).max(1).default(1),

  /** RAPID's finder: threshold in clipped standard deviations, and the kernel's FWHM */
  thresholdSigma: positive.max(1000).default(5),
  finderFwhmPixels: z.number().min(1).max(10).default(2),
});

export type JobSettings = z.infer<typeof jobSettingsSchema>;
export type JobSettingsInput = z.input<typeof jobSettingsSchema>;

/**
 * Settings of a job, completed with the defaults.
 *
 * @param input any part of the settings
 * @returns all of them
 * @throws InvalidParameterError naming the first setting that does not hold
 */
export function parseJobSettings(input: unknown): JobSettings {
  const parsed = jobSettingsSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  const { name, found, expected } = refusalOf(parsed.error, input);
  throw new InvalidParameterError({ place: `job setting ${name || "(all)"}`, found, expected });
}
