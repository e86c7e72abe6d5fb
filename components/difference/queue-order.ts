// The order in which candidates are vetted: as ranked, or shuffled so that everybody with the same seed has the same order.

/** 32 bits out of a text and a seed (FNV-1a, then one round of mixing). */
function hashOf(text: string, seed: number): number {
  let hash = 0x811c9dc5 ^ seed;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}

/**
 * A queue in random order. A candidate's place depends on its id and the seed alone, not on how the queue came.
 *
 * @param rows of any order
 * @param seed whole number; the same seed gives the same order
 * @returns a copy
 */
export function shuffled<R extends { candidateId: string }>(rows: readonly R[], seed: number): R[] {
  const keyed = rows.map((row) => ({ row, key: hashOf(row.candidateId, seed) }));
  keyed.sort((a, b) => a.key - b.key || (a.row.candidateId < b.row.candidateId ? -1 : 1));
  return keyed.map(({ row }) => row);
}

/** Median of seconds; null of none. */
export function medianSeconds(seconds: readonly number[]): number | null {
  const sorted = [...seconds].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle];
  if (upper === undefined) return null;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}
