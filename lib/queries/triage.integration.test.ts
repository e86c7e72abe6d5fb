// Pages of the ranked list put together are the whole list, in order, each ring once, from the shown run of each exposure.
import { beforeAll, describe, expect, it, vi } from "vitest";
import { pool } from "@/lib/database/client";
import { saveVerdicts } from "@/lib/database/save-verdicts";
import { withDatabase } from "@/lib/database/testing/with-database";
import { listRecurringRings } from "./recurrence";
import { countTriage, listTriage, type TriageCursor } from "./triage";
import { parseTriageFilter } from "./triage-filter";

vi.mock("server-only", () => ({}));
withDatabase();

/** Runs 1 and 2 measured exposures 1 and 2, run 3 exposure 2 again; run 4 is in reference mode. Scores repeat. */
async function fill(): Promise<void> {
  await pool().query(`INSERT INTO run (id, key, pipeline, mode, query, configuration, code_version, state)
    SELECT n, 'run-' || n, 'dark-rings', CASE WHEN n = 4 THEN 'reference' ELSE 'annulus' END, '', '{}', 'test', 'done'
    FROM generate_series(1, 4) n`);
  await pool().query(`INSERT INTO task (key, run_id, name, stage, instrument, exposure_id, detector, input_checksum, state)
    SELECT 'task-' || run || '-' || exposure, run, 'find-dark-rings', 0, 'LSSTCam', exposure, 0, '', 'done'
    FROM (VALUES (1, 1), (2, 2), (3, 2), (4, 1)) AS given (run, exposure)`);
  await pool().query(`INSERT INTO dark_ring (run_id, task_key, instrument, exposure_id, detector, detector_name, footprint_id, area,
      circularity, gaussian_like_score, passes_hole_checks, hole_frac_bbox, hole_frac_total, center_offset, y0, y1, x0, x1,
      ring_center_x, ring_center_y, flags)
    SELECT task.run_id, task.key, 'LSSTCam', task.exposure_id, 0, 'R01_S00', n, 10 + n, 1,
      CASE WHEN n = 20 THEN NULL ELSE (n % 5) / 5.0 END, false, 0, 0, 0, 0, 9, 0, 9, 10 * n, 5,
      CASE WHEN n % 2 = 0 THEN '{}'::text[] ELSE ARRAY['edge'] END
    FROM task, generate_series(1, 20) n`);
}

async function listAll(parameters: Record<string, string>, limit: number) {
  const filter = parseTriageFilter(parameters);
  const rings = [];
  let cursor: TriageCursor | null = null;
  do {
    const page = await listTriage(filter, cursor, limit);
    rings.push(...page.rings);
    cursor = page.next;
  } while (cursor);
  return rings;
}

describe("triage", () => {
  beforeAll(fill);

  it("gives the same list whatever the page", async () => {
    const whole = (await listAll({}, 1000)).map((ring) => ring.id);
    expect(whole).toHaveLength(38);
    expect((await listAll({}, 7)).map((ring) => ring.id)).toEqual(whole);
    expect((await listAll({}, 1)).map((ring) => ring.id)).toEqual(whole);
  });

  it("ranks by the score and shows the newest annulus run of each exposure", async () => {
    const rings = await listAll({}, 10);
    const scores = rings.map((ring) => ring.gaussianLikeScore ?? Number.NaN);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    expect([...new Set(rings.map((ring) => `${ring.runId}:${ring.exposureId}`))].sort()).toEqual(["1:1", "3:2"]);
    expect((await listAll({ run: "4" }, 10)).every((ring) => ring.runId === 4)).toBe(true);
  });

  it("finds what recurs in the run that the filter names, else in the shown ones", async () => {
    const options = { radiusPixels: 3, minExposures: 1 };
    const find = async (parameters: Record<string, string>) => {
      const { recurrences } = await listRecurringRings(parseTriageFilter(parameters), options);
      return recurrences.flatMap(({ rings }) => rings.map(({ runId }) => runId));
    };
    expect(new Set(await find({ instrument: "LSSTCam" }))).toEqual(new Set([1, 3]));
    expect(new Set(await find({ instrument: "LSSTCam", run: "4" }))).toEqual(new Set([4]));
  });

  it("counts what is done and left, and filters by flags and verdicts", async () => {
    const at = {
      ...{
        subject: "dark-ring" as const,
        instrument: "LSSTCam",
        detector: 0,
        stage: null,
        label: "ring",
        comment: null,
      },
      ...{ candidateId: null, person: "local", seconds: null, isBlind: false },
      ...{ at: "2025-06-13T04:00:00.000Z", undoneAt: null },
    };
    // 2 px off the centre of footprint 4: the same place; 4 px off: another
    await saveVerdicts([{ ...at, clientKey: "near-footprint-4", exposureId: "1", x: 42, y: 5 }]);
    await saveVerdicts([{ ...at, clientKey: "far-from-footprint-6", exposureId: "1", x: 64, y: 5 }]);
    expect((await listAll({ verdict: "ring" }, 10)).map((ring) => ring.footprintId)).toEqual([4]);
    expect(await listAll({ verdict: "any" }, 10)).toHaveLength(1);
    await saveVerdicts([
      {
        ...at,
        clientKey: "later-at-footprint-4",
        exposureId: "1",
        x: 40,
        y: 5,
        label: "blob",
        at: "2025-06-13T04:01:00.000Z",
      },
    ]);
    expect(await listAll({ verdict: "ring" }, 10)).toEqual([]);
    expect((await listAll({ verdict: "blob" }, 10)).map((ring) => [ring.footprintId, ring.verdict])).toEqual([
      [4, "blob"],
    ]);
    expect(await listAll({ verdict: "none", flags: "none" }, 5)).toHaveLength(17);
    expect(await countTriage(parseTriageFilter({ verdict: "none" }))).toEqual({
      total: 38,
      done: 1,
      left: 37,
      isCapped: false,
    });
  });
});
