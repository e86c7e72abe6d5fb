// DATASUM and CHECKSUM: 32-bit one's-complement sums (FITS 4.0, appendix J).

/** Words whose byte sums fit the 16-bit halves of one accumulator: 256 * 255 < 2^16. */
const BLOCK_WORDS = 256;
const LARGEST = 0xffffffff;

/**
 * One's-complement sum of big-endian 32-bit words. A signalling of nothing but change: it is no cryptographic hash. The four bytes of
 * the words are summed apart, two in each 32-bit accumulator, and put together at the end: no byte is swapped.
 * @param bytes length a multiple of 4
 * @param before sum of what precedes; 0 at the start
 */
export function onesComplementSum(bytes: Uint8Array, before = 0): number {
  const words = wordsOf(bytes);
  let [first, second, third, fourth] = [0, 0, 0, 0];
  for (let start = 0; start < words.length; start += BLOCK_WORDS) {
    const end = Math.min(start + BLOCK_WORDS, words.length);
    let even = 0;
    let odd = 0;
    for (let i = start; i < end; i++) {
      const word = words[i]!;
      even = (even + (word & 0x00ff00ff)) | 0;
      odd = (odd + ((word >>> 8) & 0x00ff00ff)) | 0;
    }
    first += even & 0xffff;
    third += even >>> 16;
    second += odd & 0xffff;
    fourth += odd >>> 16;
  }
  return addOnesComplement(fold(first * 256 + second, third * 256 + fourth), before);
}

/** Sum of two one's-complement sums: the carry comes back at the end. */
export function addOnesComplement(a: number, b: number): number {
  const sum = a + b;
  return sum > LARGEST ? sum - LARGEST : sum;
}

/**
 * The 16 characters that make the sum over the HDU all ones, FITS 4.0, appendix J.2: each byte of the complement
 * is spread over four characters near "0", which are kept off punctuation.
 * @param sum over the HDU with sixteen "0" in CHECKSUM
 */
export function encodeChecksum(sum: number): string {
  const complement = ~sum >>> 0;
  const characters = new Array<number>(16);
  for (let byte = 0; byte < 4; byte++) {
    const value = (complement >>> (24 - 8 * byte)) & 0xff;
    const parts = spread(value);
    for (let i = 0; i < 4; i++) characters[4 * i + byte] = parts[i]!;
  }
  const rotated = [characters[15]!, ...characters.slice(0, 15)];
  return String.fromCharCode(...rotated);
}

/** Words in the machine's (little-endian) order; a copy only where the bytes do not lie on a word. */
function wordsOf(bytes: Uint8Array): Int32Array {
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  return new Int32Array(aligned.buffer, aligned.byteOffset, aligned.length >> 2);
}

/** high * 2^16 + low, with carries brought back; the halves may have grown beyond 16 bits. */
function fold(high: number, low: number): number {
  const carried = high + Math.floor(low / 65536);
  const sum = (carried % 65536) * 65536 + (low % 65536) + Math.floor(carried / 65536);
  return sum > LARGEST ? sum - LARGEST : sum;
}

function spread(value: number): number[] {
  const quotient = Math.floor(value / 4) + 0x30;
  const parts = [quotient + (value % 4), quotient, quotient, quotient];
  const isPunctuation = (code: number) => (code >= 0x3a && code <= 0x40) || (code >= 0x5b && code <= 0x60);
  while (parts.some(isPunctuation)) {
    for (let i = 0; i < 4; i += 2) {
      if (!isPunctuation(parts[i]!) && !isPunctuation(parts[i + 1]!)) continue;
      parts[i]!++;
      parts[i + 1]!--;
    }
  }
  return parts;
}
