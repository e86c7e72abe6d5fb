// The smoothing pass of the isotropic undecimated wavelet (starlet, B3 spline) for float32 images, SIMD.
//
// A pass smooths the image with [1 4 6 4 1] / 16 whose taps are `step` pixels apart, first down the
// columns, then along the rows. Both are fused row by row: the vertical pass fills ONE padded row buffer,
// which stays in the L1 cache, and the horizontal pass reads it. No full-size temporary exists.
//
// Float32 throughout; terms are added in the order of scarlet lite's wavelet.py (centre, -2, -1, +1, +2),
// so that the zero-padded form agrees with it bit for bit.

import { sumColumns, writeRow } from "./starlet-rows";

/** Border: a tap outside counts as 0. */
const BORDER_ZERO: i32 = 0;

/** Reflects an index into [0, n) about the edge pixels, as often as needed (period 2(n-1)). */
// @ts-ignore: decorator
@inline
function reflect(i: i32, n: i32): i32 {
  const period = 2 * (n - 1);
  if (i < 0) i = -i;
  i %= period;
  return i < n ? i : period - i;
}

/** Address of row y, of its reflection, or of the zero row. */
// @ts-ignore: decorator
@inline
function rowAt(input: usize, zeroRow: usize, y: i32, ny: i32, rowBytes: usize, border: i32): usize {
  if (y >= 0 && y < ny) return input + <usize>y * rowBytes;
  return border == BORDER_ZERO ? zeroRow : input + <usize>reflect(y, ny) * rowBytes;
}

/** Fills 2 * step pixels on both sides of the row buffer. */
function padRow(row: usize, nx: i32, far: i32, border: i32): void {
  for (let i: i32 = 1; i <= far; i++) {
    const left = border == BORDER_ZERO ? <f32>0 : load<f32>(row + (<usize>reflect(-i, nx) << 2));
    const right = border == BORDER_ZERO ? <f32>0 : load<f32>(row + (<usize>reflect(nx - 1 + i, nx) << 2));
    store<f32>(row - (<usize>i << 2), left);
    store<f32>(row + (<usize>(nx - 1 + i) << 2), right);
  }
}

/**
 * One row: the five rows up2 ... down2 are summed into the row buffer, which is padded and then summed along x.
 * `row` is the first pixel of the padded buffer.
 */
// @ts-ignore: decorator
@inline
function smoothRow(
  up2: usize,
  up1: usize,
  here: usize,
  down1: usize,
  down2: usize,
  row: usize,
  out: usize,
  from: usize,
  nx: i32,
  step: i32,
  border: i32,
): void {
  const rowBytes: usize = (<usize>nx) << 2;
  sumColumns(up2, up1, here, down1, down2, row, rowBytes);
  padRow(row, nx, 2 * step, border);
  writeRow(row, out, from, rowBytes, <usize>step << 2);
}

/**
 * Smooths `input` (nx * ny float32, rows without padding) into `output`; with `minuend` not 0 it writes
 * output = minuend - smooth instead, and `output` may then be `minuend`. `output` must not be `input`.
 * `rowBuffer` needs 2 * nx + 4 * step float32. border: 0 zero padding, 1 whole-sample reflection.
 * NaN spreads over the kernel's support. nx, ny >= 2 for reflection.
 */
export function smooth(
  input: usize,
  output: usize,
  minuend: usize,
  rowBuffer: usize,
  nx: i32,
  ny: i32,
  step: i32,
  border: i32,
): void {
  const rowBytes: usize = (<usize>nx) << 2;
  const zeroRow = rowBuffer;
  const row: usize = rowBuffer + rowBytes + (<usize>step << 3);
  memory.fill(zeroRow, 0, rowBytes);
  for (let y = 0; y < ny; y++) {
    const offset = <usize>y * rowBytes;
    smoothRow(
      rowAt(input, zeroRow, y - 2 * step, ny, rowBytes, border),
      rowAt(input, zeroRow, y - step, ny, rowBytes, border),
      input + offset,
      rowAt(input, zeroRow, y + step, ny, rowBytes, border),
      rowAt(input, zeroRow, y + 2 * step, ny, rowBytes, border),
      row,
      output + offset,
      minuend ? minuend + offset : 0,
      nx,
      step,
      border,
    );
  }
}

