// Simulated job folders of both eras through the scan of a mount: rows say what the simulation's own ledger says.

import { mkdtempSync, readFileSync, renameSync, rmSync, utimesSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { database, pool } from "@/lib/database/client";
import { withDatabase } from "@/lib/database/testing/with-database";
import type { JobSummary } from "@/lib/simulate/job";
import { describeWithData, testDataPath } from "@/lib/testing/test-data";
import { addMount } from "../requests";
import { describeSummary, scanMount } from "../scan/scan-mount";
import { impliedCounts } from "./testing/ledger-counts";
import { writeJob } from "./testing/write-job";

withDatabase();

const SMALL = { size: 224, injections: 16, galaxies: 60, transients: 12 };
let root: string;
let mountId: number;
let ledgers: JobSummary[];

beforeAll(async () => {
  root = mkdtempSync("/tmp/annulus-jobs-");
  ledgers = [writeJob(root, { ...SMALL, jid: 9 }), writeJob(root, { ...SMALL, jid: 10, era: "b", filter: "F184" })];
  mountId = (await addMount({ root })).mountId;
  const summary = await scanMount(mountId);
  expect(describeSummary(summary)).toMatch(/^\d+ files: \d+ new; difference jobs: 2 read$/);
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

const jobOf = (jid: string) =>
  database().differenceJob.findFirstOrThrow({ where: { mountId, jid }, include: { counts: true } });

async function candidatesOf(jid: string, mode = "annulus") {
  return database().candidate.findMany({ where: { jid, mode }, orderBy: { row_id: "asc" } });
}

describe.each([0, 1])("job %s", (which) => {
  test("facts of the headers", async () => {
    const { summary, job } = { summary: ledgers[which]!, job: await jobOf(ledgers[which]!.folder) };
    expect(job).toMatchObject({
      source: "rapid",
      state: "present",
      era: which === 0 ? "A" : "B",
      filter: summary.filter,
      sca: summary.sca,
      mjd: summary.mjd,
      field: String(summary.field),
      zeropointMag: summary.zeropoint,
      width: summary.size,
      height: summary.size,
    });
  });

  test("counts are those of the ledger", async () => {
    const { ledger, folder } = ledgers[which]!;
    const { counts } = await jobOf(folder);
    const annulus = counts.find(({ mode }) => mode === "annulus")!;
    // found by each, missed, of one algorithm alone, real and bogus: all of it, without our matcher
    expect(annulus).toMatchObject(impliedCounts(ledgers[which]!));
    expect(annulus.injectedFound).toBeGreaterThan(5);
    expect(annulus.injectedMissed).toBeGreaterThan(0);
    const rows = await candidatesOf(folder);
    expect(rows).toHaveLength(annulus.candidates);
    expect(rows.filter(({ zogy_id }) => zogy_id !== null)).toHaveLength(ledger.detections.zogy.length);
    expect(rows.filter(({ sfft_id }) => sfft_id !== null)).toHaveLength(ledger.detections.sfft.length);
    expect(counts.find(({ mode }) => mode === "reference")).toMatchObject({ foundBySfft: null, truth: annulus.truth });
  });

  test("cuts that candidates fail are kept by name, and are those of their own columns", async () => {
    const rows = await candidatesOf(ledgers[which]!.folder);
    for (const row of rows) {
      for (const [algorithm, elongation, snr] of [
        ["zogy", row.zogy_elongation, row.zogy_snr_3px],
        ["sfft", row.sfft_elongation, row.sfft_snr_3px],
      ] as const) {
        expect(row.cut_failed.includes(`${algorithm}:elongation`)).toBe(elongation !== null && elongation > 2);
        expect(row.cut_failed.includes(`${algorithm}:snr_3px`)).toBe(snr !== null && snr < 5);
      }
    }
    expect(rows.some(({ cut_failed }) => cut_failed.length > 0)).toBe(true);
    expect(rows.some(({ label, cut_failed }) => label === 1 && cut_failed.length === 0)).toBe(true);
  });

  test("each truth that an algorithm found has the ledger's distance, each missed one stays", async () => {
    const { ledger, folder } = ledgers[which]!;
    const job = await jobOf(folder);
    const rows = await database().differenceTruth.findMany({ where: { jobId: job.id, mode: "annulus" } });
    expect(rows).toHaveLength(ledger.truths.length);
    let found = 0;
    for (const truth of ledger.truths) {
      const row = rows.find(({ truthId }) => truthId === truth.truthId)!;
      expect(row.x).toBeCloseTo(truth.x, 3);
      expect(row.magAb).toBeCloseTo(truth.magnitudeAb, 3);
      for (const [ours, theirs] of [
        [row.zogySeparationPx, truth.zogy],
        [row.sfftSeparationPx, truth.sfft],
      ] as const) {
        if (!("id" in theirs)) continue;
        found++;
        expect(ours).toBeCloseTo(theirs.separationPixels, 3);
      }
      const isMissed = row.zogySeparationPx === null && row.sfftSeparationPx === null;
      expect(row.missReason === null).toBe(!isMissed);
    }
    expect(found).toBeGreaterThan(10);
    expect(rows.some(({ missReason }) => missReason !== null)).toBe(true);
  });
});

test("candidates carry both algorithms, their truth and their place on the sky", async () => {
  const rows = await candidatesOf("jid9");
  const real = rows.find(({ injected, detected_by }) => injected && detected_by === "both")!;
  expect(real).toMatchObject({ label: 1, truth_kind: "inj", jid: "jid9", filter: "H158", source: "rapid" });
  expect(real.candidate_id).toBe(`jid9:zogy:${real.zogy_id}`);
  expect(real.truth_id).toBe(real.zogy_truth_id);
  const truth = ledgers[0]!.ledger.truths.find(({ truthId }) => truthId === real.truth_id)!;
  expect(real.ra).toBeCloseTo(truth.raDeg, 4);
  expect(real.dec).toBeCloseTo(truth.decDeg, 4);
  expect(real.snr).toBeGreaterThan(3);
  expect(rows.filter(({ detected_by }) => detected_by === "sfft").every(({ zogy_flux }) => zogy_flux === null)).toBe(
    true,
  );
});

test("detections on reference minus science are kept apart: all of them, without truth, in no count of the modes", async () => {
  const { id, notes, counts } = await jobOf("jid10");
  const rows = await candidatesOf("jid10", "negative");
  for (const [algorithm, stem] of [
    ["zogy", "zogy_diffimage"],
    ["sfft", "sfftdiffimage"],
  ] as const) {
    const text = readFileSync(path.join(root, `jid10/${stem}_masked_psfcat_negative.txt`), "utf8");
    expect(rows.filter((row) => row[`${algorithm}_id`] !== null)).toHaveLength(text.trim().split("\n").length - 1);
  }
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.every((row) => row.isdiffpos === false && row.truth_id === null && row.label === null)).toBe(true);
  expect(rows[0]!.candidate_id).toMatch(/^jid10:(zogy|sfft)-negative:\d+$/);
  expect(counts.find(({ mode }) => mode === "negative")).toMatchObject({
    candidates: rows.length,
    truth: 0,
    real: null,
  });
  expect(notes).toContainEqual({
    kind: "choice",
    found: `${rows.length} candidates on reference minus science`,
    cost: "kept apart as mode negative: matched to no truth, in no count",
  });
  expect(await database().candidate.count({ where: { job_id: id, mode: "annulus", isdiffpos: false } })).toBe(0);
  expect(await candidatesOf("jid9", "negative")).toEqual([]);
});

test("files of jobs are no exposures, and stay files", async () => {
  expect(await database().exposure.count()).toBe(0);
  const files = await database().mountedFile.findMany({ where: { mountId, path: { endsWith: ".fits" } } });
  expect(files.length).toBeGreaterThan(20);
  expect(new Set(files.map(({ survey, state }) => `${survey} ${state}`))).toEqual(new Set(["rapid-job new"]));
});

describe("a second scan", () => {
  const rowIds = async () => (await candidatesOf("jid9")).map(({ row_id }) => row_id);

  test("reads nothing again", async () => {
    const before = await rowIds();
    expect((await scanMount(mountId)).jobs).toEqual({ read: 0, unchanged: 2, failed: 0, vanished: 0 });
    expect(await rowIds()).toEqual(before);
  });

  test("reads a touched job again, in place", async () => {
    const { id } = await jobOf("jid9");
    const before = await candidatesOf("jid9");
    utimesSync(path.join(root, "jid9/diffimage_masked_psfcat.txt"), 1e9, 1e9);
    expect((await scanMount(mountId)).jobs).toMatchObject({ read: 1, unchanged: 1 });
    expect((await jobOf("jid9")).id).toBe(id);
    const withoutId = (rows: typeof before) => rows.map(({ row_id: _id, ...row }) => row);
    expect(withoutId(await candidatesOf("jid9"))).toEqual(withoutId(before));
  });

  test("marks a job whose folder went away, and takes it back", async () => {
    renameSync(path.join(root, "jid10"), path.join(root, ".hidden"));
    expect((await scanMount(mountId)).jobs).toMatchObject({ unchanged: 1, vanished: 1 });
    expect((await jobOf("jid10")).state).toBe("vanished");
    expect((await candidatesOf("jid10")).length).toBeGreaterThan(0);
    renameSync(path.join(root, ".hidden"), path.join(root, "jid10"));
    expect((await scanMount(mountId)).jobs).toMatchObject({ unchanged: 1, read: 1 });
    expect((await jobOf("jid10")).state).toBe("present");
  });
});

describeWithData("alerts of surveys", () => {
  test("become candidates with a score and without a label", async () => {
    const { mountId: alerts } = await addMount({ root: testDataPath("diff/ztf_stamps") });
    expect((await scanMount(alerts)).jobs).toMatchObject({ read: 1 });
    const { rows } = await pool().query(
      `SELECT count(*)::int AS alerts, count(*) FILTER (WHERE drb < 0.5)::int AS low, count(*) FILTER (WHERE isdiffpos)::int AS positive,
         count(label)::int AS labels, min(cardinality(stamp_files)) AS stamps FROM candidate WHERE source = 'ztf'`,
    );
    expect(rows[0]).toEqual({ alerts: 108, low: 20, positive: 58, labels: 0, stamps: 3 });
    expect(await candidatesOf("ztf_stamps", "reference")).toEqual([]);
    const { mountId: rubin } = await addMount({ root: testDataPath("diff/rubin_stamps") });
    await scanMount(rubin);
    const reliable = await database().candidate.count({ where: { source: "rubin", reliability: { gt: 0.5 } } });
    expect(reliable).toBe(11);
    expect((await scanMount(rubin)).jobs).toMatchObject({ read: 0, unchanged: 1 });
  });
});
