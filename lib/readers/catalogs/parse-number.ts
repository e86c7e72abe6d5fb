// Decimal text to numbers, straight from bytes: no string is made where the result can be proved without one.
//
// W. D. Clinger, How to read floating point numbers accurately, PLDI 1990, doi:10.1145/93542.93557 (exact when mantissa and power
// of ten are); T. J. Dekker, A floating-point technique for extending the available precision, Numer. Math. 18, 224 (1971),
// doi:10.1007/BF01397083 (pairs of doubles, for 16 to 19 digits).

const DOT = 0x2e;
const MINUS = 0x2d;
const PLUS = 0x2b;
const LOWER_E = 0x65;
/** Integers of so many digits are exact in a double. */
const EXACT_DIGITS = 15;
/** Powers of ten up to this one are exact in a double. */
const EXACT_POWER = 22;
/** Digits whose integer is exact in a pair of doubles here. */
const PAIR_DIGITS = 19;
/** Powers of ten up to this one are exact in a pair of doubles. */
const PAIR_POWER = 44;
/** 2^27 + 1 splits a double into two halves of 26 bits. */
const SPLITTER = 134217729;
/** Bound of the relative error of a product or quotient of pairs: 2^-98, some bits more than Dekker's 2^-102. */
const PAIR_ERROR = 2 ** -98;

const POWERS = Array.from({ length: PAIR_POWER + 1 }, (_, i) => 10n ** BigInt(i));
const POWERS_HIGH = Float64Array.from(POWERS, Number);
const POWERS_LOW = Float64Array.from(POWERS, (power) => Number(power - BigInt(Number(power))));

/**
 * Reads the longest decimal number at `start`: sign, digits, point, exponent (e or E), without blanks around it.
 *
 * The value is the double nearest to the text, as `Number(text)` gives it: exact by Clinger's rule for 15 digits and powers of ten
 * to 22; by pairs of doubles for 19 digits and powers to 44 unless it comes out within 2^-98 of a tie; by Number(text) otherwise.
 * Nothing is allocated but in the last case. Infinities, NaN, hexadecimal and Fortran's D are not numbers here.
 *
 * @param bytes ASCII
 * @param start first byte of the number
 * @param end no byte from here on is read
 * @param target gets the value
 * @param index where in target; untouched when there is no number
 * @returns position behind the number; negative (-position) when it has a point or an exponent; 0 when there is no number
 */
export function parseNumber(
  bytes: Uint8Array,
  start: number,
  end: number,
  target: Float64Array,
  index: number,
): number {
  let i = start;
  const sign = i < end ? bytes[i] : 0;
  if (sign === MINUS || sign === PLUS) i++;
  let mantissa = 0;
  const firstDigit = i;
  let digit = 0;
  for (; i < end; i++) {
    digit = bytes[i]! - 48;
    if (digit < 0 || digit > 9) break;
    mantissa = mantissa * 10 + digit;
  }
  let digitCount = i - firstDigit;
  let power = 0;
  let isInteger = true;
  if (i < end && bytes[i] === DOT) {
    isInteger = false;
    const firstDecimal = ++i;
    for (; i < end; i++) {
      digit = bytes[i]! - 48;
      if (digit < 0 || digit > 9) break;
      mantissa = mantissa * 10 + digit;
    }
    power = firstDecimal - i;
    digitCount -= power;
  }
  if (digitCount === 0) return 0;
  if (i < end && (bytes[i]! | 0x20) === LOWER_E) {
    const afterExponent = skipExponent(bytes, i + 1, end);
    if (afterExponent === 0) return 0;
    power += exponentValue(bytes, i + 1, afterExponent);
    isInteger = false;
    i = afterExponent;
  }
  if (digitCount > EXACT_DIGITS || power < -EXACT_POWER || power > EXACT_POWER) {
    target[index] = parseLong(bytes, start, i, power);
    return isInteger ? i : -i;
  }
  const value = power < 0 ? mantissa / POWERS_HIGH[-power]! : mantissa * POWERS_HIGH[power]!;
  target[index] = sign === MINUS ? -value : value;
  return isInteger ? i : -i;
}

/**
 * An integer of any size, exactly.
 *
 * @param bytes ASCII
 * @param start first byte: a sign or a digit
 * @param end behind the last digit
 * @returns the integer, or null when there is anything but a sign and digits
 */
