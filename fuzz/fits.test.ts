// The short form of `npm run fuzz -- fits`, in this process; and the fuzzer's own promises.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readCorpus, type Seed } from "./fits/corpus";
import { AllocationBeyondBound, installMeter, type Meter } from "./fits/meter";
import { mutate } from "./fits/mutate";
import { randomOf } from "./fits/random";
import { runCase } from "./fits/run-case";

const CASES = 2000;
const SEED = 20_261_121;

/** Findings but those of the clock: a busy machine is slow, and `npm run fuzz` is where time is looked at. */
function findingsOf({ findings }: { findings: string[] }): string[] {
  return findings.filter((text) => !/: took \d+ ms$/.test(text));
}

let corpus: Seed[];
let meter: Meter;

beforeAll(async () => {
  corpus = await readCorpus();
  meter = installMeter();
});
afterAll(() => meter.remove());

test(`${CASES} mutated files end in an answer or a tagged error`, async () => {
  const faults: string[] = [];
  for (let i = 0; i < CASES; i++) {
    const random = randomOf(SEED, i);
    const seed = random.pick(corpus);
    const { bytes, recipe } = mutate(seed, random);
    for (const text of findingsOf(await runCase(bytes, seed.kind, meter)))
      faults.push(`case ${i} of ${seed.name}: ${recipe.join("; ")}\n${text}`);
  }
  expect(faults).toEqual([]);
});

test("seeds themselves are read without a finding", async () => {
  for (const { name, bytes, kind } of corpus) {
    expect(findingsOf(await runCase(bytes, kind, meter)), name).toEqual([]);
  }
});

describe("the fuzzer", () => {
  test("makes the same case again", () => {
    const make = (i: number) => {
      const random = randomOf(7, i);
      return mutate(random.pick(corpus), random);
    };
    for (let i = 0; i < 50; i++) expect(make(i)).toEqual(make(i));
    expect(make(1).recipe).not.toEqual(make(2).recipe);
  });

  test("leaves its seeds as they are", () => {
    const before = corpus.map(({ bytes }) => bytes.slice());
    for (let i = 0; i < 300; i++) mutate(corpus[i % corpus.length]!, randomOf(3, i));
    for (const [i, bytes] of before.entries()) expect(Buffer.compare(corpus[i]!.bytes, bytes)).toBe(0);
  });

  test("counts what typed arrays take, and stops before too much", () => {
    meter.bytes = 0;
    new Float64Array(100);
    new Uint8Array([1, 2, 3]);
    new Uint8Array(new ArrayBuffer(50), 4, 8);
    expect(meter.bytes).toBe(853);
    meter.bound = 1000;
    expect(() => new Float32Array(1000)).toThrow(AllocationBeyondBound);
    meter.bound = Number.POSITIVE_INFINITY;
  });

  test("tells an error without a tag", async () => {
    const parse = JSON.parse;
    const bytes = corpus[0]!.bytes;
    const broken = new Proxy(bytes, {
      get: (target, key) => (key === "length" ? parse("{") : Reflect.get(target, key)),
    });
    await expect(runCase(broken, "fits", meter)).rejects.toThrow(SyntaxError);
  });
});
