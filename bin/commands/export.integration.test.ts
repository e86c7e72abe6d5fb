// The table of candidates by the command line: what the page gives, in fewer columns when asked.

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { withDatabase } from "@/lib/database/testing/with-database";
import { list, withSimulatedJobs } from "@/lib/queries/testing/simulated-jobs";
import { run } from "./export";
import { UsageError } from "./usage";

vi.mock("server-only", () => ({}));
withDatabase();
withSimulatedJobs();

describe("annulus export candidates", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync("/tmp/annulus-export-");
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const exported = async (...args: string[]) => {
    const out = path.join(folder, "table.csv");
    expect(await run(["candidates", ...args, "--out", out])).toBe(0);
    return readFileSync(out, "utf8").trim().split("\n");
  };

  test("writes those of a filter in its order, in the columns asked for", async () => {
    const wish = { filter: "detected_by = both & snr > 5", sort: "-snr" };
    const lines = await exported(
      "--filter",
      wish.filter,
      `--sort=${wish.sort}`,
      "--columns",
      "candidate_id,verdict,jid",
    );
    const rows = await list(wish);
    expect(rows.length).toBeGreaterThan(5);
    expect(lines).toEqual([
      "candidate_id,verdict,jid",
      ...rows.map(({ candidateId, jid }) => `${candidateId},,${jid}`),
    ]);
    const reference = await exported("--mode", "reference");
    expect(reference).toHaveLength((await list({ mode: "reference" })).length + 1);
    expect(reference[0]!.split(",").length).toBeGreaterThan(80);
  });

  test.each([
    [["--mode", "none"], "--mode none: expected one of annulus"],
    [["--columns", "jid,brightness"], "--columns brightness: expected columns of the table"],
    [["-d", "day_obs=1"], "export candidates: --data belongs to other tables"],
  ])("refuses %j", async (args, words) => {
    const refused = expect(run(["candidates", ...args, "--out", path.join(folder, "no.vot")])).rejects;
    await refused.toThrow(UsageError);
    await expect(run(["candidates", ...args, "--out", path.join(folder, "no.vot")])).rejects.toThrow(words);
  });

  test("refuses a filter that cannot be read, and conditions on candidates for other tables", async () => {
    const out = path.join(folder, "no.csv");
    await expect(run(["candidates", "--filter", "snr >", "--out", out])).rejects.toMatchObject({
      tag: "InvalidParameter",
    });
    await expect(run(["exposures", "--sort", "snr", "--out", out])).rejects.toThrow("--sort belongs to other tables");
  });
});
