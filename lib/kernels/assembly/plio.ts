// PLIO_1 decompression of integer masks (FITS 4.0, 10.4.3; D. Tody's line lists of IRAF, written anew from the description).
// Pointers are byte offsets; nothing is allocated.
//
// A line list is 16-bit big-endian words: a header, then instructions of 4 bits of code and 12 bits of number n. They move
// along the pixels and change one remembered value, which is 1 at the start.

/** Instruction codes. */
const ZEROS = 0; // n zeros
const SET = 1; // value = n + 4096 * the next word
const RAISE = 2; // value += n
const LOWER = 3; // value -= n
const VALUES = 4; // n times the value
const ZEROS_THEN_VALUE = 5; // n - 1 zeros, then the value
const RAISE_AND_PUT = 6; // value += n, then one pixel of it
const LOWER_AND_PUT = 7; // value -= n, then one pixel of it

/** Words of a header that has its length in its third word, as IRAF once wrote. */
const OLD_HEADER_WORDS: i32 = 3;
const LEAST_HEADER_WORDS: i32 = 5;

// @ts-ignore: decorator
@inline
function wordAt(source: usize, index: usize): i32 {
  return <i32>bswap<i16>(load<i16>(source + (index << 1)));
}

// @ts-ignore: decorator
@inline
function fill(target: usize, end: usize, value: i32): void {
  const values = i32x4.splat(value);
  for (; target + 16 <= end; target += 16) v128.store(target, values);
  for (; target < end; target += 4) store<i32>(target, value);
}

/** Runs the instructions in words [next, end); what they leave of the pixels is 0. */
function run(source: usize, next: usize, end: usize, target: usize, count: i32): i32 {
  const stop = target + (<usize>count << 2);
  let value: i32 = 1;
  for (; next < end && target < stop; next++) {
    const word = wordAt(source, next);
    if (word < 0) return -2;
    const code = word >> 12;
    const n = word & 4095;
    if (code == ZEROS || code == VALUES || code == ZEROS_THEN_VALUE) {
      const runEnd = target + (<usize>n << 2);
      fill(target, min(runEnd, stop), code == VALUES ? value : 0);
      if (code == ZEROS_THEN_VALUE && n > 0 && runEnd <= stop) store<i32>(runEnd - 4, value);
      target = runEnd;
    } else if (code == SET) {
      if (++next >= end) return -1;
      value = (wordAt(source, next) << 12) + n;
    } else {
      value += code == RAISE || code == RAISE_AND_PUT ? n : -n;
      if (code < RAISE_AND_PUT) continue;
      store<i32>(target, value);
      target += 4;
    }
  }
  if (target < stop) fill(target, stop, 0);
  return 0;
}

/**
 * Decodes one line list. Pixels that it says nothing of are 0; what it says of pixels behind the last is left out.
 * @param source the line list
 * @param length its bytes; nothing behind them is read
 * @param target receives `count` int32
 * @returns 0; -1 when the list ends before its own length or within an instruction; -2 for a header or an instruction that
 *   cannot be
 */
export function plioDecode(source: usize, length: i32, target: usize, count: i32): i32 {
  const words = length >> 1;
  if (words < OLD_HEADER_WORDS) return -1;
  const oldEnd = wordAt(source, 2);
  if (oldEnd > 0) return oldEnd > words ? -1 : run(source, OLD_HEADER_WORDS, oldEnd, target, count);
  if (words < LEAST_HEADER_WORDS) return -1;
  const first = wordAt(source, 1);
  const low = wordAt(source, 3);
  const high = wordAt(source, 4);
  if (first < LEAST_HEADER_WORDS || low < 0 || high < 0) return -2;
  const end = (high << 15) + low;
  if (end < first) return -2;
  return end > words ? -1 : run(source, first, end, target, count);
}
