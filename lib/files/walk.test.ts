import { linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type FoundFile, isUnreadable, type UnreadableEntry, walkFolder } from "./walk";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "walk-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Everything walkFolder gives, by path: bytes of a file, reason of what is none. */
async function listing(folder: string): Promise<Record<string, number | string>> {
  const entries: (FoundFile | UnreadableEntry)[] = [];
  for await (const entry of walkFolder(folder)) entries.push(entry);
  return Object.fromEntries(entries.map((entry) => [entry.path, isUnreadable(entry) ? entry.reason : entry.bytes]));
}

function file(path: string, bytes: number): void {
  mkdirSync(join(root, path, ".."), { recursive: true });
  writeFileSync(join(root, path), new Uint8Array(bytes));
}

describe("walkFolder", () => {
  it("finds files at every depth with size and time, and skips hidden ones", async () => {
    file("a.fits", 3);
    file("night/raw/b c.fits", 5);
    file(".hidden", 1);
    file(".snapshot/c.fits", 1);
    mkdirSync(join(root, "empty"));
    expect(await listing(root)).toEqual({ "a.fits": 3, "night/raw/b c.fits": 5 });
    for await (const entry of walkFolder(root)) {
      expect(isUnreadable(entry) || Math.abs(entry.modifiedAt.getTime() - Date.now()) < 60_000).toBe(true);
    }
  });

  it("ends in spite of links that lead back, and says what they are", async () => {
    file("sub/a.fits", 1);
    symlinkSync("..", join(root, "sub/up"));
    symlinkSync(root, join(root, "self"));
    symlinkSync("circle", join(root, "circle"));
    expect(await listing(root)).toEqual({
      "sub/a.fits": 1,
      "sub/up": "symbolic link to a folder (the mount itself), which is listed at its own place",
      self: "symbolic link to a folder (the mount itself), which is listed at its own place",
      circle: "symbolic links lead in a circle",
    });
  });

  it("follows links to files under the root, and no others", async () => {
    file("a.fits", 4);
    symlinkSync("a.fits", join(root, "b.fits"));
    symlinkSync("/etc/hostname", join(root, "out"));
    symlinkSync("gone.fits", join(root, "broken"));
    expect(await listing(root)).toEqual({
      "a.fits": 4,
      "b.fits": 4,
      out: "symbolic link leads out of the mount",
      broken: "is not there (any more)",
    });
  });

  it("names files whose names are not UTF-8", async () => {
    writeFileSync(Buffer.concat([Buffer.from(`${root}/a`), Buffer.of(0xff, 0xfe), Buffer.from(".fits")]), "x");
    file("é\n'%2e.fits", 2);
    expect(await listing(root)).toEqual({ "a\ufffd\ufffd.fits": "name is not UTF-8: rename it", "é\n'%2e.fits": 2 });
  });

  it("names sockets, and a root that is not there or no folder", async () => {
    const server = createServer().listen(join(root, "socket"));
    await new Promise((resolve) => server.once("listening", resolve));
    expect(await listing(root)).toEqual({ socket: "is a device, socket or pipe" });
    await new Promise((resolve) => server.close(resolve));
    file("a.fits", 1);
    expect(await listing(join(root, "gone"))).toEqual({ ".": "is not there (any more)" });
    expect(await listing(join(root, "a.fits"))).toEqual({ ".": "a part of the path is not a folder" });
  });

  // The permissions of root cannot be taken away.
  it.skipIf(process.getuid?.() === 0)("names a folder that may not be read and goes on", async () => {
    file("a.fits", 1);
    mkdirSync(join(root, "closed"), { mode: 0 });
    expect(await listing(root)).toEqual({ "a.fits": 1, closed: "no permission to read" });
  });

  it("streams a folder of 100,000 files", async () => {
    file("0.fits", 1);
    mkdirSync(join(root, "many"));
    for (let i = 0; i < 100_000; i++) linkInto(join(root, "0.fits"), join(root, "many", `${i}.fits`), i);
    let count = 0;
    for await (const entry of walkFolder(root)) if (!isUnreadable(entry)) count++;
    expect(count).toBe(100_001);
    const first = await walkFolder(join(root, "many")).next();
    expect(first.done).toBe(false);
  });
});

/** Hard links are quick to make; file systems limit their number, so every 10,000th is a file of its own. */
function linkInto(target: string, path: string, index: number): void {
  const base = `${target}.${Math.floor(index / 10_000)}`;
  if (index % 10_000 === 0) writeFileSync(base.replace("0.fits.", ".base"), "x");
  linkSync(base.replace("0.fits.", ".base"), path);
}
