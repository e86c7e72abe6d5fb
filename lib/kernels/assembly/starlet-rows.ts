// One row of a smoothing pass of the starlet: five rows summed down the columns, and the sum along a row.
//
// Both run over 16 pixels at a time with constant offsets, because the pass is bound by the number of instructions. Along
// the row each distance of the taps has a loop of its own that shares what its outputs have in common: taps 4 pixels
// apart are whole vectors. Terms are added in the same order everywhere, so all forms agree bit for bit.

const VECTOR_BYTES: usize = 16;
const BLOCK_BYTES: usize = 64;

// Weights times 16: the powers of two wait for one exact division by 256 at the end of both axes, so that a sum equals
// that with 6/16, 4/16, 1/16 bit for bit, with fewer multiplications.
const W_CENTRE: f32 = 6;
const W_NEAR: f32 = 4;
const BOTH_AXES: f32 = 1 / 256;

/** The same in memory: V8 builds a vector constant anew at each use, one that was loaded stays in its register. */
const WEIGHTS: usize = memory.data<f32>([6, 4, 1 / 256]);

/** 16 times the weighted sum, terms in scarlet lite's order; b and d come multiplied by 4. */
// @ts-ignore: decorator
@inline
function sum5(a: v128, b4: v128, c: v128, d4: v128, e: v128, six: v128): v128 {
  const centre = f32x4.mul(c, six);
  return f32x4.add(f32x4.add(f32x4.add(f32x4.add(centre, a), b4), d4), e);
}

// @ts-ignore: decorator
@inline
function times4(v: v128, four: v128): v128 {
  return f32x4.mul(v, four);
}

/** Smooth pixels from the sums of both axes. */
// @ts-ignore: decorator
@inline
function scaled(sum: v128, both: v128): v128 {
  return f32x4.mul(sum, both);
}

/** 16 times the weighted sum of five addresses, 4 pixels at once: c centre, a and e far, b and d near. */
// @ts-ignore: decorator
@inline
function taps4(a: usize, b: usize, c: usize, d: usize, e: usize): v128 {
  let sum = f32x4.mul(v128.load(c), f32x4.splat(W_CENTRE));
  sum = f32x4.add(sum, v128.load(a));
  sum = f32x4.add(sum, f32x4.mul(v128.load(b), f32x4.splat(W_NEAR)));
  sum = f32x4.add(sum, f32x4.mul(v128.load(d), f32x4.splat(W_NEAR)));
  return f32x4.add(sum, v128.load(e));
}

/** The same for one pixel (row tails). */
// @ts-ignore: decorator
@inline
function taps1(a: usize, b: usize, c: usize, d: usize, e: usize): f32 {
  let sum: f32 = load<f32>(c) * W_CENTRE;
  sum = sum + load<f32>(a);
  sum = sum + load<f32>(b) * W_NEAR;
  sum = sum + load<f32>(d) * W_NEAR;
  return sum + load<f32>(e);
}

/** Sums five rows, up2 ... down2, into `row`: 16 times the weighted sum. */
export function sumColumns(
  up2: usize,
  up1: usize,
  here: usize,
  down1: usize,
  down2: usize,
  row: usize,
  rowBytes: usize,
): void {
  const six = v128.load32_splat(WEIGHTS);
  const four = v128.load32_splat(WEIGHTS, 4);
  let x: usize = 0;
  for (; x + BLOCK_BYTES <= rowBytes; x += BLOCK_BYTES) {
    const a = up2 + x;
    const b = up1 + x;
    const c = here + x;
    const d = down1 + x;
    const e = down2 + x;
    const out = row + x;
    v128.store(out, sum5(v128.load(a), times4(v128.load(b), four), v128.load(c), times4(v128.load(d), four), v128.load(e), six));
    v128.store(out, sum5(v128.load(a, 16), times4(v128.load(b, 16), four), v128.load(c, 16), times4(v128.load(d, 16), four), v128.load(e, 16), six), 16);
    v128.store(out, sum5(v128.load(a, 32), times4(v128.load(b, 32), four), v128.load(c, 32), times4(v128.load(d, 32), four), v128.load(e, 32), six), 32);
    v128.store(out, sum5(v128.load(a, 48), times4(v128.load(b, 48), four), v128.load(c, 48), times4(v128.load(d, 48), four), v128.load(e, 48), six), 48);
  }
  for (; x + VECTOR_BYTES <= rowBytes; x += VECTOR_BYTES) {
    v128.store(row + x, taps4(up2 + x, up1 + x, here + x, down1 + x, down2 + x));
  }
  for (; x < rowBytes; x += 4) store<f32>(row + x, taps1(up2 + x, up1 + x, here + x, down1 + x, down2 + x));
}

