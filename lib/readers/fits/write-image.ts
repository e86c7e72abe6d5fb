// Images of any type and number of axes, plain or scaled to int16 (FITS 4.0, 4.4.2.5 and 7.1).

import { InvalidParameterError } from "@/lib/errors";
import type { PixelArray } from "./scaling";
import type { CardToWrite } from "./write-cards";
import { formatCards, formatOwnCards, type HduParts } from "./write-hdu";
import { storedAs, storeNumbers } from "./write-numbers";

/** The values are stored as int16: value = scale * stored + zero. */
export interface ScalingToWrite {
  /** Left out: the least that reaches from the smallest to the largest pixel. */
  scale?: number;
  /** Left out, or with `scale` left out: the middle of smallest and largest pixel. */
  zero?: number;
  /** Stored for NaN, outside of what pixels become; left out: -32768. */
  blank?: number;
}

export type ImageToWrite = ({ width: number; height: number } | { shape: number[] }) & {
  /**
   * The fastest axis is the last of `shape`, or x. The type of array makes BITPIX; unsigned integers and signed bytes are stored with
   * the BZERO that the standard has for them.
   */
  pixels: PixelArray;
  /** Float pixels as int16, rounded: each differs from what was given by half a `scale` at most. */
  scaling?: ScalingToWrite;
  /** Integers exactly, floats quantised (write-rice.ts). A first HDU then follows an empty primary header, as of fpack. */
  compression?: "RICE_1";
  quantisation?: {
    /** Steps per standard deviation of the noise; left out: 4, as of fpack. */
    level?: number;
    /** Where the dither starts in the sequence of random numbers, 1 to 10000; left out: 1. */
    seed?: number;
  };
};

const SCALED = /^(BSCALE|BZERO|BLANK)$/;
const BLANK = -32768;

/** Length of every axis, slowest first; checked against the pixels. */
export function shapeOf(image: ImageToWrite, index: number): number[] {
  const shape = "shape" in image ? image.shape : [image.height, image.width];
  const count = shape.reduce((total, length) => total * length, 1);
  const isShape =
    shape.length > 0 && shape.length <= 999 && shape.every((length) => Number.isInteger(length) && length >= 0);
  if (isShape && count === image.pixels.length) return shape;
  const expected = shape.toReversed().join(" x ");
  throw new InvalidParameterError({ place: `HDU ${index}`, found: `${image.pixels.length} pixels`, expected });
}

/** An image HDU, or one without data when there is no image. */
export function imageParts(cards: CardToWrite[], image: ImageToWrite | undefined, index: number): HduParts {
  if (!image) {
    const own = formatOwnCards(cards, index);
    return { cards: [...imageHeader(8, [], index), ...own], dataBytes: 0, fill: () => {} };
  }
  const shape = shapeOf(image, index);
  if (image.scaling) return scaledParts(cards, image.pixels, image.scaling, { shape, index });
  const { bitpix, zero } = storedAs(image.pixels);
  const scaling: CardToWrite[] =
    zero === 0
      ? []
      : [
          ["BSCALE", 1],
          ["BZERO", zero],
        ];
  const own = formatOwnCards(cards, index, zero === 0 ? undefined : SCALED);
  return {
    cards: [...imageHeader(bitpix, shape, index), ...formatCards(scaling), ...own],
    dataBytes: image.pixels.byteLength,
    fill: (target) => storeNumbers(image.pixels, target),
  };
}

function imageHeader(bitpix: number, shape: number[], index: number): string[] {
  const cards: CardToWrite[] = [
    index === 0 ? ["SIMPLE", true, "conforms to FITS standard"] : ["XTENSION", "IMAGE", "Image extension"],
    ["BITPIX", bitpix, "bits per pixel"],
    ["NAXIS", shape.length, "number of axes"],
    ...shape.toReversed().map((length, i): CardToWrite => [`NAXIS${i + 1}`, length]),
  ];
  if (index === 0) cards.push(["EXTEND", true]);
  else cards.push(["PCOUNT", 0], ["GCOUNT", 1]);
  return formatCards(cards);
}

function scaledParts(
  cards: CardToWrite[],
  pixels: PixelArray,
  wanted: ScalingToWrite,
  { shape, index }: { shape: number[]; index: number },
): HduParts {
  const place = `HDU ${index}`;
  if (!(pixels instanceof Float32Array || pixels instanceof Float64Array)) {
    throw new InvalidParameterError({ place, found: `scaling of ${pixels.constructor.name}`, expected: "floats" });
  }
  const chosen = chooseScaling(pixels, wanted, place);
  const { scale, zero, blank } = chosen;
  const stored = toStored(pixels, chosen, place);
  const scaling: CardToWrite[] = [
    ["BSCALE", scale, "value = BSCALE * stored + BZERO"],
    ["BZERO", zero],
    ["BLANK", blank, "stored for undefined pixels"],
  ];
  return {
    cards: [...imageHeader(16, shape, index), ...formatCards(scaling), ...formatOwnCards(cards, index, SCALED)],
    dataBytes: stored.byteLength,
    fill: (target) => storeNumbers(stored, target),
  };
}

/** The range of finite pixels over the 65534 steps from -32767 to 32767; a constant image has steps of 1. */
function chooseScaling(pixels: Float32Array | Float64Array, wanted: ScalingToWrite, place: string) {
  const blank = wanted.blank ?? BLANK;
  if (!Number.isInteger(blank) || blank < -32768 || blank > 32767) {
    throw new InvalidParameterError({ place, found: `blank ${blank}`, expected: "an integer from -32768 to 32767" });
  }
  if (wanted.scale !== undefined) {
    const { scale, zero = 0 } = wanted;
    if (Number.isFinite(scale) && scale !== 0 && Number.isFinite(zero)) return { scale, zero, blank };
    throw new InvalidParameterError({ place, found: `scale ${scale}, zero ${zero}`, expected: "finite, scale not 0" });
  }
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < pixels.length; i++) {
    const value = pixels[i]!;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  if (least > most) return { scale: 1, zero: 0, blank };
  const zero = wanted.zero ?? least / 2 + most / 2;
  const reach = Math.max(most - zero, zero - least);
  // -32767 to 32767, or one step less at both ends where the last one means undefined
  const steps = Math.abs(blank) === 32767 ? 32766 : 32767;
  return { scale: reach > 0 ? reach / steps : 1, zero, blank };
}

function toStored(pixels: Float32Array | Float64Array, scaling: Required<ScalingToWrite>, place: string): Int16Array {
  const { scale, zero, blank } = scaling;
  const stored = new Int16Array(pixels.length);
  for (let i = 0; i < pixels.length; i++) {
    const value = pixels[i]!;
    if (Number.isNaN(value)) {
      stored[i] = blank;
      continue;
    }
    const step = Math.round((value - zero) / scale);
    if (!(step >= -32768 && step <= 32767) || step === blank) {
      const found = `pixel ${value} stored as ${step}`;
      throw new InvalidParameterError({ place, found, expected: `-32768 to 32767, and not blank ${blank}` });
    }
    stored[i] = step;
  }
  return stored;
}
