// Reference mode against candidates.csv as pandas makes it by the published rules; derivation in fixtures/README.md.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { CandidateTable, jobCandidates, readJob } from "./index";
import { pandasFloat, pythonFloat, writePublishedCsv } from "./published-csv";
import { copyJobs, removeTestFolders } from "./testing/make-job";

const FIXTURES = join(import.meta.dirname, "fixtures", "published");
const ZERO_POINT = 10.25;

afterAll(removeTestFolders);

async function publishedCsv(jids: readonly string[], columns: "published" | "all"): Promise<string> {
  const table = new CandidateTable("reference", columns);
  for (const folder of copyJobs(FIXTURES, jids, ZERO_POINT)) {
    const job = await readJob(folder, { twin: "text" });
    table.add(job, jobCandidates(job, { mode: "reference" }));
  }
  return new TextDecoder().decode(table.toBytes("csv", {}));
}

describe("reference mode", () => {
  it("gives candidates.csv byte for byte", async () => {
    const golden = readFileSync(join(FIXTURES, "candidates.csv"), "utf8");
    expect(await publishedCsv(["jid10", "jid2"], "published")).toBe(golden);
  });

  it("keeps integers without a point while no row lacks them, as pandas does", async () => {
    const golden = readFileSync(join(FIXTURES, "candidates.jid2.csv"), "utf8");
    expect(await publishedCsv(["jid2"], "published")).toBe(golden);
  });

  it("has the published columns first when ours follow", async () => {
    const golden = readFileSync(join(FIXTURES, "candidates.csv"), "utf8").split("\n");
    const lines = (await publishedCsv(["jid10", "jid2"], "all")).split("\n");
    expect(lines).toHaveLength(golden.length);
    for (const [i, line] of golden.slice(0, -1).entries()) expect(lines[i]?.startsWith(`${line},`)).toBe(true);
    expect(lines[0]).toContain(",filter,candidate_id,mode,");
  });
});

describe("CSV as pandas writes it", () => {
  it.each([
    [25, "25.0"],
    [-0, "-0.0"],
    [0.1, "0.1"],
    [1e-4, "0.0001"],
    [1e-5, "1e-05"],
    [1.25e-7, "1.25e-07"],
    [1e15, "1000000000000000.0"],
    [1e16, "1e+16"],
    [123456789012345680, "1.2345678901234568e+17"],
    [5e-324, "5e-324"],
    [Infinity, "inf"],
    [-Infinity, "-inf"],
    [Number.NaN, ""],
  ])("prints %f as Python's repr: %s", (value, text) => {
    expect(pythonFloat(value)).toBe(text);
  });

  it.each([
    [0.40344598968343426, 0.4034459896834342],
    [-0.40344598968343426, -0.4034459896834342],
    [1.2345678901234567, 1.2345678901234567],
    [25, 25],
    [0.1, 0.1],
    [123456789.12345678, 123456789.12345678],
    [-1e-7, -1e-7],
    [3.9974374841525906e-7, 3.9974374841525917e-7],
    [1.3601257419226798e-6, 1.3601257419226798e-6],
    [5e-324, 5e-324],
    [Number.NaN, Number.NaN],
    [Infinity, Infinity],
  ])("reads %f as pandas does: %f", (value, read) => {
    expect(pandasFloat(value)).toBe(read);
  });

  it("quotes only what must be, and leaves out what is missing", () => {
    const column = { unit: null, description: "" };
    const table = {
      name: "t",
      meta: {},
      columns: [
        { ...column, name: "a", type: "text" as const, values: ["x,y", 'q"', null, "NA"] },
        { ...column, name: "b", type: "float64" as const, values: [1, 2, null, 3] },
        { ...column, name: "c", type: "float64" as const, values: [1, 2, 3, 4] },
        { ...column, name: "d", type: "bool" as const, values: [true, false, true, false] },
      ],
    };
    const text = new TextDecoder().decode(writePublishedCsv(table, new Set(["b", "c"])));
    expect(text).toBe('a,b,c,d\n"x,y",1.0,1,True\n"q""",2.0,2,False\n,,3,True\nNA,3.0,4,False\n');
  });
});
