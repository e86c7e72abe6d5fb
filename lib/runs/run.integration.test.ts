import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { decodeStampPack } from "@/lib/dark-rings/stamp-pack";
import { database, pool } from "@/lib/database/client";
import { withDatabase } from "@/lib/database/testing/with-database";
import { NotFoundError } from "@/lib/errors";
import { writeFits } from "@/lib/readers/fits";
import { simulateExposure } from "@/lib/simulate";
import { compareRuns, listSharedExposures } from "./compare";
import { listFailures } from "./failures";
import { picturesFolder, stampPackPath, tablePath } from "./paths";
import { type ProgressEvent, type RunEvent, subscribeProgress } from "./progress";
import { closeQueue } from "./queue";
import { addMount, cancelRun, requestRun, retryRun } from "./requests";
import { readRunProgress } from "./run-progress";
import { scanMount } from "./scan/scan-mount";
import { type RunningWorker, startWorker } from "./worker/start-worker";

withDatabase();

const DETECTORS = [94, 95, 96];
let root: string;
let mountId: number;
let worker: RunningWorker | null = null;

beforeAll(async () => {
  root = mkdtempSync(path.join("/tmp", "annulus-run-"));
  for (const seqNum of [1, 2]) {
    const files = simulateExposure({
      instrument: "LSSTCam",
      dayObs: 20250613,
      seqNum,
      detectors: DETECTORS,
      width: 256,
      height: 256,
      settings: { rings: 2, blobs: 2, depthSigma: [30, 60] },
    });
    for await (const { fileName, bytes } of files) writeFileSync(path.join(root, fileName), bytes);
  }
  mountId = (await addMount({ root })).mountId;
  await scanMount(mountId);
});

afterAll(async () => {
  await worker?.stop();
  await closeQueue();
  rmSync(root, { recursive: true, force: true });
});

