// The interval of a measured fraction: completeness, purity, rates. E. B. Wilson 1927, J. Am. Stat. Assoc. 22, 209.

import { InvalidParameterError } from "../../errors";

/** Standard normal quantile of 0.975: a two-sided interval of 95 %. */
export const Z_95 = 1.959963984540054;

/** k of n with its interval; a pure ratio between 0 and 1. */
export interface Fraction {
  value: number;
  low: number;
  high: number;
}

/**
 * Wilson score interval of k successes in n trials:
 * (k + z²/2 ± z sqrt(k (n - k) / n + z²/4)) / (n + z²). Within [0, 1]; exactly 0 at k = 0 below, exactly 1 at k = n above.
 *
 * It holds for independent trials: injections that share an image are less independent than that (see the bootstrap over jobs).
 * Source: Wilson 1927, J. Am. Stat. Assoc. 22, 209, 10.1080/01621459.1927.10502953; as Brown, Cai & DasGupta 2001, Stat. Sci. 16, 101, eq. 4.
 *
 * @param successes k, 0 <= k <= n
 * @param trials n
 * @param z normal quantile, default of 95 %
 * @returns k/n with its interval; null for n = 0: nothing was tried, which is not 0
 * @throws InvalidParameterError for counts that cannot be, or z that is not positive and finite
 */
export function wilsonInterval(successes: number, trials: number, z = Z_95): Fraction | null {
  if (!(successes >= 0 && successes <= trials && Number.isFinite(trials)))
    throw new InvalidParameterError({
      place: "Wilson interval",
      found: `${successes} of ${trials}`,
      expected: "0 <= successes <= trials",
    });
  if (!(z > 0 && Number.isFinite(z)))
    throw new InvalidParameterError({ place: "Wilson interval", found: `z ${z}`, expected: "a positive number" });
  if (trials === 0) return null;
  const square = z * z;
  const middle = (successes + square / 2) / (trials + square);
  const half = (z / (trials + square)) * Math.sqrt((successes * (trials - successes)) / trials + square / 4);
  return {
    value: successes / trials,
    low: successes === 0 ? 0 : middle - half,
    high: successes === trials ? 1 : middle + half,
  };
}
