// The part of a dark ring that the statistics plots need, and how they tell what they left out.

import { formatNumber } from "./ticks";

/** Field names as in lib/dark-rings. */
export interface RingToPlot {
  area: number;
  gaussianLikeScore: number | null;
  circularity: number;
}

/**
 * The line below a plot's title.
 *
 * @param total rows given
 * @param shown rows drawn
 * @returns how many are shown, how many were dropped and why
 */
export function describeDropped(total: number, shown: number): string {
  const rings = (count: number) => `${formatNumber(count)} dark ring${count === 1 ? "" : "s"}`;
  if (total === shown) return rings(shown);
  return `${rings(shown)} shown, ${formatNumber(total - shown)} dropped: no score (constant or masked stamp)`;
}
