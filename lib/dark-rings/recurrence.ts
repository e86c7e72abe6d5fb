// Rings that come back at the same place of a detector: fixed defects rather than passing ones.

export interface RecurringRing {
  id: string;
  exposureId: string;
  detector: number;
  x: number;
  y: number;
  score: number | null;
  /** where its stamp is; index null: none kept */
  runId: number;
  stampIndex: number | null;
}

export interface Recurrence {
  detector: number;
  /** mean position of its rings, detector pixels, 0-based */
  x: number;
  y: number;
  /** number of different exposures */
  exposureCount: number;
  /** best first */
  rings: RecurringRing[];
  bestScore: number | null;
}

const byScore = (a: RecurringRing, b: RecurringRing) =>
  (b.score ?? Number.NEGATIVE_INFINITY) - (a.score ?? Number.NEGATIVE_INFINITY) || (a.id < b.id ? -1 : 1);

/**
 * Groups rings of the same detector: the best ring that is not in a group yet is a centre, and takes all free rings within
 * the radius. Rings of one exposure may share a group; they count as one exposure. Deterministic.
 * Cost: a grid of cells as wide as the radius, so near linear.
 * It cannot tell a fixed defect from two passing features that meet by chance.
 * @param radiusPixels largest distance from the group's centre ring, pixels
 * @returns groups seen in at least `minExposures` exposures, most exposures first, then best score
 */
export function groupRecurrences(
  rings: readonly RecurringRing[],
  radiusPixels: number,
  minExposures: number,
): Recurrence[] {
  const cellOf = (ring: { detector: number; x: number; y: number }, dx: number, dy: number) =>
    `${ring.detector}/${Math.floor(ring.x / radiusPixels) + dx}/${Math.floor(ring.y / radiusPixels) + dy}`;
  const cells = Map.groupBy(rings, (ring) => cellOf(ring, 0, 0));
  const taken = new Set<string>();
  const groups: Recurrence[] = [];
  for (const centre of rings.toSorted(byScore)) {
    if (taken.has(centre.id)) continue;
    const near: RecurringRing[] = [];
    for (const dx of [-1, 0, 1]) {
      for (const dy of [-1, 0, 1]) near.push(...(cells.get(cellOf(centre, dx, dy)) ?? []));
    }
    const members = near.filter(
      (ring) => !taken.has(ring.id) && Math.hypot(ring.x - centre.x, ring.y - centre.y) <= radiusPixels,
    );
    for (const ring of members) taken.add(ring.id);
    groups.push(summarise(centre, members.sort(byScore)));
  }
  return groups
    .filter((group) => group.exposureCount >= minExposures)
    .sort(
      (a, b) =>
        b.exposureCount - a.exposureCount ||
        (b.bestScore ?? -2) - (a.bestScore ?? -2) ||
        a.detector - b.detector ||
        a.y - b.y,
    );
}

function summarise(centre: RecurringRing, rings: RecurringRing[]): Recurrence {
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return {
    detector: centre.detector,
    x: mean(rings.map((ring) => ring.x)),
    y: mean(rings.map((ring) => ring.y)),
    exposureCount: new Set(rings.map((ring) => ring.exposureId)).size,
    rings,
    bestScore: centre.score,
  };
}
