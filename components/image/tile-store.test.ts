import { describe, expect, it, vi } from "vitest";
import type { Tile, TileAddress } from "@/lib/images/description";
import { syntheticSource } from "./testing/synthetic-source";
import { sourceKey, TileStore } from "./tile-store";

const at = (column: number, row = 0): TileAddress => ({ plane: "mean", level: 0, column, row });
const TILE_BYTES = 4 * 512 * 512;

/** A source whose tiles come when told to. */
function heldSource(key = "held") {
  const asked: { column: number; signal: AbortSignal; come: () => void; fail: (reason: string) => void }[] = [];
  const source = syntheticSource({
    key,
    width: 512 * 20,
    height: 512,
    valueAt: (x) => x,
    loadTile: (address, signal, make) =>
      new Promise<Tile>((resolve, reject) => {
        signal.addEventListener("abort", () => reject(signal.reason));
        const fail = (reason: string) => reject(new Error(reason));
        asked.push({ column: address.column, signal, come: () => resolve(make()), fail });
      }),
  });
  return { source, asked };
}

const soon = () => new Promise((resolve) => setTimeout(resolve, 0));

describe("store of tiles", () => {
  it("asks for the first alone, then for six at a time in the order of need, each once, and tells when one came", async () => {
    const { source, asked } = heldSource();
    const onChange = vi.fn();
    const store = new TileStore(onChange);
    const requests = [7, 3, 1, 2, 4, 5, 6, 0].map((column) => ({ source, address: at(column) }));
    store.want("page", requests);
    store.want("other", requests.slice(0, 2));
    expect(asked.map(({ column }) => column)).toEqual([7]);
    asked[0]!.come();
    await soon();
    expect(onChange).toHaveBeenCalledTimes(1);
    expect(store.find(requests[0]!)?.pixels[1]).toBe(7 * 512 + 1);
    expect(asked.map(({ column }) => column)).toEqual([7, 3, 1, 2, 4, 5, 6]);
    asked[1]!.come();
    await soon();
    expect(asked.map(({ column }) => column)).toEqual([7, 3, 1, 2, 4, 5, 6, 0]);
  });

  it("stops what nobody needs any longer, and asks again when somebody does", async () => {
    const { source, asked } = heldSource();
    const store = new TileStore(() => {});
    store.want("page", [
      { source, address: at(1) },
      { source, address: at(2) },
    ]);
    store.want("preload", [{ source, address: at(2) }]);
    store.want("page", [{ source, address: at(3) }]);
    const askedFor = () => asked.map(({ column, signal }) => [column, signal.aborted]);
    expect(askedFor()).toEqual([
      [1, true],
      [3, false],
    ]);
    asked[1]!.come();
    await soon();
    expect(askedFor()).toEqual([
      [1, true],
      [3, false],
      [2, false],
    ]);
    store.want("page", [{ source, address: at(1) }]);
    await soon();
    expect(store.failureOf({ source, address: at(1) })).toBeUndefined();
    expect(asked.at(-1)?.column).toBe(1);
    asked.at(-1)?.come();
    await soon();
    expect(store.find({ source, address: at(1) })).toBeDefined();
  });

  it("keeps why a tile cannot be had until it is asked to try again", async () => {
    const { source, asked } = heldSource();
    const store = new TileStore(() => {});
    const request = { source, address: at(0) };
    store.want("page", [request]);
    asked[0]!.fail("the file changed");
    await soon();
    expect(store.failureOf(request)).toBe("the file changed");
    store.want("page", [request]);
    expect(asked).toHaveLength(1);
    store.retry();
    expect(asked).toHaveLength(2);
    asked[1]!.come();
    await soon();
    expect(store.failureOf(request)).toBeUndefined();
    expect(store.find(request)).toBeDefined();
  });

  it("lets go of those not used for longest when it is full", async () => {
    const source = syntheticSource({ key: "lru", width: 512 * 20, height: 512, valueAt: (x) => x });
    const store = new TileStore(() => {}, { capacityBytes: 3 * TILE_BYTES });
    const request = (column: number) => ({ source, address: at(column) });
    for (const column of [0, 1, 2]) {
      store.want("page", [request(column)]);
      await soon();
    }
    store.find(request(0));
    store.want("page", [request(3)]);
    await soon();
    expect([0, 1, 2, 3].map((column) => store.find(request(column)) !== undefined)).toEqual([true, false, true, true]);
    store.drop(sourceKey(source));
    expect([0, 2, 3].some((column) => store.find(request(column)) !== undefined)).toBe(false);
  });
});

describe("a store that is too small for what is needed at once", () => {
  it("keeps it all, asks for each once, and lets go when it is needed no longer", async () => {
    const asked: number[] = [];
    const source = syntheticSource({
      key: "small",
      width: 512 * 20,
      height: 512,
      valueAt: (x) => x,
      loadTile: async ({ column }, _signal, make) => {
        asked.push(column);
        return make();
      },
    });
    const store = new TileStore(() => {}, { capacityBytes: 2 * TILE_BYTES });
    const requests = [0, 1, 2, 3, 4].map((column) => ({ source, address: at(column) }));
    store.want("page", requests);
    for (let i = 0; i < 10; i++) await soon();
    store.want("page", requests);
    expect(requests.every((request) => store.find(request))).toBe(true);
    expect(asked).toEqual([0, 1, 2, 3, 4]);
    store.want("page", [{ source, address: at(9) }]);
    await soon();
    expect(requests.filter((request) => store.find(request))).toHaveLength(1);
  });
});

describe("overview", () => {
  // linear in x and y: the mean of four pixels is the value in their middle
  const source = syntheticSource({
    key: "ramp",
    width: 1100,
    height: 700,
    valueAt: (x, y) => x + 10 * y,
    overviewLevel: 0,
  });

  it("stands for every coarser level without a request", () => {
    const store = new TileStore(() => {});
    const level1 = store.find({ source, address: { plane: "mean", level: 1, column: 1, row: 0 } });
    expect([level1?.width, level1?.height]).toEqual([550 - 512, 350]);
    // pixels 1024 and 1025 of rows 0 and 1
    expect(level1?.pixels[0]).toBe(1024.5 + 5);
    const level2 = store.find({ source, address: { plane: "mean", level: 2, column: 0, row: 0 } });
    expect([level2?.width, level2?.height]).toEqual([275, 175]);
    expect(level2?.pixels[174 * 275 + 274]).toBe(1096 + 1.5 + 10 * (696 + 1.5));
  });

  it("leaves out pixels that are not finite, and is NaN where none is", () => {
    const holed = syntheticSource({
      key: "holed",
      width: 600,
      height: 4,
      valueAt: (x, y) => (x < 2 && y < 2 ? Number.NaN : x === 2 && y < 2 ? Number.NaN : x),
      overviewLevel: 0,
    });
    const tile = new TileStore(() => {}).find({
      source: holed,
      address: { plane: "mean", level: 1, column: 0, row: 0 },
    });
    expect([...(tile?.pixels.slice(0, 3) ?? [])]).toEqual([Number.NaN, 3, 4.5]);
  });
});
