// Combined calibrations, residuals and mosaics: from simulated raw exposures through the workers to rows and files.

import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { database, pool } from "@/lib/database/client";
import { shownRunSql } from "@/lib/database/shown-run";
import { withDatabase } from "@/lib/database/testing/with-database";
import { InvalidParameterError, NotFoundError } from "@/lib/errors";
import { openFile } from "@/lib/files/byte-source";
import { openFits, readImage, readIntegerImage, readTable } from "@/lib/readers/fits";
import { type CalibrationTruth, type RawSettingsInput, type RawType, simulateRawExposure } from "@/lib/simulate";
import { describeWithData, testDataPath } from "@/lib/testing/test-data";
import { listFailures } from "./failures";
import { runFolder, underHome } from "./paths";
import type { RunEvent } from "./progress";
import { closeQueue } from "./queue";
import { addMount, requestRun, retryRun } from "./requests";
import { readRunProgress } from "./run-progress";
import { scanMount } from "./scan/scan-mount";
import { type RunningWorker, startWorker } from "./worker/start-worker";

withDatabase();

const SIZE = { width: 160, height: 120 };
/** R22_S11, R22_S12, and a guider turned by 180 degrees */
const DETECTORS = [94, 95, 190];
const SETTINGS: RawSettingsInput = { hotColumns: 1, hotColumnElectronsPerSecond: 40 };
const COUNTS: Record<RawType, number> = { bias: 12, dark: 10, flat: 8 };
const FIRST: Record<RawType, number> = { bias: 1, dark: 101, flat: 201 };
const night = "instrument='LSSTCam'";

let root: string;
let worker: RunningWorker | null = null;
const sensors = new Map<number, CalibrationTruth>();

beforeAll(async () => {
  root = mkdtempSync(path.join("/tmp", "annulus-images-"));
  for (const type of ["bias", "dark", "flat"] as const) {
    for (let i = 0; i < COUNTS[type]; i++) {
      const common = { type, instrument: "LSSTCam", dayObs: 20250613, detectors: DETECTORS, ...SIZE };
      const files = simulateRawExposure({ ...common, seqNum: FIRST[type] + i, settings: SETTINGS });
      for await (const { fileName, bytes, detector, sensor } of files) {
        writeFileSync(path.join(root, fileName), bytes);
        sensors.set(detector.id, sensor);
      }
    }
  }
  await scanMount((await addMount({ root })).mountId);
});

afterAll(async () => {
  await worker?.stop();
  await closeQueue();
  rmSync(root, { recursive: true, force: true });
});

