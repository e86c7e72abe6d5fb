import { mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { unlessUntouched } from "./touched.mjs";

const LONG_AFTER_MS = 60_000;

let root: string;
let source: string;
let checks: number;

const check = async () => {
  checks++;
};

beforeEach(async () => {
  root = mkdtempSync(path.join("/tmp", "annulus-touched-"));
  source = path.join(root, "lib/room/a.ts");
  mkdirSync(path.dirname(source), { recursive: true });
  writeFileSync(source, "one");
  checks = 0;
  vi.spyOn(Date, "now").mockReturnValue(Date.now() + LONG_AFTER_MS);
  await unlessUntouched(check, root);
});

afterEach(() => {
  vi.restoreAllMocks();
  rmSync(root, { recursive: true, force: true });
});

test("checks once, and not again while nothing is touched", async () => {
  await unlessUntouched(check, root);
  await unlessUntouched(check, root);
  expect(checks).toBe(1);
});

test("checks again after an edit that keeps size and time of modification", async () => {
  writeFileSync(source, "two");
  utimesSync(source, 1, 1);
  await unlessUntouched(check, root);
  await unlessUntouched(check, root);
  expect(checks).toBe(2);
});

test("checks again when a source is added, removed or moved", async () => {
  const added = path.join(root, "lib/room/b.ts");
  const changes = [
    () => writeFileSync(added, ""),
    () => rmSync(source),
    () => renameSync(added, source),
    () => writeFileSync(path.join(root, "package-lock.json"), "{}"),
  ];
  for (const change of changes) {
    change();
    await unlessUntouched(check, root);
  }
  expect(checks).toBe(1 + changes.length);
});

test("leaves it to the next start when a source changes during the check, or has changed just now", async () => {
  writeFileSync(source, "two");
  await unlessUntouched(async () => writeFileSync(source, "three"), root);
  await unlessUntouched(check, root);
  expect(checks).toBe(2);

  vi.restoreAllMocks();
  writeFileSync(source, "four");
  await unlessUntouched(check, root);
  await unlessUntouched(check, root);
  expect(checks).toBe(4);
});
