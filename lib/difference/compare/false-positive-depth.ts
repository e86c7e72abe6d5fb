// m_th: how faint one may go before an image has more false positives than one wants to look at.

import { InvalidParameterError } from "../../errors";
import { gridOver } from "./magnitude-counts";

/** As RAPID's evaluation takes them. */
const FALSE_POSITIVES_PER_IMAGE = 10;
const STEP_MAG = 0.2;

export interface FalsePositiveDepthOptions {
  /** false positives per image at which the magnitude is read */
  perImage?: number;
  /** width of the bins, mag */
  stepMag?: number;
}

export type FalsePositiveDepth = {
  /** false positives with a magnitude, and those without (flux not above 0, no scale) */
  counted: number;
  withoutMagnitude: number;
} & ({ state: "reached"; magnitude: number } | { state: "not reached"; reason: string });

/**
 * The magnitude m at which the false positives brighter than m reach a number per image: counted at the edges of bins (multiples of
 * the step), straight lines between: with N(a) < L <= N(b) at neighbouring edges a, b, m = a + (L - N(a)) / (N(b) - N(a)) (b - a).
 *
 * NaN magnitudes are counted apart. Nothing is extrapolated. It says where false positives become many, not how many real sources are
 * found there. Cost: a pass over the magnitudes.
 * Source: RAPID evaluation of 2025-09-27 (m_th: 10 per image, bins of 0.2 mag, linear interpolation).
 *
 * @param magnitudes AB mag of each false positive, any order
 * @param imageCount images they were found on, those without any among them
 * @param options perImage (10), stepMag (0.2)
 * @returns AB mag, or why there is none
 * @throws InvalidParameterError for no images, a number per image or a step that is not above 0
 */
export function falsePositiveDepth(
  magnitudes: Float64Array,
  imageCount: number,
  { perImage = FALSE_POSITIVES_PER_IMAGE, stepMag = STEP_MAG }: FalsePositiveDepthOptions = {},
): FalsePositiveDepth {
  if (!(imageCount > 0 && perImage > 0 && stepMag > 0))
    throw new InvalidParameterError({
      place: "false positives per image",
      found: `${perImage} on ${imageCount} images in steps of ${stepMag} mag`,
      expected: "numbers above 0",
    });
  const grid = gridOver(magnitudes, stepMag);
  const counts = new Float64Array(grid === null ? 0 : grid.edges.length - 1);
  let counted = 0;
  for (const magnitude of magnitudes) {
    if (grid === null || Number.isNaN(magnitude)) continue;
    counted++;
    const bin = binOf(magnitude, grid.edges);
    counts[bin] = counts[bin]! + 1;
  }
  const numbers = { counted, withoutMagnitude: magnitudes.length - counted };
  const wanted = perImage * imageCount;
  let brighter = 0;
  for (let bin = 0; bin < counts.length; bin++) {
    const [start, count] = [grid!.edges[bin]!, counts[bin]!];
    if (brighter + count >= wanted) {
      const magnitude = start + ((wanted - brighter) / count) * (grid!.edges[bin + 1]! - start);
      return { ...numbers, state: "reached", magnitude };
    }
    brighter += count;
  }
  const perEach = (counted / imageCount).toFixed(1);
  return {
    ...numbers,
    state: "not reached",
    reason: `${perEach} false positives per image with a magnitude, not ${perImage}`,
  };
}

/** The bin [edges[i], edges[i + 1]) of a magnitude that the edges cover. */
function binOf(magnitude: number, edges: Float64Array): number {
  const step = edges[1]! - edges[0]!;
  let bin = Math.max(0, Math.min(edges.length - 2, Math.floor((magnitude - edges[0]!) / step)));
  // the division rounds: the edges decide
  while (bin > 0 && magnitude < edges[bin]!) bin--;
  while (bin < edges.length - 2 && magnitude >= edges[bin + 1]!) bin++;
  return bin;
}
