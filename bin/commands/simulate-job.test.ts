import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { run } from "./simulate";
import { HelpAsked, UsageError } from "./usage";

let out = "";
beforeEach(() => {
  out = mkdtempSync(path.join(tmpdir(), "annulus-jobs-"));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(out, { recursive: true, force: true });
});

const SMALL = ["--size", "96", "--injections", "2", "--galaxies", "5", "--transients", "1", "--products", "channels"];

describe("annulus simulate job", () => {
  it("writes folders and their ledgers, and says how many files", async () => {
    const log = vi.spyOn(process.stdout, "write").mockReturnValue(true);
    const line = vi.spyOn(console, "log").mockReturnValue();
    vi.spyOn(process.stderr, "write").mockReturnValue(true);
    const options = ["--count", "2", "--first-jid", "10", "--era", "b", "--missing", "zogy-score"];
    expect(await run(["job", "--out", out, ...SMALL, ...options])).toBe(0);
    expect(log).not.toHaveBeenCalled();
    const names = ["jid10", "jid11", "simulation_truth_jid10.json", "simulation_truth_jid11.json"];
    expect(readdirSync(out).sort()).toEqual(names);
    const files = readdirSync(path.join(out, "jid11"));
    expect(line.mock.calls[0]![0]).toContain(`2 jobs, ${2 * files.length} files`);
    expect(files).toContain("zogy_diffimage_masked.fits");
    expect(files.some((name) => name.startsWith("scorrimage"))).toBe(false);
    const ledger = JSON.parse(readFileSync(path.join(out, "simulation_truth_jid11.json"), "utf8"));
    expect(ledger).toMatchObject({ jid: 11, era: "b", size: 96, ledger: { truths: [{ kind: "transient" }, {}, {}] } });
  });

  it("refuses what it cannot make before it writes", async () => {
    await expect(run(["job", "--out", out, "--era", "c"])).rejects.toThrow(UsageError);
    await expect(run(["job", "--out", out, "--size", "5000"])).rejects.toThrow("size 5000");
    await expect(run(["job", "--out", out, "--set", "sky=1"])).rejects.toThrow("sky");
    await expect(run(["job", ...SMALL])).rejects.toThrow("expected --out DIR");
    await expect(run(["job", "--help"])).rejects.toThrow(HelpAsked);
    expect(readdirSync(out)).toEqual([]);
  });
});
