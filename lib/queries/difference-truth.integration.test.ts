// What the truth tells of the candidates of a filter, and the table that is taken away.

import { describe, expect, test, vi } from "vitest";
import { withDatabase } from "@/lib/database/testing/with-database";
import { STORED_COLUMNS } from "@/lib/difference/stored-columns";
import { countRows } from "@/lib/tables";
import { countCandidates } from "./difference-counts";
import { candidateTable } from "./difference-export";
import { candidateSelection } from "./difference-filter";
import { findDifferenceJob, listJobTruth } from "./difference-job";
import { jobListSchema, listDifferenceJobs } from "./difference-jobs";
import { list, requestOf, withSimulatedJobs } from "./testing/simulated-jobs";

vi.mock("server-only", () => ({}));
withDatabase();
withSimulatedJobs();

describe("candidates of a filter", () => {
  test("injected sources missed are those of the jobs that the filter names", async () => {
    const missed = async (filter: string) => (await countCandidates(candidateSelection({ filter }))).injectedMissed;
    const jobs = (await listDifferenceJobs(jobListSchema.parse({ sort: "jid" }))).jobs;
    const [nine, ten] = jobs.map(({ injectedMissed }) => injectedMissed ?? Number.NaN) as [number, number];
    expect(await missed("")).toBe(nine + ten);
    expect(await missed("jid = jid10 & snr > 1e9")).toBe(ten);
    expect(await missed('(filter = "H158" | jid ~ d10) & label = 1')).toBe(nine + ten);
    expect(await missed("jid = jid9 | snr > 5")).toBe(nine + ten);
    expect(await missed("jid = nothing")).toBeNull();
  });

  test("are taken away with all columns and verdicts, and refused when they are too many", async () => {
    const request = requestOf({ sort: "-snr", filter: "snr > 5" });
    const table = await candidateTable(request, { filter: "snr > 5" });
    const rows = await list({ sort: "-snr", filter: "snr > 5" });
    expect(countRows(table)).toBe(rows.length);
    const values = (name: string) => table.columns.find((column) => column.name === name)?.values;
    expect(values("candidate_id")).toEqual(rows.map(({ candidateId }) => candidateId));
    expect(table.columns.map(({ name }) => name)).toEqual([
      ...STORED_COLUMNS.map(({ name }) => name),
      ...["verdict", "verdict_person", "verdict_at", "verdict_comment"],
    ]);
    expect(table.meta).toEqual({ filter: "snr > 5", rows: String(rows.length) });
    await expect(candidateTable(request, {}, rows.length)).resolves.toBeDefined();
    await expect(candidateTable(request, {}, rows.length - 1)).rejects.toThrow(
      `export: more than ${rows.length - 1} candidates`,
    );
  });

  test("magnitudes of the truth are read where it stands, for the candidate and for each algorithm", async () => {
    const columns = ["truth_id", "truth_mag", "zogy_truth_id", "zogy_truth_mag", "sfft_truth_id", "sfft_truth_mag"];
    const truth = (await Promise.all(["jid9", "jid10"].map(findDifferenceJob))).map((id) => listJobTruth(id!));
    const magnitudes = new Map<string, number | null>(
      (await Promise.all(truth)).flatMap((rows, i) =>
        rows.map(({ truthId, magAb }) => [`jid${i + 9} ${truthId}`, magAb] as const),
      ),
    );
    const rows = await list({ columns });
    for (const { jid, values } of rows)
      for (const match of ["truth", "zogy_truth", "sfft_truth"]) {
        const id = values[`${match}_id`];
        expect(values[`${match}_mag`]).toBe(id === null ? null : magnitudes.get(`${jid} ${id}`));
      }
    const filter = "zogy_truth_mag >= 23 & zogy_truth_mag < 24";
    const expected = rows.filter(({ values: { zogy_truth_mag: mag } }) => Number(mag) >= 23 && Number(mag) < 24);
    expect(expected.length).toBeGreaterThan(0);
    expect((await list({ filter })).map(({ rowId }) => rowId)).toEqual(expected.map(({ rowId }) => rowId));
  });
});
