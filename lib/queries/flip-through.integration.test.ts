// Pages put together are the whole night in order; what is said of one stage is not said of another.
import { beforeAll, describe, expect, it, vi } from "vitest";
import { pool } from "@/lib/database/client";
import { saveVerdicts } from "@/lib/database/save-verdicts";
import { withDatabase } from "@/lib/database/testing/with-database";
import { verdictSchema } from "@/lib/verdicts/verdict";
import { parseFlipFilter } from "./flip-filter";
import { type FlipScope, findFlipScope } from "./flip-scope";
import { countFlipRows, type FlipRow, listFlipRows } from "./flip-through";

vi.mock("server-only", () => ({}));
withDatabase();

/** Two nights of five darks with two detectors each, raw; a mosaic of the third exposure of the second night. */
async function fill(): Promise<void> {
  await pool().query("INSERT INTO mount (id, name, root) VALUES (1, 'night', '/night')");
  await pool().query(`INSERT INTO exposure (instrument, exposure_id, day_obs, seq_num, observation_type, missing)
    SELECT 'LSSTCam', day::bigint * 100000 + seq, day, seq, 'dark', '{}'
    FROM (VALUES (20250612), (20250613)) AS days (day), generate_series(1, 5) seq`);
  await pool().query(`INSERT INTO mounted_file (id, mount_id, path, bytes, modified_at, state)
    SELECT row_number() OVER (), 1, exposure_id || '-' || detector, 1, now(), 'unchanged'
    FROM exposure, generate_series(93, 94) detector`);
  await pool().query(`INSERT INTO detector_image (instrument, exposure_id, detector, detector_name, product_type, file_id, hdu, width,
      height, checksum, bytes)
    SELECT 'LSSTCam', split_part(path, '-', 1)::bigint, split_part(path, '-', 2)::int, 'R22_S1' || (split_part(path, '-', 2)::int - 93),
      'raw', id, 1, 10, 10, '', 1 FROM mounted_file`);
  await pool().query(`INSERT INTO run (id, key, pipeline, mode, query, configuration, code_version, state)
    VALUES (1, 'run', 'visualize-exposure', 'annulus', '', '{}', 'test', 'done')`);
}

async function addMosaic(): Promise<void> {
  await pool().query(`INSERT INTO image_product (run_id, task_key, stage, instrument, exposure_id, path, hdu, width, height, bin, unit,
      checksum, bytes)
    VALUES (1, 'mosaic', 'mosaic8', 'LSSTCam', 2025061300003, 'mosaic.fits', 1, 10, 10, 8, 'electron', '', 1)`);
}

async function scopeOf(parameters: Record<string, string>): Promise<FlipScope> {
  const scope = await findFlipScope(parseFlipFilter(parameters));
  if (!scope) throw new Error("no exposure passes the filter");
  return scope;
}

async function listAll(scope: FlipScope, limit: number): Promise<FlipRow[]> {
  const rows: FlipRow[] = [];
  let after: string | null = null;
  do {
    const page = await listFlipRows(scope, after, limit);
    rows.push(...page.rows);
    after = page.next;
  } while (after !== null);
  return rows;
}

const say = (clientKey: string, given: object) =>
  saveVerdicts([
    verdictSchema.parse({
      ...{ clientKey, subject: "image", instrument: "LSSTCam", exposureId: "2025061300002", detector: 93 },
      ...{ stage: "post_isr", label: null, at: "2025-06-13T04:00:00.000Z", undoneAt: null, ...given },
    }),
  ]);

