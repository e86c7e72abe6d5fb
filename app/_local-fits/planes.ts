// An image of any number of axes as planes of two: the last axis is x, the one before it y.

/** Width, height and how many planes an image has; an image of one axis is a plane of one row. */
export function planesOf(shape: readonly number[]): { width: number; height: number; count: number } {
  const [width = 1, height = 1, ...others] = shape.toReversed();
  return { width, height, count: others.reduce((product, length) => product * length, 1) };
}

/** Indexes of a plane along the axes before the last two, slowest first. */
export function planeIndexes(shape: readonly number[], plane: number): number[] {
  const indexes: number[] = [];
  let rest = plane;
  for (const length of shape.slice(0, -2).toReversed()) {
    indexes.unshift(rest % length);
    rest = Math.floor(rest / length);
  }
  return indexes;
}
