// Holes and perimeter of a footprint, from its runs.

/**
 * Fills the holes of a mask (background not 4-connected to the outside of its box) and measures it. Runs: i32 y, xStart,
 * xEnd (exclusive) each, in the box of width * height. `out` gets float64: filled pixels, hole pixels, filled pixels with a
 * 4-neighbour outside (the perimeter), sums of x and y over filled pixels, and over hole pixels.
 * `scratch` needs 5 * (width + 2) * (height + 2) + 8 bytes.
 */
export function fillShape(runs: usize, runCount: i32, width: i32, height: i32, scratch: usize, out: usize): void {
  const stride = width + 2;
  const n = stride * (height + 2);
  const marks = scratch;
  const stack = scratch + ((<usize>n + 7) & ~7);
  memory.fill(marks, BACKGROUND, n);
  for (let r: i32 = 0; r < runCount; r++) {
    const run = runs + <usize>r * 12;
    const start = load<i32>(run, 4);
    memory.fill(marks + <usize>((load<i32>(run) + 1) * stride + start + 1), MEMBER, load<i32>(run, 8) - start);
  }
  flood(marks, stride, n, stack);
  let filled: f64 = 0;
  let holes: f64 = 0;
  let perimeter: f64 = 0;
  let filledX: f64 = 0;
  let filledY: f64 = 0;
  let holeX: f64 = 0;
  let holeY: f64 = 0;
  for (let y: i32 = 0; y < height; y++) {
    for (let x: i32 = 0; x < width; x++) {
      const at = marks + <usize>((y + 1) * stride + x + 1);
      const mark = load<u8>(at);
      if (mark == OUTSIDE) continue;
      filled++;
      filledX += x;
      filledY += y;
      if (mark == BACKGROUND) {
        holes++;
        holeX += x;
        holeY += y;
      }
      const isBoundary =
        load<u8>(at - 1) == OUTSIDE ||
        load<u8>(at, 1) == OUTSIDE ||
        load<u8>(at - <usize>stride) == OUTSIDE ||
        load<u8>(at + <usize>stride) == OUTSIDE;
      if (isBoundary) perimeter++;
    }
  }
  store<f64>(out, filled);
  store<f64>(out, holes, 8);
  store<f64>(out, perimeter, 16);
  store<f64>(out, filledX, 24);
  store<f64>(out, filledY, 32);
  store<f64>(out, holeX, 40);
  store<f64>(out, holeY, 48);
}

const BACKGROUND: u8 = 0;
const MEMBER: u8 = 1;
const OUTSIDE: u8 = 2;

/** Marks the background that is connected to the corner; the margin of one pixel connects all of the outside. */
function flood(marks: usize, stride: i32, n: i32, stack: usize): void {
  let depth: i32 = 0;
  store<u8>(marks, OUTSIDE);
  store<i32>(stack, 0);
  depth++;
  while (depth > 0) {
    depth--;
    const i = load<i32>(stack + (<usize>depth << 2));
    depth = visit(marks, i - 1, n, stack, depth);
    depth = visit(marks, i + 1, n, stack, depth);
    depth = visit(marks, i - stride, n, stack, depth);
    depth = visit(marks, i + stride, n, stack, depth);
  }
}

// @ts-ignore: decorator
@inline
function visit(marks: usize, i: i32, n: i32, stack: usize, depth: i32): i32 {
  // a step off the end of a row leads into the margin of its neighbour, which is outside as well
  if (i < 0 || i >= n || load<u8>(marks + <usize>i) != BACKGROUND) return depth;
  store<u8>(marks + <usize>i, OUTSIDE);
  store<i32>(stack + (<usize>depth << 2), i);
  return depth + 1;
}
