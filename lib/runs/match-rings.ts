// Which rings of two measurements are the same: mutual nearest neighbours on one detector.

/** Where a ring is. */
export interface RingPlace {
  detector: number;
  centerX: number;
  centerY: number;
}

export interface RingMatch<Row> {
  a: Row;
  b: Row;
  separationPixels: number;
}

/** The same dark feature keeps its centre to this, whatever the configuration. */
const MATCH_RADIUS_PIXELS = 2;

/**
 * Pair the rings of two measurements: each of a pair is the nearest to the other, on the same detector, centres at
 * most `radius` apart. Equal distances go to the row that comes first.
 *
 * @param a rows of one measurement
 * @param b rows of the other
 * @param radius in pixels
 * @returns pairs in the order of a, and the rows without a partner
 */
export function matchRings<Row extends RingPlace>(
  a: readonly Row[],
  b: readonly Row[],
  radius = MATCH_RADIUS_PIXELS,
): { both: RingMatch<Row>[]; onlyA: Row[]; onlyB: Row[] } {
  const nearestInB = nearestOf(a, b, radius);
  const nearestInA = nearestOf(b, a, radius);
  const both: RingMatch<Row>[] = [];
  const onlyA: Row[] = [];
  const matched = new Set<number>();
  a.forEach((row, index) => {
    const partner = nearestInB[index] ?? null;
    if (partner === null || nearestInA[partner] !== index) {
      onlyA.push(row);
      return;
    }
    matched.add(partner);
    const other = b[partner]!;
    both.push({ a: row, b: other, separationPixels: separation(row, other) });
  });
  return { both, onlyA, onlyB: b.filter((_row, index) => !matched.has(index)) };
}

function separation(a: RingPlace, b: RingPlace): number {
  return Math.hypot(a.centerX - b.centerX, a.centerY - b.centerY);
}

/** For each row the index of the nearest other row within the radius, by cells of the radius' size. */
function nearestOf(rows: readonly RingPlace[], others: readonly RingPlace[], radius: number): (number | null)[] {
  const cells = new Map<string, number[]>();
  others.forEach((other, index) => {
    const key = cellKey(other.detector, cellOf(other.centerX, radius), cellOf(other.centerY, radius));
    const cell = cells.get(key);
    if (cell === undefined) cells.set(key, [index]);
    else cell.push(index);
  });
  return rows.map((row) => nearestIn(row, others, cells, radius));
}

function nearestIn(
  row: RingPlace,
  others: readonly RingPlace[],
  cells: ReadonlyMap<string, number[]>,
  radius: number,
): number | null {
  let best: number | null = null;
  let bestSeparation = radius;
  const [x, y] = [cellOf(row.centerX, radius), cellOf(row.centerY, radius)];
  for (let dy = -1; dy <= 1; dy++) {
    for (let dx = -1; dx <= 1; dx++) {
      for (const index of cells.get(cellKey(row.detector, x + dx, y + dy)) ?? []) {
        const distance = separation(row, others[index]!);
        const isFirst = best === null && distance <= bestSeparation;
        const isNearer = distance < bestSeparation || (distance === bestSeparation && best !== null && index < best);
        if (!isFirst && !isNearer) continue;
        best = index;
        bestSeparation = distance;
      }
    }
  }
  return best;
}

function cellOf(value: number, radius: number): number {
  return Math.floor(value / radius);
}

function cellKey(detector: number, x: number, y: number): string {
  return `${detector} ${x} ${y}`;
}
