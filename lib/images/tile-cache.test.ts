import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openTileCache } from "./tile-cache";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "annulus-tiles-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const tile = (value: number, length = 92) => new Uint8Array(length).fill(value);
const names = () =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.includes("/"))
    .sort();

/** Last used so many minutes ago. */
function age(name: string, minutes: number): void {
  const then = Date.now() / 1000 - 60 * minutes;
  utimesSync(path.join(folder, name), then, then);
}

describe("the cache of tiles", () => {
  it("gives back what was saved, to another process too", async () => {
    await openTileCache(folder, 1000).save("k/a", tile(7));
    expect(await openTileCache(folder, 1000).find("k/a")).toEqual(tile(7));
    expect(await openTileCache(folder, 1000).find("k/b")).toBeNull();
    expect(names()).toEqual(["k/a"]);
  });

  it("drops what was not used longest when it grows beyond its bound", async () => {
    const cache = openTileCache(folder, 350);
    for (const name of ["k/a", "k/b", "k/c"]) await cache.save(name, tile(1));
    for (const [i, name] of ["k/a", "k/b", "k/c"].entries()) age(name, 30 - i);
    await cache.find("k/a");
    const usedMs = () => statSync(path.join(folder, "k/a")).mtimeMs;
    await expect.poll(usedMs).toBeGreaterThan(Date.now() - 60_000);
    await cache.save("k/d", tile(2));
    expect(names()).toEqual(["k/a", "k/c", "k/d"]);
  });

  it("counts what is there from before", async () => {
    await openTileCache(folder, 1000).save("k/a", tile(1));
    age("k/a", 5);
    await openTileCache(folder, 150).save("k/b", tile(2));
    expect(names()).toEqual(["k/b"]);
  });

  it("makes broken files again", async () => {
    const cache = openTileCache(folder, 1000);
    for (const damage of [
      (bytes: Buffer) => bytes.subarray(0, 50),
      (bytes: Buffer) => Buffer.from(bytes.map((byte, i) => (i === 60 ? byte ^ 1 : byte))),
      () => Buffer.alloc(0),
    ]) {
      await cache.save("k/a", tile(3));
      const file = path.join(folder, "k/a");
      writeFileSync(file, damage(readFileSync(file)));
      expect(await cache.find("k/a")).toBeNull();
      expect(names()).toEqual([]);
    }
    await cache.save("k/a", tile(3));
    expect(await cache.find("k/a")).toEqual(tile(3));
  });

  it("keeps to whole files when two processes save and sweep at once", async () => {
    const caches = [openTileCache(folder, 900), openTileCache(folder, 900)];
    const work = caches.flatMap((cache, who) =>
      Array.from({ length: 40 }, async (_, i) => {
        await cache.save(`k/${i % 13}`, tile(i % 13));
        const found = await caches[1 - who]!.find(`k/${(i * 5) % 13}`);
        if (found) expect(found).toEqual(tile((i * 5) % 13));
      }),
    );
    await Promise.all(work);
    expect(names().every((name) => /^k\/\d+$/.test(name))).toBe(true);
    await openTileCache(folder, 900).save("k/last", tile(1));
    expect(names().length).toBeLessThanOrEqual(9);
  });

  it("is left out where the disk refuses", async () => {
    const file = path.join(folder, "file");
    writeFileSync(file, "");
    const cache = openTileCache(path.join(file, "under"), 1000);
    await cache.save("k/a", tile(1));
    expect(await cache.find("k/a")).toBeNull();
  });
});
