// Two people vetted the same candidates: how far do they agree beyond chance.

import { Z_95 } from "./wilson";

/** Labels of two readers, in table[first × labels + second]. */
export interface AgreementTable {
  /** every label that either used, in any order */
  labels: string[];
  table: Uint32Array;
  /** candidates that both gave a label */
  compared: number;
}

/** Cohen's kappa, or why there is none. */
export type Kappa =
  | {
      state: "measured";
      /** 1 full agreement, 0 as by chance, negative below */
      kappa: number;
      /** for an interval about kappa */
      standardError: number;
      /** if the readers agreed by chance only: kappa / this tests that */
      standardErrorOfChance: number;
      /** kappa ± z standardError, not beyond -1 and 1 */
      low: number;
      high: number;
      /** fraction of equal labels, and that expected by chance */
      observed: number;
      expected: number;
    }
  | { state: "not measured"; reason: string };

/**
 * Cohen's kappa = (po - pe) / (1 - pe), po = sum p_ii, pe = sum p_i. p_.i, for any number of labels, all disagreements alike.
 * Variance, with n pairs: [sum p_ii (1 - (p_i. + p_.i)(1 - kappa))² + (1 - kappa)² sum_{i != j} p_ij (p_.i + p_j.)²
 * - (kappa - pe (1 - kappa))²] / (n (1 - pe)²); of chance: [pe + pe² - sum p_i. p_.i (p_i. + p_.i)] / (n (1 - pe)²).
 *
 * Where nearly all candidates have one label kappa can be small though po is large: show both. The interval is of large n.
 * Source: Cohen 1960, Educ. Psychol. Meas. 20, 37, 10.1177/001316446002000104; Fleiss, Cohen & Everitt 1969, Psychol. Bull. 72, 323,
 * 10.1037/h0028106, eqs. 13 and 14 of the unweighted case.
 *
 * @param agreement pairs of labels
 * @param z of the interval
 * @returns not measured without pairs, or when both gave every candidate the same one label
 */
export function cohenKappa({ labels, table, compared }: AgreementTable, z = Z_95): Kappa {
  if (compared === 0) return { state: "not measured", reason: "no candidate has a label of both readers" };
  const size = labels.length;
  const share = (i: number, j: number) => table[i * size + j]! / compared;
  const indices = labels.map((_, i) => i);
  const total = (term: (i: number) => number) => indices.reduce((sum, i) => sum + term(i), 0);
  const rows = indices.map((i) => total((j) => share(i, j)));
  const columns = indices.map((j) => total((i) => share(i, j)));
  const observed = total((i) => share(i, i));
  const expected = total((i) => rows[i]! * columns[i]!);
  if (indices.some((i) => table[i * size + i] === compared))
    return { state: "not measured", reason: `both readers gave all ${compared} candidates the same label` };
  const kappa = (observed - expected) / (1 - expected);
  const agreed = total((i) => share(i, i) * (1 - (rows[i]! + columns[i]!) * (1 - kappa)) ** 2);
  const differed = total((i) => total((j) => (i === j ? 0 : share(i, j) * (columns[i]! + rows[j]!) ** 2)));
  const variance = agreed + (1 - kappa) ** 2 * differed - (kappa - expected * (1 - kappa)) ** 2;
  const ofChance = expected + expected ** 2 - total((i) => rows[i]! * columns[i]! * (rows[i]! + columns[i]!));
  const errorOf = (value: number) => Math.sqrt(Math.max(value, 0) / compared) / (1 - expected);
  const standardError = errorOf(variance);
  const [low, high] = [Math.max(kappa - z * standardError, -1), Math.min(kappa + z * standardError, 1)];
  return {
    state: "measured",
    ...{ kappa, standardError, standardErrorOfChance: errorOf(ofChance) },
    ...{ low, high, observed, expected },
  };
}
