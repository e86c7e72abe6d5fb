// Chances of the binomial distribution of a fair coin, for any number of throws.

import { InvalidParameterError } from "../../errors";

/**
 * P(X <= k) and P(X = k) for X binomial (n, 1/2).
 *
 * P(X = k) by Loader's saddle-point form, which keeps 14 digits where sums of ln n! lose them; P(X <= k) by summing downwards from
 * k with P(j - 1) = P(j) j / (n - j + 1) until terms no longer count, k <= n/2 (above, by symmetry).
 * Source: C. Loader 2000, Fast and Accurate Computation of Binomial Probabilities, eqs. 4 and 6.
 *
 * @param k 0 <= k <= n
 * @param n throws
 * @throws InvalidParameterError for numbers that are not whole, or k outside 0 to n
 */
export function halfBinomial(k: number, n: number): { upTo: number; at: number } {
  if (!(Number.isSafeInteger(k) && Number.isSafeInteger(n) && k >= 0 && k <= n))
    throw new InvalidParameterError({
      place: "binomial distribution",
      found: `${k} of ${n}`,
      expected: "whole numbers, 0 <= k <= n",
    });
  const at = chanceOf(k, n);
  if (2 * k > n) return { upTo: 1 - sumDownFrom(n - k - 1, n), at };
  return { upTo: sumDownFrom(k, n), at };
}

function sumDownFrom(k: number, n: number): number {
  if (k < 0) return 0;
  let term = chanceOf(k, n);
  let sum = term;
  for (let j = k; j > 0 && term > 1e-18 * sum; j--) {
    term *= j / (n - j + 1);
    sum += term;
  }
  return sum;
}

function chanceOf(k: number, n: number): number {
  if (k === 0 || k === n) return 2 ** -n;
  const exponent =
    stirlingError(n) - stirlingError(k) - stirlingError(n - k) - deviance(k, n / 2) - deviance(n - k, n / 2);
  return Math.exp(exponent) * Math.sqrt(n / (2 * Math.PI * k * (n - k)));
}

/** ln n! - ln(sqrt(2 pi n) (n / e)^n) */
function stirlingError(n: number): number {
  if (n < 16) {
    let factorial = 1;
    for (let i = 2; i <= n; i++) factorial *= i;
    return Math.log(factorial) - (n + 0.5) * Math.log(n) + n - 0.5 * Math.log(2 * Math.PI);
  }
  const square = n * n;
  return (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - 1 / 1188 / square) / square) / square) / square) / n;
}

/** x ln(x / m) + m - x, by its series where x is near m */
function deviance(x: number, m: number): number {
  if (Math.abs(x - m) >= 0.1 * (x + m)) return x * Math.log(x / m) + m - x;
  const v = (x - m) / (x + m);
  let sum = (x - m) * v;
  let term = 2 * x * v;
  for (let j = 1; j < 1000; j++) {
    term *= v * v;
    const next = sum + term / (2 * j + 1);
    if (next === sum) break;
    sum = next;
  }
  return sum;
}
