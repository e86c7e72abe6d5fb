// Rows against truth: what was found, what was not, and what is there that nobody put in.

import type { DarkRing } from "@/lib/dark-rings";
import type { TruthRow } from "@/lib/simulate";

/** A row belongs to a feature when their centres are this close; a ring's may be off by a part of its radius. */
const MATCH_PIXELS = 3;
const MATCH_RADII = 0.3;

export interface Match {
  truth: TruthRow;
  /** best row at its place; null: not found */
  row: DarkRing | null;
}

export interface Comparison {
  matches: Match[];
  /** rows that belong to no dark feature, or to one that a better row has */
  others: DarkRing[];
}

/**
 * Pairs dark truth with rows, nearest first; each row and each feature once.
 *
 * @param truth any kinds; rings and blobs are used
 * @param rows of the same detector
 */
export function compareWithTruth(truth: readonly TruthRow[], rows: readonly DarkRing[]): Comparison {
  const dark = truth.filter(({ kind }) => kind === "ring" || kind === "blob");
  const pairs = dark
    .flatMap((feature, i) =>
      rows.map((row, k) => ({ i, k, pixels: Math.hypot(row.centerX - feature.x, row.centerY - feature.y) })),
    )
    .filter(({ i, pixels }) => pixels <= MATCH_PIXELS + MATCH_RADII * (dark[i]?.radiusPixels ?? 0))
    .sort((a, b) => a.pixels - b.pixels);
  const rowOf = new Map<number, number>();
  const taken = new Set<number>();
  for (const { i, k } of pairs) {
    if (rowOf.has(i) || taken.has(k)) continue;
    rowOf.set(i, k);
    taken.add(k);
  }
  return {
    matches: dark.map((feature, i) => ({ truth: feature, row: rows[rowOf.get(i) ?? -1] ?? null })),
    others: rows.filter((_, k) => !taken.has(k)),
  };
}
