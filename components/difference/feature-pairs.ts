// Measurements of a candidate, those of ZOGY and SFFT of the same quantity side by side.
import type { CandidateFeature } from "@/lib/queries/difference-rows";
import { isTelling } from "./blind";

export interface FeaturePair {
  /** "sharpness" of a pair, the column's own name of a single measurement */
  name: string;
  unit: string | null;
  description: string;
  zogy: CandidateFeature | null;
  sfft: CandidateFeature | null;
  /** belongs to neither algorithm */
  own: CandidateFeature | null;
}

/**
 * Pairs features with their twins, in the order of the columns; rows without any value are left out.
 *
 * @param features of a candidate
 * @param isBlind without what the truth or a classifier says
 */
export function pairFeatures(features: readonly CandidateFeature[], isBlind: boolean): FeaturePair[] {
  const byColumn = new Map(features.map((feature) => [feature.column, feature]));
  const pairs = features.flatMap((feature): FeaturePair[] => {
    const { column, unit, description, twin } = feature;
    if (column.startsWith("sfft_") && twin !== null) return [];
    if (column.startsWith("zogy_")) {
      const name = column.slice("zogy_".length);
      return [{ name, unit, description, zogy: feature, sfft: byColumn.get(twin ?? "") ?? null, own: null }];
    }
    return [{ name: column, unit, description, zogy: null, sfft: null, own: feature }];
  });
  return pairs.filter(
    ({ name, zogy, sfft, own }) =>
      [zogy, sfft, own].some((feature) => feature !== null && feature.value !== null) && !(isBlind && isTelling(name)),
  );
}
