// The smoothing pass of the isotropic undecimated wavelet (starlet, B3 spline) for float32 images, SIMD.
//
// A pass smooths the image with [1 4 6 4 1] / 16 whose taps are `step` pixels apart, first down the
// columns, then along the rows. Both are fused row by row: the vertical pass fills ONE padded row buffer,
// which stays in the L1 cache, and the horizontal pass reads it. No full-size temporary exists.
//
// Float32 throughout; terms are added in the order of scarlet lite's wavelet.py (centre, -2, -1, +1, +2),
// so that the zero-padded form agrees with it bit for bit.

const VECTOR_BYTES: usize = 16;

// Kernel weights: 6/16, 4/16, 1/16. Exact in float32.
const W_CENTRE: f32 = 0.375;
const W_NEAR: f32 = 0.25;
const W_FAR: f32 = 0.0625;

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

/** The weighted sum of five addresses, 4 pixels at once: c centre, a and e far, b and d near. */
// @ts-ignore: decorator
@inline
function taps4(a: usize, b: usize, c: usize, d: usize, e: usize): v128 {
  let sum = f32x4.mul(v128.load(c), f32x4.splat(W_CENTRE));
  sum = f32x4.add(sum, f32x4.mul(v128.load(a), f32x4.splat(W_FAR)));
  sum = f32x4.add(sum, f32x4.mul(v128.load(b), f32x4.splat(W_NEAR)));
  sum = f32x4.add(sum, f32x4.mul(v128.load(d), f32x4.splat(W_NEAR)));
  return f32x4.add(sum, f32x4.mul(v128.load(e), f32x4.splat(W_FAR)));
}

/** The same for one pixel (row tails). */
// @ts-ignore: decorator
@inline
function taps1(a: usize, b: usize, c: usize, d: usize, e: usize): f32 {
  let sum: f32 = load<f32>(c) * W_CENTRE;
  sum = sum + load<f32>(a) * W_FAR;
  sum = sum + load<f32>(b) * W_NEAR;
  sum = sum + load<f32>(d) * W_NEAR;
  return sum + load<f32>(e) * W_FAR;
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
  const near: usize = (<usize>step) << 2;
  const far: usize = near << 1;
  const zeroRow = rowBuffer;
  const row: usize = rowBuffer + rowBytes + far;
  memory.fill(zeroRow, 0, rowBytes);

  for (let y = 0; y < ny; y++) {
    const up2 = rowAt(input, zeroRow, y - 2 * step, ny, rowBytes, border);
    const up1 = rowAt(input, zeroRow, y - step, ny, rowBytes, border);
    const here = input + <usize>y * rowBytes;
    const down1 = rowAt(input, zeroRow, y + step, ny, rowBytes, border);
    const down2 = rowAt(input, zeroRow, y + 2 * step, ny, rowBytes, border);

    let x: usize = 0;
    for (; x + VECTOR_BYTES <= rowBytes; x += VECTOR_BYTES) {
      v128.store(row + x, taps4(up2 + x, up1 + x, here + x, down1 + x, down2 + x));
    }
    for (; x < rowBytes; x += 4) store<f32>(row + x, taps1(up2 + x, up1 + x, here + x, down1 + x, down2 + x));
    padRow(row, nx, 2 * step, border);
    writeRow(row, output + <usize>y * rowBytes, minuend ? minuend + <usize>y * rowBytes : 0, rowBytes, near);
  }
}

/** Horizontal pass out of the row buffer. */
// @ts-ignore: decorator
@inline
function writeRow(row: usize, out: usize, from: usize, rowBytes: usize, near: usize): void {
  const far = near << 1;
  let x: usize = 0;
  if (from) {
    for (; x + VECTOR_BYTES <= rowBytes; x += VECTOR_BYTES) {
      const p = row + x;
      v128.store(out + x, f32x4.sub(v128.load(from + x), taps4(p - far, p - near, p, p + near, p + far)));
    }
    for (; x < rowBytes; x += 4) {
      const p = row + x;
      store<f32>(out + x, load<f32>(from + x) - taps1(p - far, p - near, p, p + near, p + far));
    }
  } else {
    for (; x + VECTOR_BYTES <= rowBytes; x += VECTOR_BYTES) {
      const p = row + x;
      v128.store(out + x, taps4(p - far, p - near, p, p + near, p + far));
    }
    for (; x < rowBytes; x += 4) {
      const p = row + x;
      store<f32>(out + x, taps1(p - far, p - near, p, p + near, p + far));
    }
  }
}
