// Counts finite float32 (IEEE 754: the exponent's eight bits are not all 1) in either byte order. Pointers are byte offsets; nothing is
// allocated; any count will do.

/**
 * Counts the finite ones of every `block` words, and of the rest behind the last whole block.
 * @param words `count` float32
 * @param exponent the exponent's bits in a word as it is loaded: 0x7f800000, or 0x0000807f of big-endian words
 * @param counts one int32 a block, the last one of fewer words
 */
export function countFinite(words: usize, count: i32, block: i32, exponent: i32, counts: usize): void {
  const mask = i32x4.splat(exponent);
  const end = words + (<usize>count << 2);
  for (; words < end; counts += 4) {
    const rest = <i32>((end - words) >> 2);
    const stop = words + (<usize>(rest < block ? rest : block) << 2);
    let others = 0;
    let lanes = i32x4.splat(0);
    for (; words + 16 <= stop; words += 16) {
      // a lane of -1 for each that is not finite
      lanes = i32x4.add(lanes, i32x4.eq(v128.and(v128.load(words), mask), mask));
    }
    for (let lane = words; lane < stop; lane += 4) others += i32((load<i32>(lane) & exponent) == exponent);
    words = stop;
    others -= i32x4.extract_lane(lanes, 0) + i32x4.extract_lane(lanes, 1);
    others -= i32x4.extract_lane(lanes, 2) + i32x4.extract_lane(lanes, 3);
    store<i32>(counts, (rest < block ? rest : block) - others);
  }
}
