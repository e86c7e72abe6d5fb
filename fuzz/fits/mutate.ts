// What can be wrong with a file: one to four faults a case, in headers, descriptors, heaps, streams, lengths and gzip wrappers.

import { gzipSync } from "node:zlib";
import type { Range, Seed } from "./corpus";
import { mutateHeader, mutateTogether } from "./mutate-header";
import { mutateText } from "./mutate-text";
import type { Random } from "./random";

export interface Mutated {
  bytes: Uint8Array;
  /** What was done, in words, in order. */
  recipe: string[];
}

type Mutation = (bytes: Uint8Array, seed: Seed, random: Random) => { bytes: Uint8Array; what: string } | null;

const EXTREME_WORDS = [
  0, 1, 2, 7, 0x7f, 0xff, 0x7fff, 0xffff, 0x10000, 0xffffff, 0x7fffffff, 0x80000000, 0xfffffff0, 0xffffffff,
];

/** Weighted by how often they stand here. */
const FITS_MUTATIONS: Mutation[] = [
  mutateHeader,
  mutateHeader,
  mutateHeader,
  mutateHeader,
  mutateHeader,
  mutateTogether,
  mutateTogether,
  mutateDescriptor,
  mutateDescriptor,
  aimAllDescriptors,
  (bytes, seed, random) => damage(bytes, random, seed.heaps.length > 0 ? random.pick(seed.heaps) : null, "heap"),
  (bytes, seed, random) => damage(bytes, random, seed.heaps.length > 0 ? random.pick(seed.heaps) : null, "heap"),
  (bytes, seed, random) => damage(bytes, random, seed.data.length > 0 ? random.pick(seed.data) : null, "data"),
  (bytes, _, random) => damage(bytes, random, { start: 0, end: bytes.length }, "file"),
  changeLength,
];
const CATALOG_MUTATIONS: Mutation[] = [
  mutateText,
  mutateText,
  mutateText,
  (bytes, _, random) => damage(bytes, random, { start: 0, end: bytes.length }, "file"),
  changeLength,
];

/** Mutates a copy of a seed. */
export function mutate(seed: Seed, random: Random): Mutated {
  let bytes: Uint8Array = seed.bytes.slice();
  const recipe: string[] = [];
  const mutations = seed.kind === "fits" ? FITS_MUTATIONS : CATALOG_MUTATIONS;
  const count = 1 + random.below(5);
  for (let i = 0; i < count; i++) {
    const done = random.pick(mutations)(bytes, seed, random);
    if (!done) continue;
    bytes = done.bytes;
    recipe.push(done.what);
  }
  return seed.kind === "fits" && random.chance(0.05) ? wrapInGzip(bytes, random, recipe) : { bytes, recipe };
}

function mutateDescriptor(bytes: Uint8Array, seed: Seed, random: Random): ReturnType<Mutation> {
  if (seed.descriptors.length === 0) return null;
  const { at, width } = random.pick(seed.descriptors);
  const half = width / 2;
  const place = at + (random.chance(0.5) ? half : 0);
  if (place + half > bytes.length) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const low = place + half - 4;
  const value = random.chance(0.5)
    ? random.pick(EXTREME_WORDS)
    : (view.getUint32(low) + random.pick([-9, -1, 1, 2, 64, 1000, 100_000])) >>> 0;
  view.setUint32(low, value);
  if (width === 16 && random.chance(0.3)) view.setUint32(place, random.pick(EXTREME_WORDS));
  return { bytes, what: `descriptor word at ${place} = ${value}` };
}

/** Many descriptors at the same large array: a heap that is read again for every row. */
function aimAllDescriptors(bytes: Uint8Array, seed: Seed, random: Random): ReturnType<Mutation> {
  const heap = seed.heaps[0];
  if (!heap || seed.descriptors.length === 0) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = Math.floor((heap.end - heap.start) / random.pick([1, 2, 4, 8]));
  for (const { at, width } of seed.descriptors) {
    if (at + width > bytes.length) break;
    view.setUint32(at + width / 2 - 4, count);
    view.setUint32(at + width - 4, 0);
  }
  return { bytes, what: `all descriptors: ${count} elements at 0` };
}

/** Bits, bytes, runs or copies of other parts within a range. */
function damage(bytes: Uint8Array, random: Random, range: Range | null, where: string): ReturnType<Mutation> {
  const end = Math.min(range?.end ?? 0, bytes.length);
  const start = range?.start ?? 0;
  if (end <= start) return null;
  const at = start + random.below(end - start);
  const length = 1 + random.below(Math.min(end - at, random.pick([1, 4, 16, 256, 4096])));
  const kind = random.pick(["flip", "flip", "byte", "fill", "noise", "splice"] as const);
  if (kind === "flip") {
    const bit = random.below(8);
    bytes[at]! ^= 1 << bit;
    return { bytes, what: `${where}: bit ${bit} of byte ${at} flipped` };
  }
  if (kind === "byte") {
    bytes[at] = random.pick([0, 1, 0x20, 0x7f, 0x80, 0xff]);
    return { bytes, what: `${where}: byte ${at} = ${bytes[at]}` };
  }
  if (kind === "fill") {
    const value = random.pick([0, 0x20, 0x55, 0xff]);
    bytes.fill(value, at, at + length);
    return { bytes, what: `${where}: ${length} bytes at ${at} = ${value}` };
  }
  if (kind === "noise") {
    for (let i = at; i < at + length; i++) bytes[i] = random.below(256);
    return { bytes, what: `${where}: ${length} bytes of noise at ${at}` };
  }
  const from = random.below(Math.max(1, bytes.length - length));
  bytes.copyWithin(at, from, from + length);
  return { bytes, what: `${where}: ${length} bytes at ${at} copied from ${from}` };
}

/** Cut off, cut out, repeated or prolonged. */
function changeLength(bytes: Uint8Array, _: Seed, random: Random): ReturnType<Mutation> {
  const at = random.below(bytes.length + 1);
  const length = random.pick([1, 79, 80, 2880, 5000]);
  const kind = random.pick(["truncate", "remove", "insert", "append"] as const);
  if (kind === "truncate") return { bytes: bytes.slice(0, at), what: `cut off at ${at}` };
  if (kind === "remove")
    return {
      bytes: joined(bytes.subarray(0, at), bytes.subarray(at + length)),
      what: `${length} bytes at ${at} removed`,
    };
  const filling = new Uint8Array(length).fill(random.pick([0, 0x20, 0x53, 0xff]));
  const place = kind === "append" ? bytes.length : at;
  return {
    bytes: joined(bytes.subarray(0, place), filling, bytes.subarray(place)),
    what: `${length} bytes of ${filling[0]} put in at ${place}`,
  };
}

/** A .fits.gz that is whole, damaged, cut off, or lies about its size. */
function wrapInGzip(bytes: Uint8Array, random: Random, recipe: string[]): Mutated {
  let zipped: Uint8Array = new Uint8Array(gzipSync(bytes, { level: random.pick([0, 1, 1, 6]) }));
  recipe.push("gzip around it");
  const kind = random.below(4);
  if (kind === 1) zipped = zipped.slice(0, random.below(zipped.length));
  if (kind === 2) damage(zipped, random, { start: 0, end: zipped.length }, "gzip");
  if (kind === 3) new DataView(zipped.buffer).setUint32(zipped.length - 4, random.pick(EXTREME_WORDS), true);
  recipe.push(`gzip ${["whole", "cut off", "damaged", "with a false size"][kind]}`);
  return { bytes: zipped, recipe };
}

function joined(...parts: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((total, part) => total + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