async function work(runId: number): Promise<RunEvent> {
  worker ??= await startWorker({ threads: 2 });
  for (;;) {
    const event = await readRunProgress(runId);
    if (["done", "failed", "cancelled"].includes(event.state)) return event;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe("a run", () => {
  const exposureId = 2025061300001n;
  const request = { pipeline: "dark_cosmic_roundness_pipeline.yaml", query: `exposure=${exposureId}` };

  test("asked for ten times at once is one run with one job per task", async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => requestRun(request)));
    expect(new Set(answers.map(({ runId }) => runId)).size).toBe(1);
    expect(answers.filter(({ isNew }) => isNew)).toHaveLength(1);
    const tasks = await database().task.groupBy({ by: ["name", "state"], _count: true, orderBy: { name: "asc" } });
    expect(tasks.map(({ name, state, _count }) => [name, state, _count])).toEqual([
      ["consolidate-dark-rings", "waiting", 1],
      ["find-dark-rings", "queued", 3],
    ]);
    const jobs = await pool().query("SELECT count(*)::int AS jobs FROM pgboss.job WHERE name = 'annulus-task'");
    expect(jobs.rows).toEqual([{ jobs: 3 }]);
  });

  test("measures detectors, then consolidates the exposure, and tells how far it is", async () => {
    const heard: ProgressEvent[] = [];
    const unsubscribe = subscribeProgress((event) => heard.push(event));
    const { runId } = await requestRun({ ...request, query: `  exposure = ${exposureId} AND instrument='LSSTCam'` });
    const end = await work(runId);
    expect(await listFailures(runId)).toEqual([]);
    expect(end).toMatchObject({ state: "done", taskCount: 4, tasks: { done: 4 } });
    while (!heard.some((event) => event.kind === "run" && event.state === "done")) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    unsubscribe();
    expect(heard.at(-1)).toMatchObject({ kind: "run", runId, taskCount: 4, tasks: { done: 4 }, secondsLeft: null });
    const rings = await database().darkRing.findMany({ where: { runId } });
    expect(rings.length).toBeGreaterThan(3);
    const ranks = rings.flatMap(({ rank }) => rank ?? []).sort((a, b) => a - b);
    expect(ranks).toEqual(ranks.map((_, index) => index));
    expect(ranks.length).toBeGreaterThan(0);
    const pack = decodeStampPack(readFileSync(stampPackPath(runId, "LSSTCam", exposureId)));
    for (const { stampIndex, detector, footprintId } of rings) {
      if (stampIndex === null) continue;
      expect(pack.entries[stampIndex]).toMatchObject({ detector, footprintId });
    }
    const metrics = await database().metricValue.findMany({ where: { runId, detector: 94 } });
    expect(metrics.map(({ metric }) => metric).sort()).toEqual(
      [
        "best_score",
        "dark_rings",
        "masked_fraction",
        "mean",
        "median",
        "noise",
        "plane_sigma",
        "saturated_fraction",
      ].sort(),
    );
    expect(metrics.find(({ metric }) => metric === "noise")?.value).toBeGreaterThan(1);
  });

  test("leaves pictures and tables in the published layout", async () => {
    const { runId } = await requestRun(request);
    const folder = picturesFolder(runId, "LSSTCam", exposureId);
    expect(folder).toMatch(/runs\/\d+\/dark_ring_wavelet_visit\/LSSTCam\/exposure_2025061300001$/);
    expect(readdirSync(path.join(folder, "stats")).sort()).toEqual([
      "area_vs_gaussian_like.png",
      "gaussian_like_hist.png",
      "roundest_mosaic.png",
    ]);
    expect(readdirSync(path.join(folder, "roundest"))[0]).toMatch(/^rank_00000_det9\d_fp\d{5}_g-?\d\.\d{3}\.png$/);
    const subject = { instrument: "LSSTCam", exposureId };
    for (const format of ["parquet", "ecsv", "csv"] as const) {
      expect(existsSync(tablePath(runId, "exposure_dark_ring_catalog", subject, format))).toBe(true);
      expect(existsSync(tablePath(runId, "exposure_dark_ring_roundest", subject, format))).toBe(true);
      expect(existsSync(tablePath(runId, "exposure_dark_ring_stats_manifest", subject, format))).toBe(true);
      expect(existsSync(tablePath(runId, "detector_dark_ring_catalog", { ...subject, detector: 94 }, format))).toBe(
        true,
      );
    }
  });

  test("of a consolidating pipeline takes the rings of the newest measurement", async () => {
    const measured = await requestRun(request);
    const { runId } = await requestRun({ pipeline: "consolidate-dark-rings", query: request.query });
    expect(await work(runId)).toMatchObject({ state: "done", taskCount: 1 });
    const count = (of: number) => database().darkRing.count({ where: { runId: of } });
    expect(await count(runId)).toBe(await count(measured.runId));
    const metrics = (of: number) => database().metricValue.count({ where: { runId: of, value: { not: null } } });
    expect(await metrics(runId)).toBe(await metrics(measured.runId));
    expect(existsSync(stampPackPath(runId, "LSSTCam", exposureId))).toBe(true);
    const task = await database().task.findFirstOrThrow({ where: { runId } });
    expect(task.note).toMatch(new RegExp(`^rings of run ${measured.runId}(;|$)`));
    const same = { pipeline: "consolidate-dark-rings", query: request.query };
    expect(await requestRun(same)).toEqual({ runId, isNew: false });
    expect(await work((await requestRun({ ...request, settings: ["nSigma=5.5"] })).runId)).toMatchObject({
      state: "done",
    });
    expect(await requestRun(same)).toMatchObject({ isNew: true });
  });

  test("can be compared with another run of the same exposure", async () => {
    const first = (await requestRun(request)).runId;
    const second = (await requestRun({ ...request, settings: ["find-dark-rings.mode=reference"] })).runId;
    expect(await work(second)).toMatchObject({ state: "done" });
    expect(await listSharedExposures(first, second)).toEqual([{ instrument: "LSSTCam", exposureId }]);
    const { both, onlyA, onlyB } = await compareRuns(first, second, "LSSTCam", exposureId);
    expect(both.length).toBeGreaterThan(0);
    expect(both.length + onlyA.length).toBe(await database().darkRing.count({ where: { runId: first } }));
    expect(both.length + onlyB.length).toBe(await database().darkRing.count({ where: { runId: second } }));
    expect(both.every(({ separationPixels }) => separationPixels <= 2)).toBe(true);
    await expect(compareRuns(first, second, "LSSTCam", 5n)).rejects.toThrow(NotFoundError);
  });

  test("that selects nothing says what there is", async () => {
    await expect(requestRun({ pipeline: "dark-rings", query: "instrument='DECam'" })).rejects.toThrow(
      /no present image of type post_isr, image, raw, expected a selection of what is there: LSSTCam \(2 exposures\)/,
    );
    await expect(requestRun({ pipeline: "dark-ring", query: "" })).rejects.toThrow(NotFoundError);
    await expect(requestRun({ pipeline: "dark-rings", query: "", settings: ["nSigmas=4"] })).rejects.toThrow(
      /setting: nSigmas, expected one of find-dark-rings\.productTypes/,
    );
  });
});

