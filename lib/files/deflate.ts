// Inflating raw deflate (RFC 1951) where there is no zlib: in the browser, synchronously. Strict as zlib is: incomplete codes,
// distances before the start and symbols outside the alphabet are refused. It tells where the stream ends, as members of gzip need.

import { appendBytes, type GrowingBytes, InflateFault, makeRoom } from "./growing-bytes";

/** Lookup by the next `width` bits: symbol << 4 | code length; 0 where no code is. */
interface CodeTable {
  entries: Uint16Array;
  width: number;
}

/** RFC 1951, 3.2.5. */
const LENGTH_BASE = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
];
const LENGTH_EXTRA = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const DISTANCE_BASE = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145,
  8193, 12289, 16385, 24577,
];
const DISTANCE_EXTRA = [
  0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
];
/** RFC 1951, 3.2.7. */
const CODE_LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const END_OF_BLOCK = 256;
const MOST_LITERALS = 286;
const MOST_DISTANCES = 30;

/** The bits of a stream, least significant first. */
class BitReader {
  #bytes: Uint8Array;
  #position: number;
  #held = 0;
  #count = 0;

  constructor(bytes: Uint8Array, start: number) {
    this.#bytes = bytes;
    this.#position = start;
  }

  /** @param count at most 16 */
  take(count: number): number {
    this.#fill(count);
    if (this.#count < count) throw new InflateFault("ends too early");
    const value = this.#held & ((1 << count) - 1);
    this.#held >>>= count;
    this.#count -= count;
    return value;
  }

  symbol(table: CodeTable): number {
    this.#fill(table.width);
    const entry = table.entries[this.#held & ((1 << table.width) - 1)]!;
    const length = entry & 15;
    if (length === 0) throw new InflateFault(this.#count < table.width ? "ends too early" : "broken");
    if (length > this.#count) throw new InflateFault("ends too early");
    this.#held >>>= length;
    this.#count -= length;
    return entry >> 4;
  }

  /** The next whole byte's position; bits before it are dropped. */
  alignedPosition(): number {
    this.#position -= this.#count >> 3;
    this.#held = 0;
    this.#count = 0;
    return this.#position;
  }

  seek(position: number): void {
    this.#position = position;
  }

  #fill(count: number): void {
    while (this.#count < count && this.#position < this.#bytes.length) {
      this.#held |= this.#bytes[this.#position++]! << this.#count;
      this.#count += 8;
    }
  }
}

/**
 * Inflates one raw deflate stream and appends to `output`, which grows up to its bound and no further.
 * @param start byte where the stream starts
 * @returns the byte behind its last one
 * @throws InflateFault
 */
export function inflateDeflate(bytes: Uint8Array, start: number, output: GrowingBytes): number {
  const reader = new BitReader(bytes, start);
  const first = output.length;
  for (let isLast = false; !isLast; ) {
    isLast = reader.take(1) === 1;
    const type = reader.take(2);
    if (type === 0) copyStored(bytes, reader, output);
    else if (type === 1) inflateBlock(reader, fixedTables(), output, first);
    else if (type === 2) inflateBlock(reader, readTables(reader), output, first);
    else throw new InflateFault("broken");
  }
  return reader.alignedPosition();
}

function copyStored(bytes: Uint8Array, reader: BitReader, output: GrowingBytes): void {
  const at = reader.alignedPosition();
  if (at + 4 > bytes.length) throw new InflateFault("ends too early");
  const length = bytes[at]! | (bytes[at + 1]! << 8);
  const complement = bytes[at + 2]! | (bytes[at + 3]! << 8);
  if ((length ^ 0xffff) !== complement) throw new InflateFault("broken");
  const end = at + 4 + length;
  if (end > bytes.length) throw new InflateFault("ends too early");
  appendBytes(output, bytes.subarray(at + 4, end));
  reader.seek(end);
}

interface BlockTables {
  literals: CodeTable;
  distances: CodeTable;
}

function inflateBlock(reader: BitReader, tables: BlockTables, output: GrowingBytes, first: number): void {
  for (;;) {
    const symbol = reader.symbol(tables.literals);
    if (symbol === END_OF_BLOCK) return;
    if (symbol < END_OF_BLOCK) {
      if (output.length === output.bytes.length) makeRoom(output, 1);
      output.bytes[output.length++] = symbol;
      continue;
    }
    const lengthCode = symbol - END_OF_BLOCK - 1;
    if (lengthCode >= LENGTH_BASE.length) throw new InflateFault("broken");
    const length = LENGTH_BASE[lengthCode]! + reader.take(LENGTH_EXTRA[lengthCode]!);
    const distanceCode = reader.symbol(tables.distances);
    if (distanceCode >= MOST_DISTANCES) throw new InflateFault("broken");
    const distance = DISTANCE_BASE[distanceCode]! + reader.take(DISTANCE_EXTRA[distanceCode]!);
    if (distance > output.length - first) throw new InflateFault("broken");
    makeRoom(output, length);
    copyBack(output, distance, length);
  }
}

/** Byte by byte, because a copy may run into what it writes. */
function copyBack(output: GrowingBytes, distance: number, length: number): void {
  const { bytes } = output;
  const end = output.length + length;
  for (let i = output.length; i < end; i++) bytes[i] = bytes[i - distance]!;
  output.length = end;
}

/** RFC 1951, 3.2.7: the codes of a block, themselves coded. */
function readTables(reader: BitReader): BlockTables {
  const literalCount = reader.take(5) + 257;
  const distanceCount = reader.take(5) + 1;
  const codeCount = reader.take(4) + 4;
  if (literalCount > MOST_LITERALS || distanceCount > MOST_DISTANCES) throw new InflateFault("broken");
  const codeLengths = new Uint8Array(CODE_LENGTH_ORDER.length);
  for (let i = 0; i < codeCount; i++) codeLengths[CODE_LENGTH_ORDER[i]!] = reader.take(3);
  const lengths = readLengths(reader, makeTable(codeLengths, false), literalCount + distanceCount);
  if (lengths[END_OF_BLOCK] === 0) throw new InflateFault("broken");
  return {
    literals: makeTable(lengths.subarray(0, literalCount), true),
    distances: makeTable(lengths.subarray(literalCount), true),
  };
}

function readLengths(reader: BitReader, table: CodeTable, count: number): Uint8Array {
  const lengths = new Uint8Array(count);
  for (let i = 0; i < count; ) {
    const symbol = reader.symbol(table);
    if (symbol < 16) {
      lengths[i++] = symbol;
      continue;
    }
    if (symbol === 16 && i === 0) throw new InflateFault("broken");
    const value = symbol === 16 ? lengths[i - 1]! : 0;
    const repeat = symbol === 16 ? 3 + reader.take(2) : symbol === 17 ? 3 + reader.take(3) : 11 + reader.take(7);
    if (i + repeat > count) throw new InflateFault("broken");
    lengths.fill(value, i, i + repeat);
    i += repeat;
  }
  return lengths;
}

/**
 * Canonical Huffman codes (RFC 1951, 3.2.2) as one lookup table.
 * @param mayBeOneCode whether a single code of one bit may stand alone, as zlib allows for literals and distances
 */
function makeTable(lengths: Uint8Array, mayBeOneCode: boolean): CodeTable {
  const counts = new Uint16Array(16);
  for (const length of lengths) counts[length]!++;
  counts[0] = 0;
  let width = 15;
  while (width > 0 && counts[width] === 0) width--;
  if (width === 0) {
    if (!mayBeOneCode) throw new InflateFault("broken");
    return { entries: new Uint16Array(2), width: 1 };
  }
  requireComplete(counts, width, mayBeOneCode);
  const next = new Uint16Array(16);
  for (let length = 1, code = 0; length <= width; length++) {
    code = (code + counts[length - 1]!) << 1;
    next[length] = code;
  }
  const entries = new Uint16Array(1 << width);
  for (let symbol = 0; symbol < lengths.length; symbol++) {
    const length = lengths[symbol]!;
    if (length === 0) continue;
    for (let at = reversed(next[length]!++, length); at < entries.length; at += 1 << length) {
      entries[at] = (symbol << 4) | length;
    }
  }
  return { entries, width };
}

function requireComplete(counts: Uint16Array, width: number, mayBeOneCode: boolean): void {
  let left = 1;
  for (let length = 1; length <= 15; length++) {
    left = 2 * left - counts[length]!;
    if (left < 0) throw new InflateFault("broken");
  }
  if (left > 0 && !(mayBeOneCode && width === 1)) throw new InflateFault("broken");
}

function reversed(code: number, length: number): number {
  let result = 0;
  for (let i = 0; i < length; i++) result |= ((code >> i) & 1) << (length - 1 - i);
  return result;
}

let fixed: BlockTables | undefined;

/** RFC 1951, 3.2.6. */
function fixedTables(): BlockTables {
  if (fixed) return fixed;
  const lengths = new Uint8Array(288).fill(8).fill(9, 144, 256).fill(7, 256, 280);
  fixed = { literals: makeTable(lengths, false), distances: makeTable(new Uint8Array(32).fill(5), false) };
  return fixed;
}
