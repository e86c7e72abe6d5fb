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
 * Calls `take` for the runs of the box `part` that are neighbours in both of two boxes that hold it: its rows, or more where all three
 * are equally long.
 * @param take place of the first pixel in `from` and in `to`, pixels
 */
export function eachSharedRun(
  part: Box,
  from: Box,
  to: Box,
  take: (fromAt: number, toAt: number, count: number) => void,
): void {
  const lengths = { part: lengthsOf(part), from: lengthsOf(from), to: lengthsOf(to) };
  let axis = 0;
  let count = 1;
  let isWhole = true;
  for (; axis < lengths.part.length && isWhole; axis++) {
    const length = lengths.part[axis]!;
    count *= length;
    isWhole = length === lengths.from[axis] && length === lengths.to[axis];
  }
  const fromOffset = offsetIn(from, part, lengths.from);
  const toOffset = offsetIn(to, part, lengths.to);
  const steps = { start: part.start.map(() => 0), end: lengths.part };
  const toOffsets = offsetsOf(stridesOf(lengths.to), steps, axis);
  for (const offset of offsetsOf(stridesOf(lengths.from), steps, axis)) {
    take(fromOffset + offset, toOffset + (toOffsets.next().value ?? 0), count);
  }
}

/** Where the first pixel of `part` is in a box around it. */
function offsetIn(box: Box, part: Box, lengths: readonly number[]): number {
  const strides = stridesOf(lengths);
  return part.start.reduce((sum, start, i) => sum + (start - box.start[i]!) * strides[i]!, 0);
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
