// Combined calibrations, residuals and mosaics: from simulated raw exposures through the workers to rows and files.

import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { database, pool } from "@/lib/database/client";
import { shownRunSql } from "@/lib/database/shown-run";
import { withDatabase } from "@/lib/database/testing/with-database";
import { InvalidParameterError, NotFoundError } from "@/lib/errors";
import { openFile } from "@/lib/files/byte-source";
import { openFits, readIntegerImage } from "@/lib/readers/fits";
import { describeWithData, testDataPath } from "@/lib/testing/test-data";
import { listFailures } from "./failures";
import { runFolder, underHome } from "./paths";
import { addMount, requestRun } from "./requests";
import { scanMount } from "./scan/scan-mount";
import { COUNTS, DETECTORS, FIRST, readHdus, SIZE, withImageNight } from "./testing/image-night";

withDatabase();
const { sensors, work } = withImageNight(["bias", "dark", "flat"]);
const night = "instrument='LSSTCam'";

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
