// Settings of the tasks that make images: combined calibrations, residuals, mosaics.

import { z } from "zod";

/** Which combined calibration to take: the newest of the detector, none, or that of a run. */
const calibrationChoice = z.union([z.enum(["newest", "none"]), z.number().int().positive()]).default("newest");

/** Raw first: the signature is removed here, so that what went in is known. */
const productTypes = z.array(z.enum(["raw", "post_isr", "image"])).min(1);

const clipping = {
  productTypes: productTypes.default(["raw", "post_isr"]),
  /** values further than so many spreads from the median of their pixel are left out */
  nSigma: z.number().positive().max(100).default(3),
  /** rounds of clipping; 0: plain mean */
  iterations: z.number().int().min(0).max(50).default(3),
  /** std: standard deviation of the pixel's values; mad: 1.4826 × median absolute deviation, for fewer than eight exposures */
  spread: z.enum(["std", "mad"]).default("std"),
  /** combine exposures of another observation type as well, as chosen */
  anyType: z.boolean().default(false),
};

export const combineBiasSettings = z.strictObject(clipping);
export const combineDarkSettings = z.strictObject({ ...clipping, bias: calibrationChoice });
export const combineFlatSettings = z.strictObject({ ...clipping, bias: calibrationChoice, dark: calibrationChoice });

export const visualizeSettings = z.strictObject({
  productTypes: productTypes.default(["raw", "post_isr", "image"]),
  /** what is removed beyond the signature; auto: by observation type */
  residual: z.enum(["auto", "bias", "dark", "flat", "none"]).default("auto"),
  bias: calibrationChoice,
  dark: calibrationChoice,
  flat: calibrationChoice,
  /** write post_isr and residual of each detector, not only the mosaics */
  keepFull: z.boolean().default(true),
});

export const mosaicSettings = z.strictObject({
  /** dvcs: x right, y up; engineering: transposed */
  orientation: z.enum(["dvcs", "engineering"]).default("dvcs"),
});

export type CombineSettings = z.infer<typeof combineBiasSettings>;
export type VisualizeSettings = z.infer<typeof visualizeSettings>;
export type MosaicSettings = z.infer<typeof mosaicSettings>;
export type CalibrationChoice = z.infer<typeof calibrationChoice>;