// Rows that the passes of the fused plane 2 keep of each other: twice the reach of the next pass, and one.
const C1_ROWS: i32 = 9;
const C2_ROWS: i32 = 17;
const C3_ROWS: i32 = 17;

/** Address of row y of a ring of rows, of its reflection, or of the zero row. */
// @ts-ignore: decorator
@inline
function ringRow(ring: usize, rows: i32, zeroRow: usize, y: i32, ny: i32, rowBytes: usize, border: i32): usize {
  let k = y;
  if (y < 0 || y >= ny) {
    if (border == BORDER_ZERO) return zeroRow;
    k = reflect(y, ny);
  }
  return ring + <usize>(k % rows) * rowBytes;
}

/** One row of a pass from one ring of rows into an output row. */
// @ts-ignore: decorator
@inline
function smoothRing(
  ring: usize,
  rows: i32,
  zeroRow: usize,
  y: i32,
  ny: i32,
  row: usize,
  out: usize,
  from: usize,
  nx: i32,
  step: i32,
  border: i32,
): void {
  const rowBytes: usize = (<usize>nx) << 2;
  smoothRow(
    ringRow(ring, rows, zeroRow, y - 2 * step, ny, rowBytes, border),
    ringRow(ring, rows, zeroRow, y - step, ny, rowBytes, border),
    ringRow(ring, rows, zeroRow, y, ny, rowBytes, border),
    ringRow(ring, rows, zeroRow, y + step, ny, rowBytes, border),
    ringRow(ring, rows, zeroRow, y + 2 * step, ny, rowBytes, border),
    row,
    out,
    from,
    nx,
    step,
    border,
  );
}

/**
 * Detail plane 2 of generation 2 in place: `plane` (c_0) becomes w_2 = c_2 - B_2(B_2(c_2)). The four passes run one
 * behind the other over the rows and keep only the rows they need of each other (`work`: 45 * nx + 16 float32 more
 * than that of `smooth` with step 4), so that the image is read and written once. Bit for bit what four passes give.
 * `decimated`, when not 0, gets every fourth pixel of every fourth row of c_3. nx, ny >= 16.
 */
export function detail2(plane: usize, decimated: usize, work: usize, nx: i32, ny: i32, border: i32): void {
  const rowBytes: usize = (<usize>nx) << 2;
  const zeroRow = work;
  const row: usize = work + rowBytes + 32;
  const c1: usize = row + rowBytes + 32;
  const c2: usize = c1 + <usize>C1_ROWS * rowBytes;
  const c3: usize = c2 + <usize>C2_ROWS * rowBytes;
  memory.fill(zeroRow, 0, rowBytes);
  let out = decimated;
  for (let t = 0; t < ny + 20; t++) {
    const y1 = t;
    if (y1 < ny) {
      const here = plane + <usize>y1 * rowBytes;
      const up2 = rowAt(plane, zeroRow, y1 - 2, ny, rowBytes, border);
      const up1 = rowAt(plane, zeroRow, y1 - 1, ny, rowBytes, border);
      const down1 = rowAt(plane, zeroRow, y1 + 1, ny, rowBytes, border);
      const down2 = rowAt(plane, zeroRow, y1 + 2, ny, rowBytes, border);
      smoothRow(up2, up1, here, down1, down2, row, c1 + <usize>(y1 % C1_ROWS) * rowBytes, 0, nx, 1, border);
    }
    const y2 = t - 4;
    if (y2 >= 0 && y2 < ny) {
      smoothRing(c1, C1_ROWS, zeroRow, y2, ny, row, c2 + <usize>(y2 % C2_ROWS) * rowBytes, 0, nx, 2, border);
    }
    const y3 = t - 12;
    if (y3 >= 0 && y3 < ny) {
      const target = c3 + <usize>(y3 % C3_ROWS) * rowBytes;
      smoothRing(c2, C2_ROWS, zeroRow, y3, ny, row, target, 0, nx, 4, border);
      if (out && !(y3 & 3)) {
        for (let x: usize = 0; x < rowBytes; x += 16) {
          store<f32>(out, load<f32>(target + x));
          out += 4;
        }
      }
    }
    const y4 = t - 20;
    if (y4 >= 0) {
      const from = c2 + <usize>(y4 % C2_ROWS) * rowBytes;
      smoothRing(c3, C3_ROWS, zeroRow, y4, ny, row, plane + <usize>y4 * rowBytes, from, nx, 4, border);
    }
  }
}
