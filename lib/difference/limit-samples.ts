// The pixels that the zscale algorithm samples, picked from an image that goes by in bands.

import { zscaleLimits } from "@/lib/kernels/zscale";
import { readStoredFloats, type StoredFloats } from "@/lib/readers/fits";
import type { StampLimits } from "./stamp-answer";
import { SAMPLES } from "./stamps";

/** Finite pixels of a band are counted in blocks of so many. */
export const BLOCK_PIXELS = 64;

interface CountedBand {
  /** its first pixel in the image, and how many it has */
  first: number;
  count: number;
  /** of each block */
  finite: Int32Array;
}

/** Gives what zscaleLimits gives of all pixels of a large image (lib/kernels/zscale.ts), without them. */
export class LimitSamples {
  private readonly stride: number;
  private readonly sample = new Float32Array(SAMPLES);
  private taken = 0;
  private readonly bands: CountedBand[] = [];
  private readonly word = new DataView(new ArrayBuffer(4));

  /** @param image of over a megapixel */
  constructor(private readonly image: StoredFloats) {
    this.stride = Math.floor((image.width * image.height) / SAMPLES);
  }

  /**
   * Takes note of the next band, of all of them in their order.
   *
   * @param y0 its first row
   * @param y1 the row behind its last
   * @param words its pixels, big-endian
   * @param finite how many of each block are finite
   */
  take(y0: number, y1: number, words: Int32Array, finite: Int32Array): void {
    const { width } = this.image;
    const [first, count] = [y0 * width, (y1 - y0) * width];
    for (; this.taken < SAMPLES && this.taken * this.stride < first + count; this.taken++) {
      this.word.setInt32(0, words[this.taken * this.stride - first]!, true);
      this.sample[this.taken] = this.word.getFloat32(0);
    }
    this.bands.push({ first, count, finite });
  }

  /**
   * Limits of the image, all bands of which were taken.
   *
   * @returns null when no pixel is finite
   * @throws FileUnreadableError: where samples are not finite, others are read from the file again
   */
  async limits(): Promise<StampLimits | null> {
    return zscaleLimits(this.sample.every(Number.isFinite) ? this.sample : await this.finiteSample());
  }

  /** Every stride-th finite pixel, at most a thousand. */
  private async finiteSample(): Promise<Float32Array> {
    const total = this.bands.reduce((sum, { finite }) => sum + sumOf(finite), 0);
    const stride = Math.max(1, Math.floor(total / SAMPLES));
    const sample = new Float32Array(Math.min(SAMPLES, Math.ceil(total / stride)));
    const block = new DataView(new ArrayBuffer(4 * BLOCK_PIXELS));
    let [next, before] = [0, 0];
    for (const { first, count, finite } of this.bands) {
      for (let i = 0; i < finite.length && next < sample.length; i++) {
        const end = before + finite[i]!;
        if (next * stride < end) {
          const start = i * BLOCK_PIXELS;
          const bytes = 4 * Math.min(BLOCK_PIXELS, count - start);
          await readStoredFloats(this.image, first + start, new Uint8Array(block.buffer, 0, bytes));
          next = pickFinite(block, before, end, { sample, next, stride });
        }
        before = end;
      }
    }
    return sample;
  }
}

/** Picks the pixels of a block that are a multiple of the stride, counted over finite ones; returns which is the next. */
function pickFinite(
  block: DataView,
  before: number,
  end: number,
  picked: { sample: Float32Array; next: number; stride: number },
): number {
  const { sample, stride } = picked;
  let next = picked.next;
  for (let at = 0, seen = before; seen < end && next < sample.length; at += 4) {
    const value = block.getFloat32(at);
    if (!Number.isFinite(value)) continue;
    if (seen === next * stride) sample[next++] = value;
    seen++;
  }
  return next;
}

function sumOf(counts: Int32Array): number {
  let sum = 0;
  for (let i = 0; i < counts.length; i++) sum += counts[i]!;
  return sum;
}
