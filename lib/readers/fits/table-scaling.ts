// Stored numbers to physical ones: value = TSCAL * stored + TZERO, and which are undefined (FITS 4.0, 7.3.2).

import type { ColumnPlan } from "./columns";
import type { PixelArray } from "./scaling";

/**
 * The values of a column of numbers, in float64 where they are scaled, as astropy computes them; unsigned integers by their sign bit.
 * TZERO of complex numbers belongs to the real part.
 * @param buffer stored numbers in native order; unscaled ones stay in it, unsigned ones are changed in place
 */
export function finishNumbers(
  plan: ColumnPlan,
  buffer: ArrayBuffer,
): { values: PixelArray; isNull: Uint8Array | null } {
  const stored = storedNumbers(plan.element, buffer);
  const isNull = plan.undefinedValue === null ? null : findNulls(stored, plan.undefinedValue);
  if (plan.scaling.kind === "linear") return { values: scale(plan, stored, buffer), isNull };
  if (plan.scaling.kind === "unsigned") return { values: flipSigns(plan.element, buffer), isNull };
  return { values: stored, isNull };
}

function storedNumbers(element: string, buffer: ArrayBuffer): PixelArray {
  if (element === "B") return new Uint8Array(buffer);
  if (element === "I") return new Int16Array(buffer);
  if (element === "J") return new Int32Array(buffer);
  if (element === "K") return new BigInt64Array(buffer);
  return element === "E" || element === "C" ? new Float32Array(buffer) : new Float64Array(buffer);
}

function findNulls(stored: PixelArray, wanted: bigint): Uint8Array {
  const isNull = new Uint8Array(stored.length);
  if (stored instanceof BigInt64Array) {
    for (let i = 0; i < stored.length; i++) isNull[i] = stored[i] === wanted ? 1 : 0;
    return isNull;
  }
  const number = Number(wanted);
  for (let i = 0; i < stored.length; i++) isNull[i] = stored[i] === number ? 1 : 0;
  return isNull;
}

/** stored + 2^(bits - 1), or - 128 for bytes, is the stored number with its highest bit turned over. */
function flipSigns(element: string, buffer: ArrayBuffer): PixelArray {
  if (element === "B") {
    const words = new Int8Array(buffer);
    for (let i = 0; i < words.length; i++) words[i]! ^= -0x80;
    return words;
  }
  if (element === "I") {
    const words = new Uint16Array(buffer);
    for (let i = 0; i < words.length; i++) words[i]! ^= 0x8000;
    return words;
  }
  const words = new Uint32Array(buffer);
  const step = element === "K" ? 2 : 1;
  for (let i = step - 1; i < words.length; i += step) words[i]! ^= 0x80000000;
  return element === "K" ? new BigUint64Array(buffer) : words;
}

function scale(plan: ColumnPlan, stored: PixelArray, buffer: ArrayBuffer): Float64Array {
  const values = new Float64Array(stored.length);
  if (plan.scaling.kind !== "linear") return values;
  const { scale, zero } = plan.scaling;
  if (stored instanceof BigInt64Array || stored instanceof BigUint64Array) {
    const halves = new Int32Array(buffer);
    for (let i = 0; i < values.length; i++) {
      values[i] = (halves[2 * i + 1]! * 2 ** 32 + (halves[2 * i]! >>> 0)) * scale + zero;
    }
    return values;
  }
  const isComplex = plan.element === "C" || plan.element === "M";
  for (let i = 0; i < values.length; i++) values[i] = stored[i]! * scale + (isComplex && i % 2 === 1 ? 0 : zero);
  return values;
}
