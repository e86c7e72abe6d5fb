// The magnitude at which completeness falls through a level (m80, m50, m20), from binned completeness.

import { InvalidParameterError } from "../../errors";
import type { BinCounts } from "./magnitude-counts";

/** Where completeness falls below a level, or on which side of the injected magnitudes that must be. */
export type Depth =
  | {
      state: "reached";
      /** AB mag */
      magnitude: number;
      /** falls through the level: more than 1 says that the bins are too noisy for it, the brightest is given */
      crossings: number;
    }
  | {
      state: "not reached";
      /** of the injected magnitudes; null: it cannot be told */
      side: "brighter" | "fainter" | null;
      reason: string;
    };

/**
 * Depth by linear interpolation of k/n between the middles of neighbouring bins that have injections: with c0 >= L > c1 at m0, m1,
 * m = m0 + (c0 - L) / (c0 - c1) (m1 - m0). Of several falls through L the brightest counts. Nothing is extrapolated.
 *
 * Bins without injections are passed over. It cannot tell more than the bins do: noise in a bin of few injections moves it.
 * Source: RAPID evaluation of 2025-09-27 (m80, m20: linear interpolation of completeness); the rule for several falls is ours.
 *
 * @param counts n and k per bin, bright to faint
 * @param level 0 < L < 1
 * @returns AB mag, or why there is none
 * @throws InvalidParameterError for a level outside 0 to 1
 */
export function depthByInterpolation({ centreMag, injected, detected }: BinCounts, level: number): Depth {
  checkLevel(level);
  let previous = -1;
  let crossings = 0;
  let magnitude = Number.NaN;
  for (let i = 0; i < injected.length; i++) {
    if (injected[i] === 0) continue;
    const here = detected[i]! / injected[i]!;
    const before = previous < 0 ? here : detected[previous]! / injected[previous]!;
    if (before >= level && here < level) {
      const start = centreMag[previous]!;
      if (crossings++ === 0) magnitude = start + ((before - level) / (before - here)) * (centreMag[i]! - start);
    }
    previous = i;
  }
  if (crossings > 0) return { state: "reached", magnitude, crossings };
  if (previous < 0) return { state: "not reached", side: null, reason: "no injection with a known magnitude" };
  const percent = percentOf(level);
  return detected[previous]! / injected[previous]! >= level
    ? notReached("fainter", `completeness is not below ${percent} in the faintest bin`)
    : notReached("brighter", `completeness reaches ${percent} in no bin`);
}

/** A depth that lies outside of what was injected. */
export function notReached(side: "brighter" | "fainter" | null, reason: string): Depth {
  return { state: "not reached", side, reason };
}

/** 0.8 as 80 %. */
export function percentOf(level: number): string {
  return `${Math.round(level * 1e4) / 100} %`;
}

/** @throws InvalidParameterError for a completeness outside 0 to 1, both excluded */
export function checkLevel(level: number): void {
  if (!(level > 0 && level < 1))
    throw new InvalidParameterError({
      place: "completeness level",
      found: String(level),
      expected: "a number between 0 and 1",
    });
}

/**
 * A depth as a number that can be ordered: AB mag, +Infinity when fainter than what was injected, -Infinity when brighter, NaN when
 * it cannot be told. For bootstrap samples only: a page shows the depth's state.
 */
export function orderedDepth(depth: Depth): number {
  if (depth.state === "reached") return depth.magnitude;
  if (depth.side === null) return Number.NaN;
  return depth.side === "fainter" ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
}