/** Stores 16 smooth pixels, or what they leave of `from`. */
// @ts-ignore: decorator
@inline
function storeBlock(out: usize, from: usize, isDetail: bool, s0: v128, s1: v128, s2: v128, s3: v128): void {
  if (isDetail) {
    v128.store(out, f32x4.sub(v128.load(from), s0));
    v128.store(out, f32x4.sub(v128.load(from, 16), s1), 16);
    v128.store(out, f32x4.sub(v128.load(from, 32), s2), 32);
    v128.store(out, f32x4.sub(v128.load(from, 48), s3), 48);
  } else {
    v128.store(out, s0);
    v128.store(out, s1, 16);
    v128.store(out, s2, 32);
    v128.store(out, s3, 48);
  }
}

/** Sums along the padded row with taps 1 pixel apart, blocks of 16 pixels; returns where it stopped. */
function sumBlocks1(row: usize, out: usize, from: usize, rowBytes: usize): usize {
  const six = v128.load32_splat(WEIGHTS);
  const four = v128.load32_splat(WEIGHTS, 4);
  const both = v128.load32_splat(WEIGHTS, 8);
  let x: usize = 0;
  for (; x + BLOCK_BYTES <= rowBytes; x += BLOCK_BYTES) {
    const p = row + x - 8;
    const v0 = v128.load(p);
    const v4 = v128.load(p, 4);
    const v8 = v128.load(p, 8);
    const v12 = v128.load(p, 12);
    const v16 = v128.load(p, 16);
    const v20 = v128.load(p, 20);
    const v24 = v128.load(p, 24);
    const v28 = v128.load(p, 28);
    const v32 = v128.load(p, 32);
    const v36 = v128.load(p, 36);
    const v40 = v128.load(p, 40);
    const v44 = v128.load(p, 44);
    const v48 = v128.load(p, 48);
    const v52 = v128.load(p, 52);
    const v56 = v128.load(p, 56);
    const v60 = v128.load(p, 60);
    const v64 = v128.load(p, 64);
    const n4 = times4(v4, four);
    const n12 = times4(v12, four);
    const n20 = times4(v20, four);
    const n28 = times4(v28, four);
    const n36 = times4(v36, four);
    const n44 = times4(v44, four);
    const n52 = times4(v52, four);
    const n60 = times4(v60, four);
    const s0 = scaled(sum5(v0, n4, v8, n12, v16, six), both);
    const s1 = scaled(sum5(v16, n20, v24, n28, v32, six), both);
    const s2 = scaled(sum5(v32, n36, v40, n44, v48, six), both);
    const s3 = scaled(sum5(v48, n52, v56, n60, v64, six), both);
    storeBlock(out + x, from + x, from != 0, s0, s1, s2, s3);
  }
  return x;
}

