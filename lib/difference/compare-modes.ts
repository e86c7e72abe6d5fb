// How much the two modes differ on the same jobs, and why.

import type { Candidate } from "./candidate";

/** Rows of one job or several in both modes; add them up field by field. */
export interface ModeDifference {
  referenceRows: number;
  annulusRows: number;
  /** rows of reference mode that annulus mode does not have */
  differing: number;
  /** of these: the algorithms' detections are joined in another way */
  joinedByNumber: number;
  /** of these: the same detections, another truth or none */
  otherTruth: number;
  /** of these: repeated by ids that stand more than once */
  repeated: number;
  /** separations of the pairs that reference mode alone makes, px */
  pairSeparationsPx: number[];
}

/**
 * Compares the candidates of one job.
 *
 * @param reference its candidates in reference mode
 * @param annulus its candidates in annulus mode
 * @returns counts
 */
export function compareModes(reference: readonly Candidate[], annulus: readonly Candidate[]): ModeDifference {
  const positive = annulus.filter(({ isPositive }) => isPositive);
  const rows = countKeys(positive, rowKey);
  const pairs = countKeys(positive, pairKey);
  const difference: ModeDifference = {
    referenceRows: reference.length,
    annulusRows: positive.length,
    differing: 0,
    joinedByNumber: 0,
    otherTruth: 0,
    repeated: 0,
    pairSeparationsPx: [],
  };
  const seen = new Map<string, number>();
  for (const candidate of reference) {
    const key = rowKey(candidate);
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    if (count <= (rows.get(key) ?? 0)) continue;
    difference.differing += 1;
    if (count > 1) difference.repeated += 1;
    else if (pairs.has(pairKey(candidate))) difference.otherTruth += 1;
    else {
      difference.joinedByNumber += 1;
      if (candidate.separationPx !== null) difference.pairSeparationsPx.push(candidate.separationPx);
    }
  }
  return difference;
}

/**
 * The comparison in one sentence, for a page or a log.
 *
 * @param differences of one job or several
 * @returns how many rows differ, and why
 */
export function describeModeDifference(differences: readonly ModeDifference[]): string {
  const total = (field: Exclude<keyof ModeDifference, "pairSeparationsPx">) =>
    differences.reduce((sum, difference) => sum + difference[field], 0);
  const [rows, differing] = [total("referenceRows"), total("differing")];
  const others = `annulus mode has ${total("annulusRows")} rows`;
  if (differing === 0) return `All ${rows} rows of reference mode are the same in annulus mode; ${others}.`;
  const median = medianOf(differences.flatMap(({ pairSeparationsPx }) => pairSeparationsPx));
  const apart = median === null ? "" : ` (its pairs lie ${median.toFixed(1)} px apart in the median)`;
  const reasons = [
    [total("joinedByNumber"), `because it joins ZOGY and SFFT by running number instead of position${apart}`],
    [total("otherTruth"), "because it matches truth to ZOGY alone, not one-to-one, as it counts pixels in its file"],
    [total("repeated"), "because ids that stand more than once repeat them"],
  ] as const;
  const told = reasons.filter(([count]) => count > 0).map(([count, reason]) => `${count} ${reason}`);
  return `${differing} of the ${rows} rows of reference mode differ from annulus mode: ${told.join(", ")}; ${others}.`;
}

function pairKey({ zogy, sfft }: Candidate): string {
  return `${zogy?.id ?? ""} ${sfft?.id ?? ""}`;
}

function rowKey(candidate: Candidate): string {
  return `${pairKey(candidate)} ${candidate.match?.truth.truthId ?? ""}`;
}

function countKeys(candidates: readonly Candidate[], keyOf: (candidate: Candidate) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const candidate of candidates) {
    const key = keyOf(candidate);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

function medianOf(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? null;
}