export function parseInteger(bytes: Uint8Array, start: number, end: number): bigint | null {
  const isNegative = bytes[start] === MINUS;
  const first = isNegative || bytes[start] === PLUS ? start + 1 : start;
  if (first >= end) return null;
  // the last 15 digits apart from those before them
  const split = Math.max(first, end - EXACT_DIGITS);
  let high = 0;
  let low = 0;
  for (let i = first; i < end; i++) {
    const digit = bytes[i]! - 48;
    if (digit < 0 || digit > 9) return null;
    if (i < split) high = high * 10 + digit;
    else low = low * 10 + digit;
  }
  let magnitude = BigInt(low);
  if (split - first > EXACT_DIGITS) magnitude = BigInt(textOf(bytes, first, end));
  else if (high > 0) magnitude += BigInt(high) * POWERS[EXACT_DIGITS]!;
  return isNegative ? -magnitude : magnitude;
}

/** Position behind the digits of an exponent whose sign or first digit is at `start`; 0 when there is no digit. */
function skipExponent(bytes: Uint8Array, start: number, end: number): number {
  let i = start;
  if (i < end && (bytes[i] === MINUS || bytes[i] === PLUS)) i++;
  const first = i;
  while (i < end && bytes[i]! >= 48 && bytes[i]! <= 57) i++;
  return i > first ? i : 0;
}

function exponentValue(bytes: Uint8Array, start: number, end: number): number {
  let value = 0;
  const isSigned = bytes[start] === MINUS || bytes[start] === PLUS;
  // whatever is beyond 100000 is 0 or infinite, and Number(text) says so
  for (let i = isSigned ? start + 1 : start; i < end && value < 100_000; i++) value = value * 10 + bytes[i]! - 48;
  return bytes[start] === MINUS ? -value : value;
}

/** Value of the number in [start, end) times 10^power once its point is left out. */
function parseLong(bytes: Uint8Array, start: number, end: number, power: number): number {
  if (power < -PAIR_POWER || power > PAIR_POWER) return Number(textOf(bytes, start, end));
  let high = 0;
  let low = 0;
  let digitCount = 0;
  let i = start;
  // sign, leading zeros, and the point among them
  while (i < end && (bytes[i]! < 49 || bytes[i]! > 57)) {
    if ((bytes[i]! | 0x20) === LOWER_E) break;
    i++;
  }
  for (; i < end && digitCount < EXACT_DIGITS; i++) {
    const digit = bytes[i]! - 48;
    if (digit > 9) break;
    if (digit < 0) continue;
    high = high * 10 + digit;
    digitCount++;
  }
  for (; i < end; i++) {
    const digit = bytes[i]! - 48;
    if (digit > 9) break;
    if (digit < 0) continue;
    low = low * 10 + digit;
    digitCount++;
  }
  if (digitCount > PAIR_DIGITS) return Number(textOf(bytes, start, end));
  const value = scalePair(high, low, Math.max(0, digitCount - EXACT_DIGITS), power);
  if (Number.isNaN(value)) return Number(textOf(bytes, start, end));
  return bytes[start] === MINUS ? -value : value;
}

/** (high * 10^lowDigits + low) * 10^power, correctly rounded; NaN when it lies too near a tie to tell. */
function scalePair(high: number, low: number, lowDigits: number, power: number): number {
  const shift = POWERS_HIGH[lowDigits]!;
  const shifted = high * shift;
  const first = shifted + low;
  // below 10^19 the integer is first + second exactly
  const second = low - (first - shifted) + productError(high, shift, shifted);
  const scaleHigh = POWERS_HIGH[Math.abs(power)]!;
  const scaleLow = POWERS_LOW[Math.abs(power)]!;
  let result: number;
  let rest: number;
  if (power < 0) {
    result = first / scaleHigh;
    const product = result * scaleHigh;
    const remainder = first - product - productError(result, scaleHigh, product);
    rest = (remainder + second - result * scaleLow) / scaleHigh;
  } else {
    result = first * scaleHigh;
    rest = productError(first, scaleHigh, result) + (first * scaleLow + second * scaleHigh);
  }
  const tolerance = result * PAIR_ERROR;
  const rounded = result + (rest - tolerance);
  return rounded === result + (rest + tolerance) ? rounded : Number.NaN;
}

/** a * b - product without rounding, for product = a * b rounded (Dekker 1971, section 5). */
function productError(a: number, b: number, product: number): number {
  const a1 = a * SPLITTER - (a * SPLITTER - a);
  const b1 = b * SPLITTER - (b * SPLITTER - b);
  const a2 = a - a1;
  const b2 = b - b1;
  return a2 * b2 - (product - a1 * b1 - a2 * b1 - a1 * b2);
}

function textOf(bytes: Uint8Array, start: number, end: number): string {
  let text = "";
  for (let i = start; i < end; i++) text += String.fromCharCode(bytes[i]!);
  return text;
}
