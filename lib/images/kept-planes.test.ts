import { expect, it } from "vitest";
import type { Kernels } from "../kernels";
import { type KeptPlane, PlaneKeeper } from "./kept-planes";

const PLANE_BYTES = 4 * 1000;

function filled(kernels: Kernels, offset: number, value: number): KeptPlane {
  kernels.float32(offset, 1000).fill(value);
  return { kernels, offset, width: 100, height: 10, facts: { unit: null, amplifiers: [], notes: [] } };
}

function setUp(most = 3 * PLANE_BYTES) {
  const keeper = new PlaneKeeper(most);
  const loads: string[] = [];
  const keep = (key: string, bytes = PLANE_BYTES) =>
    keeper.keep(key, bytes, async (kernels, offset) => {
      loads.push(key);
      await new Promise((resolve) => setTimeout(resolve, 1));
      return filled(kernels, offset, loads.length);
    });
  const lastPixel = ({ kernels, offset }: KeptPlane) => kernels.float32(offset, 1000)[999];
  return { keeper, loads, keep, lastPixel };
}

it("reads a layer once for all who ask while it is on its way, and finds it after", async () => {
  const { keeper, loads, keep } = setUp();
  expect(keeper.find("a")).toBeNull();
  const [one, other] = await Promise.all([keep("a"), keep("a")]);
  expect(one).toBe(other);
  expect(await keeper.find("a")).toBe(one);
  expect(loads).toEqual(["a"]);
});

it("lets go of the least recently used, and fills its memory again", async () => {
  const { keeper, keep, lastPixel } = setUp();
  const [, second, third] = [await keep("a"), await keep("b"), await keep("c")];
  await keeper.find("a");
  const fourth = await keep("d");
  expect(keeper.find("b")).toBeNull();
  expect(fourth.kernels).toBe(second.kernels);
  const fifth = await keep("e");
  expect(keeper.find("c")).toBeNull();
  expect(fifth.kernels).toBe(third.kernels);
  expect([await keep("a"), await keep("d"), await keep("e")].map(lastPixel)).toEqual([1, 4, 5]);
});

it("does not fill memory that is being filled, nor much larger memory, nor more for less", async () => {
  const { keeper, keep } = setUp(PLANE_BYTES);
  const early = keep("a");
  const late = keep("b");
  expect(keeper.find("a")).toBeNull();
  expect((await early).kernels).not.toBe((await late).kernels);
  const small = await keep("small", PLANE_BYTES / 4);
  expect(small.kernels).not.toBe((await late).kernels);
  const back = await keep("large");
  expect(back.kernels).not.toBe(small.kernels);
});

it("grows its memory once, for what is made beside the pixels too", async () => {
  const bytes = 4 * 2 ** 20;
  const keeper = new PlaneKeeper(2 * bytes);
  const { kernels } = await keeper.keep("a", bytes, async (given, offset) => filled(given, offset, 1));
  const before = kernels.memory.buffer;
  kernels.release(kernels.allocate(bytes / 4 - 4096));
  expect(kernels.memory.buffer).toBe(before);
});

it("forgets a layer that could not be read", async () => {
  const { keeper, keep } = setUp();
  const failed = keeper.keep("a", PLANE_BYTES, async () => Promise.reject(new Error("gone")));
  await expect(failed).rejects.toThrow("gone");
  expect(keeper.find("a")).toBeNull();
  expect((await keep("a")).width).toBe(100);
});
