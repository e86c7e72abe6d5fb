// How far two readers of the same candidates agree.

/**
 * Cohen's kappa: agreement beyond that of chance, 1 for full agreement, 0 for that of chance, -1 at worst.
 * Source: Cohen 1960, Educational and Psychological Measurement 20, 37.
 *
 * @param pairs what each of the two said, real or not
 * @returns null without pairs, and where both say one word throughout, so that chance alone would always agree
 */
export function cohensKappa(pairs: readonly (readonly [first: boolean, second: boolean])[]): number | null {
  const count = pairs.length;
  if (count === 0) return null;
  const observed = pairs.filter(([first, second]) => first === second).length / count;
  const first = pairs.filter(([says]) => says).length / count;
  const second = pairs.filter(([, says]) => says).length / count;
  const chance = first * second + (1 - first) * (1 - second);
  return chance === 1 ? null : (observed - chance) / (1 - chance);
}
