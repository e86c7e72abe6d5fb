import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openPlaneStore } from "./plane-store";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join("/tmp", "annulus-planes-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each([
  ["in memory", 1000],
  ["in a file", 0],
])("keeps images %s, and leaves nothing in the folder", (_where, mostBytes) => {
  const store = openPlaneStore(folder, 3, 5, mostBytes);
  const image = new Float32Array(5);
  for (const input of [2, 0, 1]) {
    // the same array each time, as the caller may
    for (let i = 0; i < 5; i++) image[i] = 10 * input + i;
    store.put(input, image);
  }
  expect(readdirSync(folder)).toEqual([]);
  const part = new Float32Array(2);
  for (const input of [0, 1, 2]) {
    store.read(input, 3, part);
    expect([...part]).toEqual([10 * input + 3, 10 * input + 4]);
  }
  store.close();
});

test("says when the file ends too soon", () => {
  const store = openPlaneStore(folder, 2, 5, 0);
  store.put(0, new Float32Array(5));
  expect(() => store.read(1, 0, new Float32Array(5))).toThrow(
    /scratch file of a combination: 0 bytes, expected 20 bytes/,
  );
  store.close();
});
