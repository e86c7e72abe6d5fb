// Boxes of pixels in images of any number of axes, and how they lie in the file: the first axis goes fastest (FITS 4.0, 3.3.2).

/** Half-open, zero-based; one number an axis, NAXIS1 first. */
export interface Box {
  start: number[];
  end: number[];
}

/** Pixels that are neighbours in the image and in the box. */
export interface Run {
  /** Its first pixel, counted in the image. */
  first: number;
  /** The same, counted in the box. */
  output: number;
  count: number;
}

/** All pixels of an image. */
export function wholeBox(axes: readonly number[]): Box {
  return { start: axes.map(() => 0), end: [...axes] };
}

/** Length of every axis. */
export function lengthsOf(box: Box): number[] {
  return box.end.map((end, i) => end - box.start[i]!);
}

/** Number of pixels. */
export function countOf(box: Box): number {
  return lengthsOf(box).reduce((product, length) => product * length, 1);
}

/** The pixels that two boxes share; they must meet. */
export function intersect(a: Box, b: Box): Box {
  return {
    start: a.start.map((start, i) => Math.max(start, b.start[i]!)),
    end: a.end.map((end, i) => Math.min(end, b.end[i]!)),
  };
}

/** The runs of a box in the order of the file, as long as they can be: axes that are asked for whole make one with the next. */
export function* runsOf(axes: readonly number[], box: Box): Generator<Run> {
  let axis = 0;
  let count = 1;
  while (axis < axes.length && box.start[axis] === 0 && box.end[axis] === axes[axis]) count *= axes[axis++]!;
  let first = 0;
  if (axis < axes.length) {
    first = count * box.start[axis]!;
    count *= box.end[axis]! - box.start[axis]!;
    axis++;
  }
  let output = 0;
  for (const offset of offsetsOf(stridesOf(axes), box, axis)) {
    yield { first: first + offset, output, count };
    output += count;
  }
}

/**
 * Calls `take` for every row of the box `part` with the places of its first pixel in two boxes that hold it.
 * @param take place in `from`, place in `to`, pixels
 */
export function eachSharedRow(
  part: Box,
  from: Box,
  to: Box,
  take: (fromAt: number, toAt: number, count: number) => void,
): void {
  const count = part.end[0]! - part.start[0]!;
  const fromStrides = stridesOf(lengthsOf(from));
  const toStrides = stridesOf(lengthsOf(to));
  const index = [...part.start];
  let fromAt = 0;
  let toAt = 0;
  for (let i = 0; i < index.length; i++) {
    fromAt += (index[i]! - from.start[i]!) * fromStrides[i]!;
    toAt += (index[i]! - to.start[i]!) * toStrides[i]!;
  }
  for (;;) {
    take(fromAt, toAt, count);
    let axis = 1;
    for (; axis < index.length; axis++) {
      index[axis]!++;
      fromAt += fromStrides[axis]!;
      toAt += toStrides[axis]!;
      if (index[axis]! < part.end[axis]!) break;
      const length = part.end[axis]! - part.start[axis]!;
      index[axis] = part.start[axis]!;
      fromAt -= length * fromStrides[axis]!;
      toAt -= length * toStrides[axis]!;
    }
    if (axis >= index.length) return;
  }
}

/** Distance of neighbours along every axis, in pixels. */
export function stridesOf(axes: readonly number[]): number[] {
  let stride = 1;
  return axes.map((length) => {
    const own = stride;
    stride *= length;
    return own;
  });
}

/** Offsets of all positions of a box along the axes from `axis` on, in the order of the file. */
export function* offsetsOf(strides: readonly number[], box: Box, axis: number): Generator<number> {
  const index = [...box.start];
  let offset = 0;
  for (let i = axis; i < index.length; i++) offset += index[i]! * strides[i]!;
  for (;;) {
    yield offset;
    let i = axis;
    for (; i < index.length; i++) {
      index[i]!++;
      offset += strides[i]!;
      if (index[i]! < box.end[i]!) break;
      offset -= (index[i]! - box.start[i]!) * strides[i]!;
      index[i] = box.start[i]!;
    }
    if (i >= index.length) return;
  }
}
