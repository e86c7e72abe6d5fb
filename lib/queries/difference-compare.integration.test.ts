// The comparison through database and thread, on simulated jobs whose counts are known.
import { mkdtempSync, rmSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { pool } from "@/lib/database/client";
import { withDatabase } from "@/lib/database/testing/with-database";
import { writeJob } from "@/lib/runs/difference/testing/write-job";
import { addMount } from "@/lib/runs/requests";
import { scanMount } from "@/lib/runs/scan/scan-mount";
import { compareAlgorithms } from "./difference-compare";
import { compareColumns } from "./difference-compare-columns";
import { measureInThread } from "./difference-compare-in-thread";
import { measureComparison } from "./difference-compare-measure";
import { type CompareRequest, parseCompareRequest } from "./difference-compare-request";
import { openComparison } from "./difference-compare-rows";

vi.mock("server-only", () => ({}));
withDatabase();

const SMALL = { size: 224, injections: 16, galaxies: 60, transients: 12 };
let root: string;

beforeAll(async () => {
  root = mkdtempSync("/tmp/annulus-jobs-");
  writeJob(root, { ...SMALL, jid: 9 });
  writeJob(root, { ...SMALL, jid: 10, era: "b", filter: "F184" });
  await scanMount((await addMount({ root })).mountId);
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

const readRows = async (request: CompareRequest) => (await openComparison(request)).read();

interface Detection {
  job_id: number;
  value: number | null;
  truth_id: string | null;
  separation: number | null;
  is_decided: number;
  flux: number | null;
}

async function detectionsOf(algorithm: "zogy" | "sfft", column: string): Promise<Detection[]> {
  const { rows } = await pool().query<Detection>(
    `SELECT job_id, ${algorithm}_${column} AS value, ${algorithm}_truth_id AS truth_id, ${algorithm}_truth_sep_px AS separation,
       (label IS NOT NULL)::int AS is_decided, ${algorithm}_flux_fit AS flux
     FROM candidate WHERE mode = 'annulus' AND detected_by IN ('${algorithm}', 'both')`,
  );
  return rows;
}

describe("the comparison of the algorithms", () => {
  test.each(["zogy", "sfft"] as const)(
    "reads each detection of %s with what the table has of it",
    async (algorithm) => {
      const { detections } = await readRows(parseCompareRequest({ of: "sharpness" }));
      const { job, value, separationPx, isDecided, flux, matched } = detections[algorithm];
      const expected = await detectionsOf(algorithm, "sharpness");
      const line = (...numbers: (number | null)[]) => numbers.map((number) => number ?? Number.NaN).join(" ");
      const read = [...value].map((one, i) => line(job[i]!, one, separationPx[i]!, isDecided[i]!, flux[i]!));
      const stored = expected.map((row) => line(row.job_id, row.value, row.separation, row.is_decided, row.flux));
      expect(read.length).toBeGreaterThan(20);
      expect(read.sort()).toEqual(stored.sort());
      const withTruth = expected.filter(({ truth_id }) => truth_id !== null);
      const texts = withTruth.map(({ job_id, truth_id, separation, value: one, flux: own }) =>
        JSON.stringify([job_id, truth_id, separation, one, own]),
      );
      expect(matched.map((match) => JSON.stringify(match)).sort()).toEqual(texts.sort());
    },
  );

  test("gives on its thread what it gives here, and the same again", async () => {
    const request = parseCompareRequest({ fp: "1" });
    const rows = await readRows(request);
    const answer = await compareAlgorithms(request);
    expect(answer).toEqual(measureComparison(compareColumns(rows, request), request));
    expect(answer.jobCount).toBe(2);
    expect(await compareAlgorithms(request)).toBe(answer);
  });

  test("of one filter has its jobs alone", async () => {
    expect(await compareAlgorithms(parseCompareRequest({ band: "F184" }))).toMatchObject({ jobCount: 1 });
    const none = await compareAlgorithms(parseCompareRequest({ band: "no' filter" }));
    expect(none).toMatchObject({ jobCount: 0, truthCount: 0 });
  });

  test("is measured anew when a job was read again", async () => {
    const request = parseCompareRequest({});
    const before = await compareAlgorithms(request);
    await pool().query(
      "DELETE FROM difference_truth WHERE ctid IN (SELECT ctid FROM difference_truth WHERE mode = 'annulus' AND kind = 'inj' LIMIT 1)",
    );
    await pool().query("UPDATE difference_job SET read_at = read_at + interval '1 second'");
    const after = await compareAlgorithms(request);
    const known = ({ truthCount, leftOut }: typeof before) =>
      truthCount + leftOut.edge + leftOut.noCoverage + leftOut.outsideImage;
    expect(known(before) - known(after)).toBe(1);
  });

  test("refuses on its thread in the words of here, and goes on", async () => {
    const request = { ...parseCompareRequest({}), step: -1 };
    const rows = await readRows(request);
    expect(() => measureComparison(compareColumns(rows, request), request)).toThrow("bin");
    await expect(measureInThread({ rows, request })).rejects.toMatchObject({ tag: "InvalidParameter" });
    await expect(compareAlgorithms(parseCompareRequest({ radius: "3" }))).resolves.toMatchObject({ jobCount: 2 });
  });

  test("is given up with whoever asked for it, and the next is measured", async () => {
    const asking = new AbortController();
    const given = compareAlgorithms(parseCompareRequest({ radius: "2" }), asking.signal);
    const refused = expect(given).rejects.toThrow("nobody waits");
    asking.abort(new Error("nobody waits"));
    await refused;
    await expect(compareAlgorithms(parseCompareRequest({ radius: "2" }))).resolves.toMatchObject({ jobCount: 2 });
  });

  test("is given up on its way, with the thread", async () => {
    const request = parseCompareRequest({});
    const rows = await readRows(request);
    const asking = new AbortController();
    const refused = expect(measureInThread({ rows, request }, asking.signal)).rejects.toThrow("nobody waits");
    // it is on the thread after some turns, and no message of a thread comes between them
    for (let turn = 0; turn < 10; turn++) await null;
    asking.abort(new Error("nobody waits"));
    await refused;
    expect(await measureInThread({ rows, request })).toEqual(measureComparison(compareColumns(rows, request), request));
  });
});
