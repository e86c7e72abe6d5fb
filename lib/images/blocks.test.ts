import { expect, it } from "vitest";
import { createKernels } from "../kernels";
import { makeFits } from "../testing/make-fits";
import { type Blocks, copyOf, fileBlocks, keptBlocks } from "./blocks";
import { storedLayer } from "./layer";
import { newSampler } from "./sample";

const [WIDTH, HEIGHT] = [3001, 2003];
const pixels = Float32Array.from({ length: WIDTH * HEIGHT }, (_, i) =>
  i % 9973 === 5 ? Number.NaN : ((i * 7919) % 10_007) - i / 1000,
);

async function both(): Promise<{
  fromFile: (shift: number, plane: "mean" | "min" | "max" | "std") => Promise<Blocks>;
  fromMemory: (shift: number, plane: "mean" | "min" | "max" | "std") => Blocks;
  samples: () => Promise<[number[], number[]]>;
}> {
  const file = await makeFits([{ size: [WIDTH, HEIGHT], pixels }]);
  const layer = storedLayer(file, 0, []);
  const { loadSection } = layer;
  if (!loadSection) throw new Error("a stored layer has sections");
  const kernels = createKernels();
  const offset = kernels.allocate(4 * pixels.length);
  kernels.float32(offset, pixels.length).set(pixels);
  const kept = { kernels, offset, width: WIDTH, height: HEIGHT, facts: { unit: null, amplifiers: [], notes: [] } };
  const whole = { x0: 0, y0: 0, x1: WIDTH, y1: HEIGHT };
  return {
    fromFile: (shift, plane) => fileBlocks(file, { ...layer, loadSection }, whole, { shift, plane }),
    fromMemory: (shift, plane) => keptBlocks(kept, whole, { shift, plane }, copyOf),
    samples: async () => {
      const [strips, once] = [newSampler(WIDTH, HEIGHT), newSampler(WIDTH, HEIGHT)];
      const request = { shift: 5, plane: "mean" as const, onRows: strips.take };
      const { range } = await fileBlocks(file, { ...layer, loadSection }, whole, request);
      once.take(pixels);
      return [strips.finish(range), once.finish(range)];
    },
  };
}

it("gives the same from the file, in strips, as from memory", async () => {
  const { fromFile, fromMemory } = await both();
  for (const shift of [0, 1, 3, 6]) {
    for (const plane of ["mean", "min", "max", "std"] as const) {
      const [strips, whole] = [await fromFile(shift, plane), fromMemory(shift, plane)];
      expect([strips.width, strips.height, strips.range]).toEqual([whole.width, whole.height, whole.range]);
      expect(Buffer.compare(Buffer.from(strips.pixels.buffer), Buffer.from(whole.pixels.buffer))).toBe(0);
    }
  }
});

it("takes the same sample in strips as at once, alike in all columns", async () => {
  const { samples } = await both();
  const [strips, once] = await samples();
  expect(strips).toEqual(once);
  const values = new Set(once.slice(2));
  const columns = new Set<number>();
  pixels.forEach((value, i) => {
    if (values.has(value)) columns.add(i % WIDTH);
  });
  expect(columns.size).toBeGreaterThan(0.9 * WIDTH);
  expect(once.length).toBeGreaterThan(15_000);
  expect(once.length).toBeLessThan(20_000);
});
