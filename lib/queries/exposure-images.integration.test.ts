// What there is of an exposure: mounted stages, what a raw becomes, and what runs made; and which run a page shows.
import { beforeAll, describe, expect, it, vi } from "vitest";
import { pool } from "@/lib/database/client";
import { withDatabase } from "@/lib/database/testing/with-database";
import { chooseRun, listExposureRuns } from "./exposure";
import { listDetectorStages, listExposureImages } from "./exposure-images";

vi.mock("server-only", () => ({}));
withDatabase();

const EXPOSURE = 2025061300001n;

/** A raw and a difference of two detectors; run 1 made a residual of one and mosaics, run 2 a mosaic again, run 3 measured. */
async function fill(): Promise<void> {
  await pool().query("INSERT INTO mount (id, name, root) VALUES (1, 'night', '/night')");
  await pool().query(
    "INSERT INTO exposure (instrument, exposure_id, missing) VALUES ('LSSTCam', $1, '{}'), ('LSSTCam', $2, '{}')",
    [EXPOSURE, EXPOSURE + 1n],
  );
  await pool().query(
    `INSERT INTO mounted_file (id, mount_id, path, bytes, modified_at, state)
     SELECT n, 1, n || '.fits', 1, now(), 'unchanged' FROM generate_series(1, 3) n`,
  );
  await pool().query(
    `INSERT INTO detector_image (instrument, exposure_id, detector, detector_name, product_type, file_id, hdu, width, height, checksum, bytes)
     VALUES ('LSSTCam', $1, 93, 'R22_S10', 'raw', 1, 1, 9, 9, '', 1), ('LSSTCam', $1, 94, 'R22_S11', 'difference', 2, 1, 9, 9, '', 1),
       ('LSSTCam', $2, 93, 'R22_S10', 'raw', 3, 1, 9, 9, '', 1)`,
    [EXPOSURE, EXPOSURE + 1n],
  );
  await pool().query(
    `INSERT INTO run (id, key, pipeline, mode, query, configuration, code_version, state)
     SELECT n, 'run-' || n, 'p', CASE WHEN n = 3 THEN 'annulus' ELSE 'images' END, '', '{}', 'test', 'done'
     FROM generate_series(1, 4) n`,
  );
  await pool().query(
    `INSERT INTO task (key, run_id, name, stage, instrument, exposure_id, input_checksum, state)
     SELECT 'task-' || n, n, 'any', 0, 'LSSTCam', $1, '', 'done' FROM generate_series(1, 4) n`,
    [EXPOSURE],
  );
  await pool().query(
    `INSERT INTO image_product (run_id, task_key, stage, instrument, exposure_id, detector, detector_name, path, hdu, width, height, bin,
       unit, checksum, bytes, orientation)
     VALUES (1, 'a', 'residual_dark', 'LSSTCam', $1, 93, 'R22_S10', 'a', 1, 9, 9, 1, '', '', 1, NULL),
       (1, 'b', 'mosaic64', 'LSSTCam', $1, NULL, NULL, 'b', 1, 9, 9, 64, '', '', 1, 'dvcs'),
       (1, 'c', 'mosaic8', 'LSSTCam', $1, NULL, NULL, 'c', 1, 9, 9, 8, '', '', 1, 'dvcs'),
       (2, 'd', 'mosaic8', 'LSSTCam', $1, NULL, NULL, 'd', 1, 9, 9, 8, '', '', 1, 'engineering')`,
    [EXPOSURE],
  );
}

describe("images of an exposure", () => {
  beforeAll(fill);

  it("are its mosaics, finest and newest first, and the stages of each detector in order", async () => {
    const { mosaics, detectors } = await listExposureImages("LSSTCam", EXPOSURE);
    expect(mosaics.map(({ stage, runId, orientation }) => [stage, runId, orientation])).toEqual([
      ["mosaic8", 2, "engineering"],
      ["mosaic8", 1, "dvcs"],
      ["mosaic64", 1, "dvcs"],
    ]);
    expect(detectors).toEqual([
      { detector: 93, name: "R22_S10", stages: ["raw", "post_isr", "residual_dark"] },
      { detector: 94, name: "R22_S11", stages: ["difference"] },
    ]);
  });

  it("are those of one detector alone where one is asked for", async () => {
    expect(await listDetectorStages("LSSTCam", EXPOSURE, 94)).toEqual(["difference"]);
    expect(await listDetectorStages("LSSTCam", EXPOSURE + 1n, 93)).toEqual(["raw", "post_isr"]);
    expect(await listDetectorStages("LSSTCam", EXPOSURE, 95)).toEqual([]);
  });

  it("come of runs that measure nothing: a page shows the run that measured", async () => {
    const runs = await listExposureRuns("LSSTCam", EXPOSURE);
    expect(runs.map(({ id }) => id)).toEqual([4, 3, 2, 1]);
    expect(chooseRun(runs, null)?.id).toBe(3);
    expect(chooseRun(runs, 4)?.id).toBe(3);
    expect(
      chooseRun(
        runs.filter(({ mode }) => mode === "images"),
        null,
      ),
    ).toBeNull();
  });
});
