import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { FileUnreadableError, InvalidParameterError } from "@/lib/errors";
import { requireMountFolder } from "./mount-folder";

let folder: string;

beforeAll(() => {
  folder = realpathSync(mkdtempSync(path.join(tmpdir(), "annulus-mount-")));
  mkdirSync(path.join(folder, "data"));
  mkdirSync(path.join(folder, "home", "uploads"), { recursive: true });
  symlinkSync("data", path.join(folder, "link"));
  symlinkSync("circle", path.join(folder, "circle"));
  writeFileSync(path.join(folder, "a.fits"), "");
  vi.stubEnv("ANNULUS_HOME", path.join(folder, "home"));
});

afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

test("takes a folder by its real path", () => {
  expect(requireMountFolder(path.join(folder, "link"), "folder")).toBe(path.join(folder, "data"));
  expect(requireMountFolder(folder, "folder")).toBe(folder);
});

test("says what is no folder", () => {
  const refuse = (name: string) => () => requireMountFolder(path.join(folder, name), "folder");
  expect(refuse("none")).toThrow("none: is not there, expected a folder that can be read");
  expect(refuse("a.fits/x")).toThrow("is not there");
  expect(refuse("a.fits")).toThrow("a.fits: is not a folder");
  expect(refuse("circle")).toThrow("cannot be looked at (ELOOP)");
  expect(refuse("n".repeat(5000))).toThrow("cannot be looked at (ENAMETOOLONG)");
  expect(refuse("none")).toThrow(FileUnreadableError);
  expect(refuse("\0")).toThrow(InvalidParameterError);
});

test.each(["/", "/proc", "/proc/self", "/dev"])("refuses %s", (root) => {
  expect(() => requireMountFolder(root, "folder")).toThrow("a folder of the system");
});

test("refuses the data home, but for what is kept there as data", () => {
  expect(() => requireMountFolder(path.join(folder, "home"), "folder")).toThrow("inside the data home");
  expect(() => requireMountFolder(path.join(folder, "home/uploads"), "folder")).toThrow("inside the data home");
  expect(requireMountFolder(path.join(folder, "home/uploads"), "upload")).toBe(path.join(folder, "home/uploads"));
});
