// Exposures of small detectors that leave nothing but mosaics, made in one task: the same files and numbers as from a task a detector.

import { renameSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { database, pool } from "@/lib/database/client";
import { withDatabase } from "@/lib/database/testing/with-database";
import { listFailures } from "./failures";
import { retryRun } from "./requests";
import { DETECTORS, readHdus, SIZE, withImageNight } from "./testing/image-night";

withDatabase();
const night = withImageNight(["flat"]);
const { work } = night;

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
    const file = path.join(night.root, rows[0]!.path);
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
    const files = rows.map((row) => path.join(night.root, row.path));
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
