import { spawnSync } from "node:child_process";
import path from "node:path";
import { describe, expect, test } from "vitest";

const ROOT = path.resolve(import.meta.dirname, "..");

function annulus(...args: string[]) {
  const loader = path.join(ROOT, "node_modules", "tsx", "dist", "loader.mjs");
  const env = { ...process.env, ANNULUS_HOME: "/tmp/annulus-no-home", DATABASE_URL: "" };
  const program = ["--import", loader, path.join(ROOT, "bin", "annulus.ts")];
  const { status, stdout, stderr } = spawnSync(process.execPath, [...program, ...args], {
    cwd: ROOT,
    env,
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

describe("annulus", () => {
  test("exits 2 with one line for wrong usage", () => {
    const wrong = [["frobnicate"], ["worker", "--threads", "0"], ["detect", "--frob"]];
    for (const args of wrong) {
      const { status, stderr } = annulus(...args);
      expect(stderr.trim().split("\n")).toHaveLength(1);
      expect(stderr).toMatch(/^annulus: /);
      expect([args, status]).toEqual([args, 2]);
    }
  }, 60_000);

  test("exits 1 with place, found and expected when it did not work", () => {
    const { status, stderr } = annulus("mount", "list");
    expect(status).toBe(1);
    expect(stderr).toMatch(/^annulus: database: no DATABASE_URL and no server running .*, expected `npm start`/);
  });

  test("exits 0 for help", () => {
    const { status, stdout } = annulus("--help");
    expect(status).toBe(0);
    for (const name of ["start", "mount", "run", "worker", "detect", "export", "simulate", "doctor"]) {
      expect(stdout).toMatch(new RegExp(`^ {2}${name} `, "m"));
    }
    expect(annulus("run", "--help").stdout).toMatch(/^usage: annulus run PIPELINE/);
  });
});
