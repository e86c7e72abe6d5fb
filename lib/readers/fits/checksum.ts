// DATASUM and CHECKSUM: 32-bit one's-complement sums (FITS 4.0, appendix J).

/**
 * One's-complement sum of big-endian 32-bit words. A signalling of nothing but change: it is no cryptographic hash.
 * @param bytes length a multiple of 4
 * @param before sum of what precedes; 0 at the start
 */
export function onesComplementSum(bytes: Uint8Array, before = 0): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let sum = before;
  for (let offset = 0; offset < bytes.length; offset += 4) {
    sum += view.getUint32(offset);
    if (sum > 0xffffffff) sum -= 0xffffffff;
  }
  return sum;
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
