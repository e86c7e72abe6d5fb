// What a detection can be told, parsed once. Keys of the upstream workflow keep their names (docs/dark-rings.md).

import { z } from "zod";
import { InvalidParameterError } from "../errors";
import { refusalOf } from "../refusals";

const shared = {
  /** J of the starlet */
  scales: z.number().int().min(1).max(8).default(3),
  /** detail plane that is thresholded, 0 = finest */
  coefficientPlane: z.number().int().min(0).max(7).default(2),
  /** px; a bounding box must be larger, a footprint at least as large */
  minFootprintArea: z.number().int().min(1).max(1_000_000),
  /** px */
  maxFootprintArea: z.number().int().min(1).max(1_000_000).default(1000),
  /** of the bounding box; passes_hole_checks only */
  minHoleFraction: z.number().min(0).max(1).default(0.05),
  /** of the filled footprint; passes_hole_checks only */
  maxHoleFraction: z.number().min(0).max(1).default(0.5),
  /** of the diagonal of the bounding box; passes_hole_checks only */
  centeringThreshold: z.number().min(0).max(1).default(0.4),
  /** exposure stage: smallest gaussian_like_score that is ranked */
  minGaussianLike: z.number().min(-1).max(1).default(0.7),
  /** exposure stage: smallest diameter that is ranked, px; null: any */
  minGaussianDiameterPixels: z.number().min(0).max(1000).nullable(),
  /** diameter marked in the scatter plot, px; null: no mark */
  referenceDiameterPixels: z.number().min(0).max(1000).nullable(),
  /** most runs of pixels below the threshold; more is an error, not an empty table */
  maxRuns: z.number().int().min(1000).max(50_000_000).default(2_000_000),
};

const reference = z.strictObject({
  mode: z.literal("reference"),
  ...shared,
  minFootprintArea: shared.minFootprintArea.default(30),
  minGaussianDiameterPixels: shared.minGaussianDiameterPixels.default(null),
  referenceDiameterPixels: shared.referenceDiameterPixels.default(null),
  /** plane values strictly below are dark, image units */
  negativeThreshold: z.number().default(-3),
});

const annulus = z.strictObject({
  mode: z.literal("annulus"),
  ...shared,
  minFootprintArea: shared.minFootprintArea.default(10),
  minGaussianDiameterPixels: shared.minGaussianDiameterPixels.default(3),
  referenceDiameterPixels: shared.referenceDiameterPixels.default(9),
  /** k: plane values more than k sigma below the plane's median are dark */
  nSigma: z.number().min(1).max(100).default(5),
  /** bad pixels over pixels of the bounding box above which a footprint is dropped */
  maxMaskedFraction: z.number().min(0).max(1).default(0.25),
  /** pixels more than this many sigma above the median are not used, nor their neighbours within 2 px; null: all used */
  brightNSigma: z.number().min(3).max(10_000).nullable().default(8),
  /** second search, for what is too faint or too wide for nSigma: smallest matched signal to noise; null: no search */
  faintNSigma: z.number().min(4).max(100).nullable().default(6),
});

const configurationSchema = z.discriminatedUnion("mode", [reference, annulus]);

export type DarkRingConfiguration = z.infer<typeof configurationSchema>;
export type ReferenceConfiguration = z.infer<typeof reference>;
export type AnnulusConfiguration = z.infer<typeof annulus>;

/** Defaults of annulus mode. */
export const DEFAULT_CONFIGURATION: AnnulusConfiguration = annulus.parse({ mode: "annulus" });

/** Defaults of reference mode: pull request 6 of the upstream workflow (074e10f). */
export const REFERENCE_CONFIGURATION: ReferenceConfiguration = reference.parse({ mode: "reference" });

/**
 * A configuration from outside (YAML, command line, a stored run), completed with the defaults of its mode;
 * no mode means annulus.
 *
 * @throws InvalidParameterError naming the first key that is unknown, belongs to the other mode or is out of range
 */
export function parseDarkRingConfiguration(input: unknown): DarkRingConfiguration {
  const withMode =
    typeof input === "object" && input !== null ? { mode: "annulus", ...input } : (input ?? { mode: "annulus" });
  const parsed = configurationSchema.safeParse(withMode);
  if (parsed.success) return checkedPlanes(parsed.data);
  const { name, found, expected } = refusalOf(parsed.error, withMode);
  throw new InvalidParameterError({
    place: "dark-ring configuration",
    found: name ? `${name}: ${found}` : found,
    expected,
  });
}

function checkedPlanes(configuration: DarkRingConfiguration): DarkRingConfiguration {
  const { coefficientPlane, scales } = configuration;
  if (coefficientPlane < scales) return configuration;
  throw new InvalidParameterError({
    place: "dark-ring configuration",
    found: `coefficientPlane ${coefficientPlane} with ${scales} scales`,
    expected: `a plane from 0 to ${scales - 1}`,
  });
}
