import path from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { environment } from "./environment";

afterEach(() => vi.unstubAllEnvs());

const withVariable = (name: string, value: string) => {
  vi.stubEnv(name, value);
  return environment();
};

describe("environment", () => {
  it("finds the project above the running script", () => {
    const { projectRoot } = environment();
    expect(path.join(projectRoot, "lib/environment.test.ts")).toBe(import.meta.filename);
  });

  it("keeps data in the project unless told otherwise", () => {
    vi.stubEnv("ANNULUS_HOME", "");
    expect(environment().dataHome).toBe(path.join(environment().projectRoot, ".annulus"));
    expect(withVariable("ANNULUS_HOME", "/data/annulus").dataHome).toBe("/data/annulus");
  });

  it("takes an empty variable for an unset one", () => {
    expect(withVariable("ANNULUS_PORT", "").port).toBe(4100);
    expect(withVariable("DATABASE_URL", "").databaseUrl).toBeNull();
  });

  it("gives the upload limit in bytes", () => {
    expect(withVariable("ANNULUS_UPLOAD_LIMIT_MIB", "3").uploadLimitBytes).toBe(3 * 1024 * 1024);
  });

  it.each([
    ["ANNULUS_PORT", "abc", 'environment variable ANNULUS_PORT: "abc", expected a port from 1 to 65535'],
    ["ANNULUS_PORT", "70000", 'environment variable ANNULUS_PORT: "70000", expected a port from 1 to 65535'],
    ["ANNULUS_THREADS", "0", "expected a whole number from 1 to 1024"],
    ["ANNULUS_UPLOAD_LIMIT_MIB", "-1", "expected a whole number of MiB, at least 1"],
    ["DATABASE_URL", "mysql://a:secret@b/c", "expected postgresql://user:password@host:port/name"],
  ])("refuses %s=%s", (name, value, message) => {
    expect(() => withVariable(name, value)).toThrow(message);
  });

  it("never repeats a database address, which holds a password", () => {
    expect(() => withVariable("DATABASE_URL", "mysql://a:secret@b/c")).toThrow(/^(?!.*secret)/);
  });
});
