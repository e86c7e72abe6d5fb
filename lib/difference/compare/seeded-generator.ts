// Random numbers that are the same on every machine: a bootstrap shown on a page must not change when the page is opened again.

/**
 * xoshiro128** 1.1 (32 bits a step, period 2^128 - 1), its four words filled by splitmix32 (the finaliser of MurmurHash3 on a Weyl
 * sequence of 0x9e3779b9). Not for secrets.
 *
 * Source: Blackman & Vigna 2021, ACM Trans. Math. Softw. 47, 36, 10.1145/3460772, table of section 10; algorithm in the public domain.
 */
export class SeededGenerator {
  readonly #state = new Uint32Array(4);

  /** @param seed integer, its lower 32 bits are used */
  constructor(seed: number) {
    for (let i = 0; i < 4; i++) this.#state[i] = mixed((seed + Math.imul(i + 1, 0x9e3779b9)) >>> 0);
  }

  /** @returns an integer, 0 <= value < 2^32 */
  next(): number {
    const s = this.#state;
    const result = Math.imul(rotated(Math.imul(s[1]!, 5), 7), 9) >>> 0;
    const shifted = s[1]! << 9;
    s[2]! ^= s[0]!;
    s[3]! ^= s[1]!;
    s[1]! ^= s[2]!;
    s[0]! ^= s[3]!;
    s[2]! ^= shifted;
    s[3] = rotated(s[3]!, 11);
    return result;
  }

  /**
   * By multiplication, not rejection: of 1,000 values some are more likely than others by 2e-7.
   *
   * @param end positive integer, at most 2^32
   * @returns an integer, 0 <= value < end
   */
  below(end: number): number {
    return Math.floor((this.next() / 2 ** 32) * end);
  }
}

function rotated(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

function mixed(word: number): number {
  let z = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
  return (z ^ (z >>> 16)) >>> 0;
}
