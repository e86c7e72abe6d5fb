// Points of a plane in square cells, so that the neighbours of a place are found without looking at all of them.

const LARGEST_COORDINATE = 1e9;
const MOST_CELLS_ALONG_AXIS = 4096;
/** Cells a little wider than the radius: rounding must not put a neighbour two cells away. */
const CELL_MARGIN = 1.0001;

/** Places in pixels, one array an axis. */
export interface Points {
  x: ArrayLike<number>;
  y: ArrayLike<number>;
}

/** A neighbour and how far away it is, in the unit of the points. */
export interface Neighbour {
  index: number;
  separation: number;
}

/**
 * Places of rows as arrays.
 *
 * @param rows with x and y
 * @returns one array an axis
 */
export function pointsOf(rows: readonly { x: number; y: number }[]): Points {
  const points = { x: new Float64Array(rows.length), y: new Float64Array(rows.length) };
  for (let i = 0; i < rows.length; i++) {
    points.x[i] = rows[i]!.x;
    points.y[i] = rows[i]!.y;
  }
  return points;
}

/**
 * A grid over points. Cells are at least as wide as the radius, about one point each; points whose coordinates are not finite or beyond 1e9
 * have no neighbours. Building takes one pass, memory of two integers a point; nothing of the points is copied.
 */
export class PointGrid {
  private readonly cell: number;
  private readonly minX: number;
  private readonly minY: number;
  private readonly columns: number;
  private readonly rows: number;
  /** of the points, ordered by cell; within a cell ascending */
  private readonly order: Int32Array;
  private readonly starts: Int32Array;

  /**
   * @param points where they are
   * @param radius largest separation that will be asked for
   */
  constructor(
    private readonly points: Points,
    private readonly radius: number,
  ) {
    const kept = Array.from({ length: points.x.length }, (_, i) => i).filter((i) =>
      isOnPlane(points.x[i], points.y[i]),
    );
    const [minX, maxX] = limitsOf(points.x, kept);
    const [minY, maxY] = limitsOf(points.y, kept);
    const [width, height] = [maxX - minX, maxY - minY];
    const roomy = Math.sqrt((width * height) / Math.max(1, kept.length));
    this.cell = Math.max(
      radius * CELL_MARGIN,
      roomy,
      width / MOST_CELLS_ALONG_AXIS,
      height / MOST_CELLS_ALONG_AXIS,
      1e-6,
    );
    this.minX = minX;
    this.minY = minY;
    this.columns = Math.floor(width / this.cell) + 1;
    this.rows = Math.floor(height / this.cell) + 1;
    this.starts = new Int32Array(this.columns * this.rows + 1);
    this.order = new Int32Array(kept.length);
    this.sortIntoCells(kept);
  }

  /**
   * Every point at most the radius away, in no order.
   *
   * @param x of the place
   * @param y of the place
   * @param visit gets each point and its separation sqrt(dx² + dy²); says false when it has seen enough
   */
  around(x: number, y: number, visit: (index: number, separation: number) => boolean): void {
    if (!isOnPlane(x, y) || this.order.length === 0) return;
    const { points, radius, order, starts } = this;
    const column = Math.floor((x - this.minX) / this.cell);
    const row = Math.floor((y - this.minY) / this.cell);
    const firstColumn = Math.max(0, column - 1);
    const lastColumn = Math.min(this.columns - 1, column + 1);
    for (let r = Math.max(0, row - 1); r <= Math.min(this.rows - 1, row + 1); r++) {
      if (firstColumn > lastColumn) return;
      const end = starts[r * this.columns + lastColumn + 1]!;
      for (let k = starts[r * this.columns + firstColumn]!; k < end; k++) {
        const index = order[k]!;
        const dx = points.x[index]! - x;
        const dy = points.y[index]! - y;
        // not hypot: the published rule compares this rounded root with the radius
        const separation = Math.sqrt(dx * dx + dy * dy);
        if (separation <= radius && !visit(index, separation)) return;
      }
    }
  }

  /**
   * The nearest point at most the radius away; of equally near ones that of the lowest index.
   *
   * @param x of the place
   * @param y of the place
   * @returns the point; null when none is near enough
   */
  nearest(x: number, y: number): Neighbour | null {
    let best: Neighbour | null = null;
    this.around(x, y, (index, separation) => {
      const isNearer = best === null || separation < best.separation;
      if (isNearer || (best !== null && separation === best.separation && index < best.index)) {
        best = { index, separation };
      }
      return true;
    });
    return best;
  }

  /**
   * Whether more than one point lies at most the radius away. Ends at the second: a catalogue may have all its rows at one place.
   *
   * @param x of the place
   * @param y of the place
   * @returns a point at the place itself counts
   */
  hasSeveral(x: number, y: number): boolean {
    let count = 0;
    this.around(x, y, () => {
      count++;
      return count < 2;
    });
    return count > 1;
  }

  private sortIntoCells(kept: readonly number[]): void {
    const { points, starts, order } = this;
    const cells = Int32Array.from(kept, (i) => this.cellOf(points.x[i]!, points.y[i]!));
    for (const cell of cells) starts[cell + 1]! += 1;
    for (let cell = 1; cell < starts.length; cell++) starts[cell]! += starts[cell - 1]!;
    const next = starts.slice();
    for (const [k, i] of kept.entries()) {
      const cell = cells[k]!;
      order[next[cell]!] = i;
      next[cell]! += 1;
    }
  }

  private cellOf(x: number, y: number): number {
    return Math.floor((y - this.minY) / this.cell) * this.columns + Math.floor((x - this.minX) / this.cell);
  }
}

function isOnPlane(x: number | undefined, y: number | undefined): boolean {
  return Math.abs(x ?? Number.NaN) <= LARGEST_COORDINATE && Math.abs(y ?? Number.NaN) <= LARGEST_COORDINATE;
}

function limitsOf(values: ArrayLike<number>, kept: readonly number[]): [number, number] {
  if (kept.length === 0) return [0, 0];
  let min = Infinity;
  let max = -Infinity;
  for (const i of kept) {
    min = Math.min(min, values[i]!);
    max = Math.max(max, values[i]!);
  }
  return [min, max];
}