/** Sums along the padded row with taps 2 pixels apart, blocks of 16 pixels; returns where it stopped. */
function sumBlocks2(row: usize, out: usize, from: usize, rowBytes: usize): usize {
  const six = v128.load32_splat(WEIGHTS);
  const four = v128.load32_splat(WEIGHTS, 4);
  const both = v128.load32_splat(WEIGHTS, 8);
  let x: usize = 0;
  for (; x + BLOCK_BYTES <= rowBytes; x += BLOCK_BYTES) {
    const p = row + x - 16;
    const v0 = v128.load(p);
    const v8 = v128.load(p, 8);
    const v16 = v128.load(p, 16);
    const v24 = v128.load(p, 24);
    const v32 = v128.load(p, 32);
    const v40 = v128.load(p, 40);
    const v48 = v128.load(p, 48);
    const v56 = v128.load(p, 56);
    const v64 = v128.load(p, 64);
    const v72 = v128.load(p, 72);
    const v80 = v128.load(p, 80);
    const n8 = times4(v8, four);
    const n24 = times4(v24, four);
    const n40 = times4(v40, four);
    const n56 = times4(v56, four);
    const n72 = times4(v72, four);
    const s0 = scaled(sum5(v0, n8, v16, n24, v32, six), both);
    const s1 = scaled(sum5(v16, n24, v32, n40, v48, six), both);
    const s2 = scaled(sum5(v32, n40, v48, n56, v64, six), both);
    const s3 = scaled(sum5(v48, n56, v64, n72, v80, six), both);
    storeBlock(out + x, from + x, from != 0, s0, s1, s2, s3);
  }
  return x;
}

/** Sums along the padded row with taps 4 pixels apart, blocks of 16 pixels; returns where it stopped. */
function sumBlocks4(row: usize, out: usize, from: usize, rowBytes: usize): usize {
  const six = v128.load32_splat(WEIGHTS);
  const four = v128.load32_splat(WEIGHTS, 4);
  const both = v128.load32_splat(WEIGHTS, 8);
  let x: usize = 0;
  for (; x + BLOCK_BYTES <= rowBytes; x += BLOCK_BYTES) {
    const p = row + x - 32;
    const v0 = v128.load(p);
    const v16 = v128.load(p, 16);
    const v32 = v128.load(p, 32);
    const v48 = v128.load(p, 48);
    const v64 = v128.load(p, 64);
    const v80 = v128.load(p, 80);
    const v96 = v128.load(p, 96);
    const v112 = v128.load(p, 112);
    const n16 = times4(v16, four);
    const n32 = times4(v32, four);
    const n48 = times4(v48, four);
    const n64 = times4(v64, four);
    const n80 = times4(v80, four);
    const n96 = times4(v96, four);
    const s0 = scaled(sum5(v0, n16, v32, n48, v64, six), both);
    const s1 = scaled(sum5(v16, n32, v48, n64, v80, six), both);
    const s2 = scaled(sum5(v32, n48, v64, n80, v96, six), both);
    const s3 = scaled(sum5(v48, n64, v80, n96, v112, six), both);
    storeBlock(out + x, from + x, from != 0, s0, s1, s2, s3);
  }
  return x;
}

/** The sum along x about p, 4 pixels at once. */
// @ts-ignore: decorator
@inline
function across4(p: usize, near: usize): v128 {
  const far = near << 1;
  return f32x4.mul(taps4(p - far, p - near, p, p + near, p + far), f32x4.splat(BOTH_AXES));
}

/** The same for one pixel. */
// @ts-ignore: decorator
@inline
function across1(p: usize, near: usize): f32 {
  const far = near << 1;
  return taps1(p - far, p - near, p, p + near, p + far) * BOTH_AXES;
}

/** Horizontal pass out of the padded row buffer into `out`; with `from` not 0 it writes from - smooth. */
export function writeRow(row: usize, out: usize, from: usize, rowBytes: usize, near: usize): void {
  let x: usize = 0;
  if (near == 4) x = sumBlocks1(row, out, from, rowBytes);
  else if (near == 8) x = sumBlocks2(row, out, from, rowBytes);
  else if (near == 16) x = sumBlocks4(row, out, from, rowBytes);
  if (from) {
    for (; x + VECTOR_BYTES <= rowBytes; x += VECTOR_BYTES) {
      v128.store(out + x, f32x4.sub(v128.load(from + x), across4(row + x, near)));
    }
    for (; x < rowBytes; x += 4) store<f32>(out + x, load<f32>(from + x) - across1(row + x, near));
  } else {
    for (; x + VECTOR_BYTES <= rowBytes; x += VECTOR_BYTES) v128.store(out + x, across4(row + x, near));
    for (; x < rowBytes; x += 4) store<f32>(out + x, across1(row + x, near));
  }
}
