// Ticks at round numbers.

/** A step this much finer than asked for is still taken, so that axes are not left with two ticks. */
const CLOSENESS = 0.8;

/** Round numbers along an axis, with their labels. */
export interface Ticks {
  values: number[];
  labels: string[];
}

/**
 * Ticks at multiples of 1, 2, 2.5 or 5 times a power of ten inside a range.
 *
 * @param low begin of the axis
 * @param high end of the axis, not below low
 * @param count about how many ticks are wanted
 * @param isWhole whole numbers only: counts
 * @returns ascending values with labels of equal precision and a true minus sign; one tick where low equals high
 */
export function niceTicks(low: number, high: number, count: number, isWhole = false): Ticks {
  if (!(high > low)) return { values: [low], labels: [formatNumber(low)] };
  const rough = (high - low) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const factors = isWhole && power < 10 ? [1, 2, 5, 10] : [1, 2, 2.5, 5, 10];
  const wanted = (factors.find((factor) => factor * power >= rough * CLOSENESS) ?? 10) * power;
  const step = isWhole ? Math.max(1, Math.round(wanted)) : wanted;
  const [first, last] = [Math.ceil(low / step - 1e-9), Math.floor(high / step + 1e-9)];
  const decimals = decimalsOf(step);
  const values: number[] = [];
  for (let i = first; i <= last; i++) values.push(Number((i * step).toFixed(decimals)));
  return { values, labels: values.map((value) => formatNumber(value, decimals)) };
}

/**
 * A number for people: thousands apart, a true minus sign.
 *
 * @param value finite
 * @param decimals digits after the point; left out: up to four significant digits
 * @returns text
 */
export function formatNumber(value: number, decimals?: number): string {
  const digits =
    decimals === undefined
      ? { maximumSignificantDigits: 4 }
      : { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  return new Intl.NumberFormat("en-US", { ...digits, useGrouping: Math.abs(value) >= 10_000 })
    .format(value)
    .replace(/^-0(\.0*)?$/, "0$1")
    .replaceAll(",", "\u2009")
    .replace("-", "\u2212");
}

function decimalsOf(step: number): number {
  for (let decimals = 0; decimals < 12; decimals++) {
    const scaled = step * 10 ** decimals;
    if (Math.abs(scaled - Math.round(scaled)) < 1e-6 * scaled) return decimals;
  }
  return 12;
}
