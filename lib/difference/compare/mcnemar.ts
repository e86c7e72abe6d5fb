// Do the algorithms find equally many of the same injections? Only those that one found and the other missed can tell.

import { halfBinomial } from "./half-binomial";
import { type Injections, NOT_MEASURED, outcomesOf } from "./injections";

/** The 2 x 2 table of the same injections under both algorithms, with its test. */
export interface PairedTable {
  both: number;
  zogyOnly: number;
  sfftOnly: number;
  neither: number;
  /** rows left out: an algorithm was not measured there */
  notMeasured: number;
  /** two-sided chance of a split at least as uneven if both were as good; null: no injection was found by just one */
  exactP: number | null;
  /** the same, less conservative: half of the chance of the very split that was found */
  midP: number | null;
}

/**
 * McNemar's test, exact: with b found by ZOGY only, c by SFFT only, n = b + c, k = min(b, c), X binomial (n, 1/2):
 * exact p = min(1, 2 P(X <= k)), mid-p = 2 P(X <= k) - P(X = k) (1 where b = c).
 *
 * It takes injections as independent: those of one image are less so, then the p is too small; compareDepths draws whole jobs.
 * Below 1e-308 a p is 0. Cost: one pass.
 * Source: McNemar 1947, Psychometrika 12, 153, 10.1007/BF02295996; mid-p: Fagerland, Lydersen & Laake 2013, BMC Med. Res. Methodol. 13,
 * 91, 10.1186/1471-2288-13-91, which prefers it.
 *
 * @param injections columns; magnitudes are not used
 * @returns table and p values
 * @throws InvalidParameterError when columns differ in length
 */
export function mcNemar(injections: Injections): PairedTable {
  const zogy = outcomesOf(injections, "zogy");
  const sfft = outcomesOf(injections, "sfft");
  // place of a row: 2 × zogy + sfft
  const table = [0, 0, 0, 0];
  let notMeasured = 0;
  for (let i = 0; i < zogy.length; i++) {
    if (zogy[i] === NOT_MEASURED || sfft[i] === NOT_MEASURED) notMeasured++;
    else table[2 * zogy[i]! + sfft[i]!]! += 1;
  }
  const [neither, sfftOnly, zogyOnly, both] = [table[0]!, table[1]!, table[2]!, table[3]!];
  return { both, zogyOnly, sfftOnly, neither, notMeasured, ...mcNemarP(zogyOnly, sfftOnly) };
}

/**
 * The p values of mcNemar for a table made elsewhere (SQL).
 *
 * @param zogyOnly b
 * @param sfftOnly c
 * @returns nulls for b + c = 0
 * @throws InvalidParameterError for counts that are not whole or negative
 */
export function mcNemarP(zogyOnly: number, sfftOnly: number): { exactP: number | null; midP: number | null } {
  const n = zogyOnly + sfftOnly;
  const { upTo, at } = halfBinomial(Math.min(zogyOnly, sfftOnly), n);
  if (n === 0) return { exactP: null, midP: null };
  return { exactP: Math.min(1, 2 * upTo), midP: zogyOnly === sfftOnly ? 1 : 2 * upTo - at };
}