describe("a run over files that are not what they were", () => {
  const query = "exposure=2025061300002";
  const before: { file: string; bytes: Buffer; modifiedAt: Date }[] = [];
  let runId: number;

  test("fails for those detectors with a reason, measures the others and never makes up a number", async () => {
    const names = readdirSync(root).filter((name) => name.includes("000002"));
    const [gone, cut, good] = names.sort();
    for (const name of names) {
      const file = path.join(root, name);
      before.push({ file, bytes: readFileSync(file), modifiedAt: statSync(file).mtime });
    }
    runId = (await requestRun({ pipeline: "dark-rings", query })).runId;
    rmSync(path.join(root, gone!));
    truncateSync(path.join(root, cut!), 20_000);
    expect(good).toBeDefined();
    expect(await work(runId)).toMatchObject({ state: "failed", tasks: { done: 2, failed: 2 } });
    const failures = await listFailures(runId);
    expect(failures.map(({ message }) => message).join("\n")).toMatch(/is not there/);
    expect(failures.map(({ message }) => message).join("\n")).toMatch(/changed since it was scanned/);
    const tasks = await database().task.findMany({ where: { runId, name: "find-dark-rings" } });
    for (const { detector, state } of tasks) {
      const rows = await database().metricValue.findMany({ where: { runId, detector } });
      expect(rows).toHaveLength(8);
      if (state === "done") continue;
      expect(rows.every(({ value, notMeasuredReason }) => value === null && notMeasuredReason)).toBe(true);
      expect(await database().darkRing.count({ where: { runId, detector: detector ?? -1 } })).toBe(0);
    }
    const consolidation = await database().task.findFirstOrThrow({ where: { runId, name: "consolidate-dark-rings" } });
    expect(consolidation).toMatchObject({ state: "done" });
    expect(consolidation.note).toMatch(/^2 of 3 detectors are missing: 9\d, 9\d$/);
  });

  test("is taken up again by a retry once they are back, with the ranking of the exposure", async () => {
    for (const { file, bytes, modifiedAt } of before) {
      writeFileSync(file, bytes);
      utimesSync(file, modifiedAt, modifiedAt);
    }
    expect(await retryRun(runId)).toEqual({ taskCount: 2 });
    expect(await work(runId)).toMatchObject({ state: "done", tasks: { done: 4, failed: 0 } });
    const rings = await database().darkRing.findMany({ where: { runId } });
    expect(new Set(rings.map(({ detector }) => detector)).size).toBe(3);
    expect(rings.every(({ stampIndex }) => stampIndex !== null)).toBe(true);
    const metrics = await database().metricValue.findMany({ where: { runId, metric: "noise" } });
    expect(metrics.every(({ value, notMeasuredReason }) => value !== null && notMeasuredReason === null)).toBe(true);
  });

  test("is another run once they are scanned as changed", async () => {
    const { file, bytes } = before[0]!;
    writeFileSync(file, bytes);
    await scanMount(mountId);
    const again = await requestRun({ pipeline: "dark-rings", query });
    expect(again.isNew).toBe(true);
    expect(await work(again.runId)).toMatchObject({ state: "done", tasks: { done: 4 } });
  });

  test("of an image without a finite pixel fails and says so", async () => {
    const cards: [string, string | number][] = [
      ["INSTRUME", "TestCam"],
      ["EXPID", 7],
      ["CCDNUM", 1],
    ];
    const pixels = new Float32Array(64 * 64).fill(Number.NaN);
    writeFileSync(path.join(root, "nan.fits"), writeFits([{ cards, image: { width: 64, height: 64, pixels } }]));
    await scanMount(mountId);
    const nan = await requestRun({ pipeline: "dark-rings", query: "instrument='TestCam'" });
    expect(await work(nan.runId)).toMatchObject({ state: "failed" });
    expect((await listFailures(nan.runId))[0]).toMatchObject({ tag: "MalformedFile" });
    expect((await listFailures(nan.runId))[0]?.message).toMatch(/no finite pixel among 4096/);
  });
});

describe("a cancelled run", () => {
  test("leaves nothing behind and can be taken up again", async () => {
    await worker?.stop();
    worker = null;
    const { runId } = await requestRun({
      pipeline: "dark-rings",
      query: "instrument='LSSTCam'",
      settings: ["nSigma=6"],
    });
    await cancelRun(runId);
    await expect(cancelRun(runId)).rejects.toThrow(/cancelled, expected queued or running/);
    expect(await work(runId)).toMatchObject({ state: "cancelled", tasks: { cancelled: 8 } });
    expect(await database().darkRing.count({ where: { runId } })).toBe(0);
    expect(await retryRun(runId)).toEqual({ taskCount: 6 });
    expect(await work(runId)).toMatchObject({ state: "done", tasks: { done: 8 } });
    expect(await retryRun(runId)).toEqual({ taskCount: 0 });
  });
});