describe("flipping through", () => {
  beforeAll(fill);

  it("begins with the newest night and, without mosaics, the first detector with its signature removed", async () => {
    const scope = await scopeOf({});
    expect(scope).toMatchObject({ instrument: "LSSTCam", day: 20250613, stage: "post_isr" });
    expect(scope.detector).toEqual({ detector: 93, name: "R22_S10" });
    expect(scope.stages).toEqual(["raw", "post_isr"]);
    const rows = await listAll(scope, 2);
    expect(rows.map((row) => row.id)).toEqual(
      [1, 2, 3, 4, 5].map((seq) => `LSSTCam/202506130000${seq}/R22_S10@post_isr`),
    );
    expect(rows.every((row) => row.isThere)).toBe(true);
  });

  it("gives the same rows whatever the page, of all days too", async () => {
    const scope = await scopeOf({ day: "all" });
    const whole = (await listAll(scope, 1000)).map((row) => row.id);
    expect(whole).toHaveLength(10);
    expect(new Set(whole).size).toBe(10);
    expect((await listAll(scope, 1)).map((row) => row.id)).toEqual(whole);
    expect((await listAll(scope, 3)).map((row) => row.id)).toEqual(whole);
  });

  it("has the detectors of one exposure as rows", async () => {
    const scope = await scopeOf({ exposure: "2025061200004", stage: "raw" });
    expect((await listAll(scope, 1)).map((row) => row.id)).toEqual([
      "LSSTCam/2025061200004/R22_S10@raw",
      "LSSTCam/2025061200004/R22_S11@raw",
    ]);
  });

  it("shows what was said last of this stage, and finds what nobody has judged", async () => {
    await say("key-number-1", { label: "Focus" });
    await say("key-number-2", { label: "Crosstalk", comment: "above", at: "2025-06-13T04:01:00.000Z" });
    await say("key-number-3", { label: "OK", stage: "raw" });
    await say("key-number-4", { label: "OK", detector: 94 });
    await say("key-number-5", { comment: "moonlight", exposureId: "2025061300004" });
    await say("key-number-6", { label: "Ghost", exposureId: "2025061300005", undoneAt: "2025-06-13T04:02:00.000Z" });
    await say("key-number-7", { label: "Bad column", exposureId: "2025061300005", x: 4, y: 5 });
    const scope = await scopeOf({});
    expect((await listAll(scope, 2)).map(({ label, comment }) => [label, comment])).toEqual([
      [null, null],
      ["Crosstalk", "above"],
      [null, null],
      [null, "moonlight"],
      [null, null],
    ]);
    const seqOf = async (verdict: string) => (await listAll(await scopeOf({ verdict }), 2)).map((row) => row.seqNum);
    expect(await seqOf("none")).toEqual([1, 3, 4, 5]);
    expect(await seqOf("any")).toEqual([2]);
    expect(await seqOf("Crosstalk")).toEqual([2]);
    expect(await seqOf("Focus")).toEqual([]);
    expect(await countFlipRows(await scopeOf({ verdict: "none" }))).toEqual({ total: 5, done: 1, isCapped: false });
  });

  it("shows mosaics once a run has made one, and says which exposures have none", async () => {
    await addMosaic();
    const scope = await scopeOf({});
    expect(scope).toMatchObject({ detector: null, stage: "mosaic8", stages: ["mosaic8"] });
    const rows = await listAll(scope, 10);
    expect(rows.map((row) => row.isThere)).toEqual([false, false, true, false, false]);
    expect(rows[2]?.id).toBe("LSSTCam/2025061300003@mosaic8");
    expect((await scopeOf({ detector: "R22_S11" })).stage).toBe("post_isr");
    expect((await listAll(await scopeOf({ detector: "R22_S11", stage: "residual_dark" }), 10))[0]?.isThere).toBe(false);
  });

  it("refuses what it cannot read, and knows when there is nothing", async () => {
    expect(() => parseFlipFilter({ stage: "Mosaic 8" })).toThrow("parameter stage");
    expect(() => parseFlipFilter({ day: "yesterday" })).toThrow("parameter day");
    await expect(scopeOf({ detector: "R99_S99" })).rejects.toThrow("R99_S99");
    expect(await findFlipScope(parseFlipFilter({ instrument: "Kast" }))).toBeNull();
  });
});
