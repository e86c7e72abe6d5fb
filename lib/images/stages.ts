// Stages of processing of an image: their order and their words.

/** In the order of processing. */
const STAGE_ORDER = [
  ...["raw", "post_isr", "residual_bias", "residual_dark", "residual_flat", "image", "difference"],
  ...["combined_bias", "combined_dark", "combined_flat", "mosaic8", "mosaic64"],
];

/**
 * Order of two stages: as they are processed; those that are not known come last, by name.
 *
 * @param a name of a stage
 * @param b name of a stage
 * @returns negative when a comes first
 */
export function compareStages(a: string, b: string): number {
  const place = (stage: string) => (STAGE_ORDER.includes(stage) ? STAGE_ORDER.indexOf(stage) : STAGE_ORDER.length);
  return place(a) - place(b) || (a < b ? -1 : a === b ? 0 : 1);
}

/** What is shown when no stage is asked for; of a raw its post_isr, as detection sees it. */
export const BEST_FIRST: readonly string[] = ["post_isr", "image", "difference"];

/** Stages of which zero is what a perfect image has everywhere; a flat's residual keeps the level of its light. */
const SIGNED_STAGE = /^(residual_bias|residual_dark|difference)\b/;

/**
 * Whether a stage is looked at about zero, in the diverging map.
 *
 * @param stage name of a stage; of a mosaic that of its detectors
 */
export function isSignedStage(stage: string): boolean {
  return SIGNED_STAGE.test(stage);
}

/**
 * A stage in words: residual_dark is "residual dark", mosaic8 "mosaic ×8".
 *
 * @param stage name of a stage
 */
export function stageWords(stage: string): string {
  return stage.replace(/^mosaic(\d+)$/, "mosaic ×$1").replaceAll("_", " ");
}
