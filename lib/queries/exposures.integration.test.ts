// The navigator's numbers are those of the newest ended run in annulus mode, measured by it or taken over.
import { beforeAll, expect, it, vi } from "vitest";
import { pool } from "@/lib/database/client";
import { withDatabase } from "@/lib/database/testing/with-database";
import { listExposures } from "./exposures";
import { listShownRuns } from "./shown-runs";

vi.mock("server-only", () => ({}));
withDatabase();

/** Exposure 1: measured by run 1, consolidated again by run 2. Exposure 2: one of two detectors failed. 3: not measured. */
beforeAll(async () => {
  await pool().query("INSERT INTO mount (id, name, root, kind) VALUES (1, 'darks', '/data/darks', 'folder')");
  await pool().query(`INSERT INTO mounted_file (id, mount_id, path, bytes, modified_at, state)
    VALUES (1, 1, 'a.fits', 10, now(), 'new')`);
  await pool().query("INSERT INTO exposure (instrument, exposure_id) SELECT 'LSSTCam', n FROM generate_series(1, 3) n");
  await pool().query(`INSERT INTO detector_image (instrument, exposure_id, detector, detector_name, product_type, file_id, hdu, width,
      height, checksum, bytes)
    SELECT 'LSSTCam', exposure, detector, 'R22_S1' || detector, 'raw', 1, exposure * 2 + detector, 9, 9, '', 81
    FROM generate_series(1, 3) exposure, generate_series(0, 1) detector`);
  await pool().query(`INSERT INTO run (id, key, pipeline, mode, query, configuration, code_version, state)
    SELECT n, 'run-' || n, 'dark-rings', 'annulus', '', '{}', 'test', 'done' FROM generate_series(1, 2) n`);
  await pool().query(`INSERT INTO task (key, run_id, name, stage, instrument, exposure_id, detector, input_checksum, state)
    SELECT run || '-' || exposure || '-' || coalesce(detector, -1), run, 'task', 0, 'LSSTCam', exposure, detector, '', state
    FROM (VALUES (1, 1, 0, 'done'), (1, 1, 1, 'done'), (1, 2, 0, 'done'), (1, 2, 1, 'failed'), (2, 1, NULL, 'done'))
      AS given (run, exposure, detector, state)`);
  await pool().query(`INSERT INTO metric_value (run_id, task_key, instrument, exposure_id, detector, metric, value, unit)
    SELECT run, '', 'LSSTCam', exposure, detector, metric, value, CASE metric WHEN 'noise' THEN 'adu' ELSE '' END
    FROM (VALUES (1, 1, 0), (1, 1, 1), (2, 1, 0), (2, 1, 1), (1, 2, 0)) AS given (run, exposure, detector),
      (VALUES ('dark_rings', 3), ('noise', 5)) AS metrics (metric, value)`);
});

it("shows what a run that only consolidates has taken over", async () => {
  const { rows } = await listExposures({ sort: "exposure", desc: "0" }, null, 10);
  const shown = rows.map(({ exposureId, status, runId, measuredCount, ringCount, noise }) => {
    return { exposureId, status, runId, measuredCount, ringCount, noise };
  });
  expect(shown).toEqual([
    { exposureId: "1", status: "pass", runId: 2, measuredCount: 2, ringCount: 6, noise: 5 },
    { exposureId: "2", status: "fail", runId: 1, measuredCount: 1, ringCount: 3, noise: 5 },
    { exposureId: "3", status: "none", runId: null, measuredCount: 0, ringCount: null, noise: null },
  ]);
});

it("gives the same list page by page, whatever it is sorted by", async () => {
  for (const sort of ["seq", "exposure", "rings", "noise", "failing"] as const) {
    const first = await listExposures({ sort }, null, 2);
    const second = await listExposures({ sort }, first.next, 2);
    expect([...first.rows, ...second.rows]).toEqual((await listExposures({ sort }, null, 10)).rows);
  }
});

it("does not let a later run that failed everywhere hide an earlier one", async () => {
  await pool().query(`INSERT INTO run (id, key, pipeline, mode, query, configuration, code_version, state)
    VALUES (3, 'run-3', 'dark-rings', 'annulus', '', '{}', 'test', 'failed')`);
  await pool().query(`INSERT INTO task (key, run_id, name, stage, instrument, exposure_id, detector, input_checksum, state)
    SELECT '3-' || exposure, 3, 'task', 0, 'LSSTCam', exposure, 0, '', 'failed' FROM (VALUES (1), (3)) AS given (exposure)`);
  const { rows } = await listExposures({ sort: "exposure", desc: "0" }, null, 10);
  expect(rows.map(({ runId, status }) => [runId, status])).toEqual([
    [2, "pass"],
    [1, "fail"],
    [3, "fail"],
  ]);
  expect(await listShownRuns()).toEqual([
    { runId: 1, only: { instrument: "LSSTCam", exposureIds: ["2"] } },
    { runId: 2, only: null },
    { runId: 3, only: { instrument: "LSSTCam", exposureIds: ["3"] } },
  ]);
});
