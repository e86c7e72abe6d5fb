import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createKernels } from "@/lib/kernels";
import { loadKeptKernels } from "./kept-kernels";

const SCRIPT = path.resolve(import.meta.dirname, "../launch/keep-kernels.mjs");

let root: string;
let file: string;

beforeAll(() => {
  root = mkdtempSync(path.join("/tmp", "annulus-kept-"));
  file = path.join(root, "build/kernels.code");
  mkdirSync(path.dirname(file));
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

function sumOf(values: number[]): number {
  const kernels = createKernels();
  const at = kernels.allocate(4 * values.length);
  kernels.float32(at, values.length).set(values);
  return kernels.exports.sumFinite(at, values.length);
}

test("is content with no kept code", () => {
  expect(loadKeptKernels(undefined)).toBe(false);
  expect(loadKeptKernels(path.join(root, "elsewhere"))).toBe(false);
});

test("computes with kept code what the module computes", () => {
  const { status, stderr } = spawnSync(process.execPath, [SCRIPT, file], { encoding: "utf8" });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(loadKeptKernels(root)).toBe(true);
  expect(sumOf([1, 2.5, Number.NaN, -7])).toBe(-3.5);
});

test("refuses the code of other kernels, and what is not whole", () => {
  const kept = readFileSync(file);
  const changed = Buffer.from(kept);
  changed[100_000]! ^= 1;
  const ofOthers = Buffer.from(kept.subarray(32));
  ofOthers[200]! ^= 1;
  const sealed = Buffer.concat([createHash("sha256").update(ofOthers).digest(), ofOthers]);
  for (const bytes of [sealed, changed, kept.subarray(0, 100_000), kept.subarray(0, 3), Buffer.alloc(0)]) {
    writeFileSync(file, bytes);
    expect(loadKeptKernels(root)).toBe(false);
  }
});
