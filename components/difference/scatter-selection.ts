// What was drawn around points of a scatter plot, as a filter that anybody can read, keep and send.

export interface DrawnSelection {
  /** a box, in units of the axes; null: no box */
  x: [number, number] | null;
  y: [number, number] | null;
  /** corners of a lasso; null: no lasso */
  lasso: { x: readonly number[]; y: readonly number[] } | null;
}

export interface PlottedFeatures {
  x: string;
  y: string;
  isLog: boolean;
}

type Corner = readonly [number, number];

const MOST_CORNERS = 10;

/**
 * Conditions that keep what is inside. A box is kept as it is. Of a lasso the filter language, which knows sums, can hold the
 * convex outline on linear axes; on logarithmic ones its box.
 *
 * @param drawn by the person
 * @param plotted features of the axes
 * @returns null when nothing was enclosed
 */
export function selectionFilter(drawn: DrawnSelection, { x, y, isLog }: PlottedFeatures): string | null {
  if (drawn.x && drawn.y) return boxFilter(x, y, [drawn.x, drawn.y]);
  if (!drawn.lasso || drawn.lasso.x.length < 3) return null;
  const corners = drawn.lasso.x.map((value, i): Corner => [value, drawn.lasso?.y[i] ?? Number.NaN]);
  const [across, up] = [corners.map(([value]) => value), corners.map(([, value]) => value)];
  if (isLog)
    return boxFilter(x, y, [
      [Math.min(...across), Math.max(...across)],
      [Math.min(...up), Math.max(...up)],
    ]);
  const outline = simplified(convexOutline(corners));
  if (outline.length < 3) return null;
  return outline.map((from, i) => sideFilter(x, y, from, outline[(i + 1) % outline.length]!)).join(" & ");
}

/** What the filter of a lasso is, for the person who draws it. */
export function selectionRule(isLog: boolean): string {
  return isLog
    ? "a lasso filters to the box around it, a box to itself"
    : "a lasso filters to its convex outline, a box to itself";
}

function boxFilter(x: string, y: string, [across, up]: [[number, number], [number, number]]): string {
  const [x0, x1, y0, y1] = [across[0], across[1], up[0], up[1]].map(short);
  return `${x} >= ${x0} & ${x} <= ${x1} & ${y} >= ${y0} & ${y} <= ${y1}`;
}

/** Left of the side from one corner to the next, for corners that run counter-clockwise. */
function sideFilter(x: string, y: string, [x0, y0]: Corner, [x1, y1]: Corner): string {
  const [run, rise] = [x1 - x0, y1 - y0];
  if (run === 0) return `${x} ${rise > 0 ? "<=" : ">="} ${short(x0)}`;
  const slope = rise / run;
  const offset = y0 - slope * x0;
  return `${y} ${run > 0 ? ">=" : "<="} ${short(slope)} * ${x} + ${short(offset)}`;
}

function short(value: number): string {
  return String(Number(value.toPrecision(6)));
}

/** Andrew 1979, Information Processing Letters 9, 216: sorted corners, lower and upper chain; counter-clockwise. */
function convexOutline(corners: readonly Corner[]): Corner[] {
  const sorted = [...corners].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const chain = (points: readonly Corner[]) => {
    const kept: Corner[] = [];
    for (const point of points) {
      while (kept.length > 1 && turn(kept.at(-2)!, kept.at(-1)!, point) <= 0) kept.pop();
      kept.push(point);
    }
    return kept.slice(0, -1);
  };
  return [...chain(sorted), ...chain(sorted.toReversed())];
}

/** Twice the area of the triangle, positive when it turns left. */
function turn(a: Corner, b: Corner, c: Corner): number {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}

/** Drops the corners that cut off least area. */
function simplified(outline: Corner[]): Corner[] {
  const kept = [...outline];
  const areaAt = (i: number) =>
    turn(kept[(i + kept.length - 1) % kept.length]!, kept[i]!, kept[(i + 1) % kept.length]!);
  while (kept.length > MOST_CORNERS) {
    let least = 0;
    for (let i = 1; i < kept.length; i++) if (areaAt(i) < areaAt(least)) least = i;
    kept.splice(least, 1);
  }
  return kept;
}
