// Stages of processing of an image: their order and their words.

/** In the order of processing. */
const STAGE_ORDER = [
  ...["raw", "residual_bias", "residual_dark", "residual_flat", "post_isr", "image", "difference"],
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

/**
 * A stage in words: residual_dark is "residual dark", mosaic8 "mosaic ×8".
 *
 * @param stage name of a stage
 */
export function stageWords(stage: string): string {
  return stage.replace(/^mosaic(\d+)$/, "mosaic ×$1").replaceAll("_", " ");
}
