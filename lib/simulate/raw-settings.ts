// What a simulated raw calibration exposure holds. Every number has a default, so that {} is a believable sensor.

import { z } from "zod";
import { InvalidParameterError } from "../errors";
import { refusalOf } from "../refusals";

const amount = z.number().min(0).max(1e6);

const rawSettingsSchema = z.strictObject({
  /** of darks; biases have 0 */
  exposureTimeSeconds: amount.default(60),
  /** of flats: their exposure time */
  flatSeconds: amount.default(5),
  /** mean light of a flat */
  flatElectrons: amount.default(20_000),
  physicalFilter: z.string().default("i_39"),
  /** null: the amplifier's own, or 6 where the camera does not tell */
  readNoiseElectrons: amount.nullable().default(6),
  /** level of the overscan */
  biasLevelAdu: amount.default(1000),
  /** standard deviation of the fixed pattern of columns, and amplitude of a glow at the readout edge */
  biasPatternElectrons: amount.default(4),
  darkCurrentElectronsPerSecond: amount.default(0.05),
  /** hot pixels, in darks and flats */
  hotPixelsPerMegapixel: amount.default(100),
  hotPixelElectronsPerSecond: amount.default(50),
  /** columns, each over the whole height of the detector */
  hotColumns: amount.default(1),
  hotColumnElectronsPerSecond: amount.default(5),
  /** standard deviation of the pixels' response */
  responseScatter: z.number().min(0).max(0.5).default(0.01),
  /** fall of the response from the middle to the corner of the detector */
  vignetting: z.number().min(0).max(0.9).default(0.1),
  /** in darks */
  cosmicRaysPerMegapixel: amount.default(40),
});

export type RawSettings = z.infer<typeof rawSettingsSchema>;
export type RawSettingsInput = z.input<typeof rawSettingsSchema>;

/**
 * Settings as given on a command line or in a test, completed with the defaults.
 *
 * @param input any part of the settings
 * @returns all of them
 * @throws InvalidParameterError naming the first setting that does not hold
 */
export function parseRawSettings(input: unknown): RawSettings {
  const parsed = rawSettingsSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  const { name, found, expected } = refusalOf(parsed.error, input);
  throw new InvalidParameterError({ place: `simulation setting ${name || "(all)"}`, found, expected });
}