async function work(pipeline: string, query: string, ...settings: string[]): Promise<RunEvent> {
  const { runId } = await requestRun({ pipeline, query, settings });
  worker ??= await startWorker({ threads: 2 });
  for (;;) {
    const event = await readRunProgress(runId);
    if (["done", "failed", "cancelled"].includes(event.state)) return event;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function readHdus(relative: string) {
  const source = await openFile(underHome(relative));
  try {
    const file = await openFits(source);
    expect(file.problems).toEqual([]);
    const images = new Map<string, Float32Array>();
    for (const { index, name, type } of file.hdus) {
      if (type === "image" && name !== null) images.set(name, (await readImage(file, index)).pixels);
    }
    const table = file.hdus.find(({ name }) => name === "DETECTORS");
    const detectors = table ? await readTable(file, table.index) : null;
    return { images, detectors, header: file.hdus[0]!.header };
  } finally {
    await source.close();
  }
}

/** Mean and standard deviation of (found - truth) / error. */
function pulls(found: Float32Array, truth: Float32Array, variance: Float32Array) {
  let [sum, squares, count] = [0, 0, 0];
  for (let i = 0; i < found.length; i++) {
    const pull = (found[i]! - truth[i]!) / Math.sqrt(variance[i]!);
    if (!Number.isFinite(pull)) continue;
    sum += pull;
    squares += pull * pull;
    count++;
  }
  return { mean: sum / count, spread: Math.sqrt(squares / count - (sum / count) ** 2), count };
}

describe("combine", () => {
  test.each(["bias", "dark", "flat"] as const)(
    "%s: the simulated sensor comes out, within the stated errors",
    async (kind) => {
      const end = await work(`combine-${kind}`, `${night} AND observation_type='${kind}'`);
      expect(await listFailures(end.runId)).toEqual([]);
      expect(end).toMatchObject({ state: "done", taskCount: DETECTORS.length });
      const products = await database().imageProduct.findMany({
        where: { runId: end.runId },
        orderBy: { detector: "asc" },
      });
      expect(
        products.map(({ stage, detector, exposureId, inputCount, unit, hdu }) => [
          stage,
          detector,
          exposureId,
          inputCount,
          unit,
          hdu,
        ]),
      ).toEqual(
        DETECTORS.map((detector) => [
          `combined_${kind}`,
          detector,
          2025061300000n + BigInt(FIRST[kind]),
          COUNTS[kind],
          { bias: "electron", dark: "electron/s", flat: "" }[kind],
          1,
        ]),
      );
      for (const { path: relative, detector, physicalFilter } of products) {
        expect(physicalFilter).toBe(kind === "flat" ? "i_39" : null);
        const { images, header } = await readHdus(relative);
        expect([...images.keys()]).toEqual(["IMAGE", "VARIANCE", "COUNT"]);
        expect(header.get("NINPUT")).toBe(COUNTS[kind]);
        const { mean, spread, count } = pulls(
          images.get("IMAGE")!,
          sensors.get(detector!)![kind],
          images.get("VARIANCE")!,
        );
        expect(count).toBeGreaterThan(0.99 * SIZE.width * SIZE.height);
        // row medians of 32 overscan columns and the bias that was removed add to the error of n frames; n - 1 degrees widen it
        expect(Math.abs(mean)).toBeLessThan(0.25);
        expect(spread).toBeGreaterThan(0.9);
        expect(spread).toBeLessThan(1.9);
      }
      expect(readdirSync(runFolder(end.runId))).toEqual(["images"]);
    },
  );

  test("is another run when another bias is the newest, and the same run otherwise", async () => {
    const query = `${night} AND observation_type='dark' AND detector=94`;
    const first = await work("combine-dark", query);
    expect((await work("combine-dark", query)).runId).toBe(first.runId);
    await work("combine-bias", `${night} AND observation_type='bias' AND detector=94`, "nSigma=5");
    expect((await work("combine-dark", query)).runId).not.toBe(first.runId);
  });

  test("refuses other types, single exposures and a run without calibration, by name", async () => {
    const ask = (pipeline: string, query: string, ...settings: string[]) => requestRun({ pipeline, query, settings });
    await expect(ask("combine-bias", night)).rejects.toThrow(
      /18 exposures of another type, as MC_O_20250613_000101 \(dark\), expected only bias exposures/,
    );
    await expect(ask("combine-bias", `exposure=2025061300001`)).rejects.toThrow(InvalidParameterError);
    await expect(ask("combine-bias", `exposure=2025061300001`)).rejects.toThrow(
      /R22_S11: 1 exposure.*expected at least 2/,
    );
    const darks = `${night} AND observation_type='dark'`;
    await expect(ask("combine-dark", darks, "bias=9999")).rejects.toThrow(NotFoundError);
  });

  test("fails a combination of darks without exposure time, saying which", async () => {
    const end = await work("combine-dark", `${night} AND observation_type='bias' AND detector=94`, "anyType=true");
    const failures = await listFailures(end.runId);
    expect(failures.map(({ message }) => message)).toEqual([
      expect.stringMatching(
        /^combine-dark of LSSTCam R22_S11, MC_O_20250613_000001: exposure time 0 s, expected more than 0 s/,
      ),
    ]);
  });
});

describe("visualize-exposure", () => {
  const dark = "exposure=2025061300103";

  test("leaves of a dark noise about 0, in products and mosaics", async () => {
    const end = await work("visualize-exposure", dark);
    expect(await listFailures(end.runId)).toEqual([]);
    const products = await database().imageProduct.findMany({ where: { runId: end.runId } });
    const stages = products.map(({ stage, detector, bin, orientation }) => [stage, detector, bin, orientation]);
    expect(stages.sort()).toEqual(
      [
        ...DETECTORS.flatMap((detector) => [
          ["post_isr", detector, 1, null],
          ["residual_dark", detector, 1, null],
        ]),
        ["mosaic64", null, 64, "dvcs"],
        ["mosaic8", null, 8, "dvcs"],
      ].sort(),
    );
    const metrics = await database().metricValue.findMany({ where: { runId: end.runId } });
    for (const { metric, value, notMeasuredReason } of metrics) {
      expect(notMeasuredReason).toBeNull();
      // read noise 6 and shot noise of 60 s x 0.05, of a frame that is one of the ten: 6.2 x sqrt(0.9) = 5.9
      if (metric === "residual_mean") expect(Math.abs(value!)).toBeLessThan(0.4);
      else expect(value).toBeGreaterThan(5.6);
      if (metric === "residual_noise") expect(value).toBeLessThan(6.4);
    }
    expect(metrics).toHaveLength(2 * DETECTORS.length);
    expect(existsSync(path.join(runFolder(end.runId), "parts", "LSSTCam_2025061300103"))).toBe(false);
  });

  test("keeps a hot column of one detector in the maxima of a mosaic, at the place of the sensor", async () => {
    const end = await work("visualize-exposure", dark, "residual=none", "keepFull=false");
    const [mosaic] = await database().imageProduct.findMany({ where: { runId: end.runId, stage: "mosaic64" } });
    expect(await database().imageProduct.count({ where: { runId: end.runId } })).toBe(2);
    const { images, detectors } = await readHdus(mosaic!.path);
    expect([...images.keys()]).toEqual(["MEAN", "MIN", "MAX", "STD"]);
    const column = (name: string) => detectors!.columns.find((one) => one.name === name)!.values;
    const { dark: current } = sensors.get(94)!;
    const hot = Array.from(
      { length: SIZE.width },
      (_, x) => current[x]! > 20 && current[5 * SIZE.width + x]! > 20,
    ).indexOf(true);
    expect(hot).toBeGreaterThanOrEqual(0);
    const row = Array.from(column("detector"), Number).indexOf(94);
    const [x0, y0, x1] = ["x0", "y0", "x1"].map((name) => Number(column(name)[row]));
    const at = (plane: string, x: number) => images.get(plane)![y0! * mosaic!.width + x]!;
    const brightest = Array.from({ length: x1! - x0! }, (_, i) => at("MAX", x0! + i));
    const matrix = Array.from(column("matrix").slice(6 * row, 6 * row + 6), Number);
    const best = x0! + brightest.indexOf(Math.max(...brightest));
    const X = matrix[0]! * best + matrix[1]! * y0! + matrix[2]!;
    expect(Math.abs(X - hot)).toBeLessThanOrEqual(32);
    expect(at("MAX", best)).toBeGreaterThan(2000);
    // the mean of a block of 64 x 64 hides it: one column of 2400 is 37 a pixel
    expect(at("MEAN", best)).toBeLessThan(100);
  });

  test("turns the engineering view", async () => {
    const end = await work("visualize-exposure", dark, "keepFull=false", "orientation=engineering");
    const [turned] = await database().imageProduct.findMany({ where: { runId: end.runId, stage: "mosaic8" } });
    const [straight] = await database().imageProduct.findMany({
      where: { stage: "mosaic8", orientation: "dvcs" },
      orderBy: { runId: "asc" },
    });
    expect([turned!.width, turned!.height]).toEqual([straight!.height, straight!.width]);
    const [a, b] = [await readHdus(straight!.path), await readHdus(turned!.path)];
    for (let y = 0; y < straight!.height; y += 3) {
      for (let x = 0; x < straight!.width; x += 5) {
        const value = a.images.get("STD")![y * straight!.width + x];
        expect(b.images.get("STD")![x * turned!.width + y]).toEqual(value);
      }
    }
  });

  test("says why there is no residual instead of making one up", async () => {
    const end = await work("visualize-exposure", "exposure=2025061300203 AND detector=95", "flat=none");
    expect(end.state).toBe("done");
    const [task] = await database().task.findMany({ where: { runId: end.runId, name: "visualize-detector" } });
    expect(task!.note).toMatch(/no residual_flat: no combined flat of this detector was chosen or is there/);
    const stages = (await database().imageProduct.findMany({ where: { runId: end.runId } })).map(({ stage }) => stage);
    expect(stages.sort()).toEqual(["mosaic64", "mosaic8", "post_isr"]);
    const metrics = await database().metricValue.findMany({ where: { runId: end.runId } });
    expect(metrics.map(({ value, notMeasuredReason }) => [value, notMeasuredReason])).toEqual(
      Array.from({ length: 2 }, () => [null, "no combined flat of this detector was chosen or is there"]),
    );
  });
});

describe("an exposure whose detectors leave nothing but mosaics", () => {
  const flat = "exposure=2025061300204";
  const mosaicsOf = (runId: number) =>
    database().imageProduct.findMany({ where: { runId, detector: null }, orderBy: { stage: "asc" } });
  const metricsOf = async (runId: number) => {
    const rows = await database().metricValue.findMany({
      where: { runId },
      orderBy: [{ detector: "asc" }, { metric: "asc" }],
    });
    return rows.map(({ detector, metric, value, unit, notMeasuredReason }) => [
      detector,
      metric,
      value,
      unit,
      notMeasuredReason,
    ]);
  };

  test("is one task, which makes what the tasks of its detectors make", async () => {
    const whole = await work("visualize-exposure", flat, "residual=none", "keepFull=false");
    const parts = await work("visualize-exposure", flat, "residual=none");
    expect(await listFailures(whole.runId)).toEqual([]);
    expect([whole.taskCount, parts.taskCount]).toEqual([1, 1 + DETECTORS.length]);
    const [task] = await database().task.findMany({ where: { runId: whole.runId } });
    expect(task!.megapixels).toBeCloseTo((DETECTORS.length * SIZE.width * SIZE.height) / 1e6, 9);
    const [ours, theirs] = [await mosaicsOf(whole.runId), await mosaicsOf(parts.runId)];
    expect(ours.map(({ stage }) => stage)).toEqual(["mosaic64", "mosaic8"]);
    for (const [i, { path: file, unit, bytes, inputCount }] of ours.entries()) {
      expect({ unit, bytes, inputCount }).toMatchObject({
        unit: theirs[i]!.unit,
        bytes: theirs[i]!.bytes,
        inputCount: 3,
      });
      const [a, b] = [await readHdus(file), await readHdus(theirs[i]!.path)];
      expect(a.images).toEqual(b.images);
      expect(a.detectors).toEqual(b.detectors);
      expect(a.header.getText("OFSTAGE")).toBe("post_isr");
    }
    const metrics = await metricsOf(whole.runId);
    expect(metrics).toHaveLength(2 * DETECTORS.length);
    expect(metrics).toEqual(await metricsOf(parts.runId));
  });

  test("is made without a detector that cannot be read, fails by its name, and is whole after a retry", async () => {
    const { rows } = await pool().query<{ path: string }>(
      `SELECT f.path FROM detector_image i JOIN mounted_file f ON f.id = i.file_id
       WHERE i.exposure_id = 2025061300205 AND i.detector = 95`,
    );
    const file = path.join(root, rows[0]!.path);
    const ask = () => work("visualize-exposure", "exposure=2025061300205", "residual=none", "keepFull=false");
    renameSync(file, `${file}.away`);
    const broken = await ask();
    renameSync(`${file}.away`, file);
    expect(broken.state).toBe("failed");
    expect((await listFailures(broken.runId)).map(({ message }) => message)).toEqual([
      expect.stringMatching(/exposure 2025061300205: 1 of 3 detectors missing \(R22_S12: .*\), expected all/),
    ]);
    const [task] = await database().task.findMany({ where: { runId: broken.runId } });
    expect(task!.note).toMatch(/1 of 3 detectors are missing: 95/);
    const reasons = (await metricsOf(broken.runId)).map(([detector, , , , reason]) => [
      detector,
      /R22_S12|_95|\.fits/.test(String(reason)),
    ]);
    expect(reasons).toEqual(
      [94, 95, 190].flatMap((detector) => [
        [detector, detector === 95],
        [detector, detector === 95],
      ]),
    );
    const without = await mosaicsOf(broken.runId);
    expect(without.map(({ inputCount }) => inputCount)).toEqual([2, 2]);

    expect(await retryRun(broken.runId)).toEqual({ taskCount: 1 });
    const again = await ask();
    expect(again).toMatchObject({ runId: broken.runId, state: "done" });
    expect(await listFailures(again.runId)).toEqual([]);
    const made = await mosaicsOf(again.runId);
    expect(made.map(({ id, inputCount }) => [id, inputCount])).toEqual(without.map(({ id }) => [id, 3]));
    expect(await metricsOf(again.runId)).toHaveLength(2 * DETECTORS.length);
  });

  test("fails when none of its detectors can be read, and says why of each", async () => {
    const { rows } = await pool().query<{ path: string }>(
      `SELECT f.path FROM detector_image i JOIN mounted_file f ON f.id = i.file_id WHERE i.exposure_id = 2025061300206`,
    );
    const files = rows.map((row) => path.join(root, row.path));
    for (const file of files) renameSync(file, `${file}.away`);
    const end = await work("visualize-exposure", "exposure=2025061300206", "residual=none", "keepFull=false");
    for (const file of files) renameSync(`${file}.away`, file);
    expect(end.state).toBe("failed");
    expect(await mosaicsOf(end.runId)).toEqual([]);
    const metrics = await metricsOf(end.runId);
    expect(metrics).toHaveLength(2 * DETECTORS.length);
    for (const [, , value, , reason] of metrics) expect([value, typeof reason]).toEqual([null, "string"]);
  });
});

test("a run of images is never the one whose rings are shown", async () => {
  const sql = `SELECT ${shownRunSql()} AS run_id, count(*)::int AS tasks FROM task JOIN run ON run.id = task.run_id`;
  const { rows } = await pool().query<{ run_id: number | null; tasks: number }>(sql);
  expect(rows[0]!.tasks).toBeGreaterThan(10);
  expect(rows[0]!.run_id).toBeNull();
});

describeWithData("Kast", () => {
  test("three biases combine, and leave their noise in a residual", async () => {
    await scanMount((await addMount({ root: testDataPath("ccd/kast") })).mountId);
    const end = await work("combine-bias", "instrument='Kast' AND observation_type='bias'");
    expect(await listFailures(end.runId)).toEqual([]);
    const [product] = await database().imageProduct.findMany({ where: { runId: end.runId } });
    expect(product).toMatchObject({ detectorName: "blue", width: 2048, height: 350, unit: "electron" });
    const [task] = await database().task.findMany({ where: { runId: end.runId } });
    expect(task!.note).toMatch(/standard deviations from their median: nothing is clipped at 3 \(spread=mad clips\)/);
    const shown = await work("visualize-exposure", "instrument='Kast' AND observation_type='bias' AND label='b21'");
    expect(await listFailures(shown.runId)).toEqual([]);
    const residual = await database().imageProduct.findFirst({ where: { runId: shown.runId, stage: "residual_bias" } });
    const source = await openFile(underHome(residual!.path));
    const mask = await readIntegerImage(await openFits(source), 1).catch((error: Error) => error.message);
    await source.close();
    expect(mask).toMatch(/BITPIX -32/);
    const noise = await database().metricValue.findFirst({ where: { runId: shown.runId, metric: "residual_noise" } });
    // read noise 3.4 electrons, times sqrt(1 - 1/n) since the frame is one of those combined
    expect(noise!.value).toBeGreaterThan(2);
    expect(noise!.value).toBeLessThan(4);
  });
});
