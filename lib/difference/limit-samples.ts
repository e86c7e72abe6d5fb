// The pixels that the zscale algorithm samples, picked from an image that goes by in bands.

import { zscaleLimits } from "@/lib/kernels/zscale";
import { readStoredFloats, type StoredFloats } from "@/lib/readers/fits";
import type { StampLimits } from "./stamp-answer";

/** What the algorithm looks at. */
export const SAMPLES = 1000;

/** Finite pixels of a band are counted in blocks of so many. */
export const BLOCK_PIXELS = 64;

/** Rows of an image that are in memory. */
export interface SampledBand {
  /** its first pixel in the image */
  first: number;
  /** its pixels, big-endian */
  pixels: DataView;
  /** how many of each block are finite */
  finite: Int32Array;
}

/** Gives what zscaleLimits gives of all pixels of a large image (lib/kernels/zscale.ts), without them. */
export class LimitSamples {
  private readonly stride: number;
  private readonly sample = new Float32Array(SAMPLES);
  private taken = 0;
  private readonly counts: { first: number; pixels: number; finite: Int32Array }[] = [];
  private readonly guessed: FinitePicker;

  /**
   * @param image of over a megapixel
   * @param guess how many of its pixels are finite, perhaps: if so, nothing is read again
   */
  constructor(
    private readonly image: StoredFloats,
    guess: number,
  ) {
    this.stride = Math.floor((image.width * image.height) / SAMPLES);
    this.guessed = new FinitePicker(guess);
  }

  /**
   * Takes note of the next band, of all of them in their order.
   *
   * @param band in memory for the time of the call
   */
  take({ first, pixels, finite }: SampledBand): void {
    const count = pixels.byteLength >> 2;
    for (; this.taken < SAMPLES && this.taken * this.stride < first + count; this.taken++) {
      this.sample[this.taken] = pixels.getFloat32(4 * (this.taken * this.stride - first));
    }
    for (let block = 0; block < finite.length; block++) {
      const number = finite[block]!;
      if (this.guessed.wants(number)) this.guessed.pick(pixels, 4 * BLOCK_PIXELS * block, number);
      else this.guessed.pass(number);
    }
    this.counts.push({ first, pixels: count, finite });
  }

  /** Finite pixels of the bands so far. */
  get finiteCount(): number {
    return this.guessed.passed;
  }

  /**
   * Limits of the image, all bands of which were taken.
   *
   * @returns null when no pixel is finite
   * @throws FileUnreadableError: where samples are not finite and the guess was wrong, others are read from the file again
   */
  async limits(): Promise<StampLimits | null> {
    if (this.sample.every(Number.isFinite)) return zscaleLimits(this.sample);
    if (this.guessed.total === this.finiteCount) return zscaleLimits(this.guessed.sample);
    return zscaleLimits(await this.readFinite());
  }

  private async readFinite(): Promise<Float32Array> {
    const picker = new FinitePicker(this.finiteCount);
    const block = new DataView(new ArrayBuffer(4 * BLOCK_PIXELS));
    for (const { first, pixels, finite } of this.counts) {
      for (let i = 0; i < finite.length; i++) {
        const number = finite[i]!;
        if (!picker.wants(number)) {
          picker.pass(number);
          continue;
        }
        const start = i * BLOCK_PIXELS;
        const bytes = new Uint8Array(block.buffer, 0, 4 * Math.min(BLOCK_PIXELS, pixels - start));
        await readStoredFloats(this.image, first + start, bytes);
        picker.pick(block, 0, number);
      }
    }
    return picker.sample;
  }
}

/** Picks every stride-th of so many finite pixels, at most a thousand, from blocks in their order. */
class FinitePicker {
  readonly sample: Float32Array;
  /** finite pixels of the blocks so far */
  passed = 0;
  private readonly stride: number;
  private next = 0;

  constructor(readonly total: number) {
    this.stride = Math.max(1, Math.floor(total / SAMPLES));
    this.sample = new Float32Array(Math.min(SAMPLES, Math.ceil(total / this.stride)));
  }

  /** Whether a block of so many has one that is wanted. */
  wants(finite: number): boolean {
    return this.next < this.sample.length && this.next * this.stride < this.passed + finite;
  }

  pass(finite: number): void {
    this.passed += finite;
  }

  /** @param at byte of the block's first pixel */
  pick(pixels: DataView, at: number, finite: number): void {
    const end = this.passed + finite;
    for (let byte = at; this.passed < end; byte += 4) {
      const value = pixels.getFloat32(byte);
      if (!Number.isFinite(value)) continue;
      if (this.passed === this.next * this.stride && this.next < this.sample.length) this.sample[this.next++] = value;
      this.passed++;
    }
  }
}
