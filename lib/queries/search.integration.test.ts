// Whatever the spelling, the exposure that was meant comes first, and nothing else is taken for it.
import { beforeAll, expect, it, vi } from "vitest";
import { pool } from "@/lib/database/client";
import { withDatabase } from "@/lib/database/testing/with-database";
import { searchEverything } from "./search";

vi.mock("server-only", () => ({}));
withDatabase();

beforeAll(async () => {
  await pool().query(`INSERT INTO exposure (instrument, exposure_id, day_obs, seq_num, label, object) VALUES
    ('LSSTCam', 2025061300222, 20250613, 222, 'MC_O_20250613_000222', NULL),
    ('LSSTCam', 2025061300223, 20250613, 223, 'MC_O_20250613_000223', NULL),
    ('LSSTCam', 3019103101985, 20191031, 1985, 'MC_C_20191031_001985', NULL),
    ('LATISS', 2025061300222, 20250613, 222, 'AT_O_20250613_000222', NULL),
    ('Kast', 2025061300021, 20250613, 21, 'b21', 'HD 124448'),
    ('Kast', 2025061350021, 20250613, 21, 'r21', 'HD 124448'),
    ('Kast', 2025061300210, 20250613, 210, 'b210', NULL),
    ('Goodman', 20250101, NULL, NULL, NULL, '100%')`);
});

beforeAll(async () => {
  const { rows } = await pool().query(
    "INSERT INTO mount (name, root, kind) VALUES ('jobs', '/data/jobs', 'folder') RETURNING id",
  );
  await pool().query(
    `INSERT INTO difference_job (mount_id, folder, jid, source, state, channels, notes, origins, settings, checksum, code_version)
     SELECT $1, jid, jid, 'rapid', 'present', '[]', '[]', '{}', 'null', '', '' FROM unnest($2::text[]) jid`,
    [rows[0].id, ["jid872", "jid87210", "jid87211"]],
  );
  await pool().query(
    `INSERT INTO candidate (job_id, source, jid, candidate_id, mode, candidate_flags, stamp_files)
     SELECT id, source, jid, jid || ':zogy:12', 'annulus', '{}', '{}' FROM difference_job WHERE jid = 'jid87210'`,
  );
});

async function search(typed: string): Promise<string[]> {
  return (await searchEverything(typed)).map(({ href }) => href);
}

const RING = "/exposures/LSSTCam/2025061300222";

it.each([
  ["MC_O_20250613_000222", [RING]],
  ["LSSTCam 2025061300222", [RING]],
  ["instrument='LSSTCam' day_obs=20250613 seq_num=222", [RING]],
  ["MC_O_20250613_000222_R22_S11.fits", [`${RING}/R22_S11`]],
  ["LSSTCam 2025061300222 94", [`${RING}/R22_S11`]],
  ["2025061300222", [RING, "/exposures/LATISS/2025061300222"]],
  ["http://127.0.0.1:4100/exposures/LSSTCam/2025061300222/R22_S11?run=4", [`${RING}/R22_S11`]],
])("finds %s", async (typed, hrefs) => {
  expect((await search(typed)).sort()).toEqual(hrefs.sort());
});

it.each(["MC_C_20191031_001985", "LSSTCam 20191031 1985", "3019103101985", "20191031-1985"])(
  "finds the exposure of controller C written as %s",
  async (typed) => {
    expect(await search(typed)).toEqual(["/exposures/LSSTCam/3019103101985"]);
  },
);

it("puts the exposure of that very name before longer names, and leaves the other arm out", async () => {
  expect(await search("b21")).toEqual(["/exposures/Kast/2025061300021", "/exposures/Kast/2025061300210"]);
});

it("takes eight digits as a night and as an id", async () => {
  expect(await search("20250613")).toEqual(["/exposures?day=20250613"]);
  expect(await search("20250101")).toEqual(["/exposures/Goodman/20250101"]);
});

it("finds objects by their letters, wildcards taken as they stand", async () => {
  expect(await search("124448")).toEqual(["/exposures/Kast/2025061350021"]);
  expect(await search("00%")).toEqual(["/exposures/Goodman/20250101"]);
  expect(await search("%%%")).toEqual([]);
});

it("finds jobs by name or number, the shortest first, and candidates by their whole id", async () => {
  expect(await search("jid872")).toEqual(["/difference/jid872", "/difference/jid87210", "/difference/jid87211"]);
  expect(await search("87210")).toContain("/difference/jid87210");
  expect(await search("jid87210:zogy:12")).toEqual(["/candidates/jid87210%3Azogy%3A12"]);
  expect(await search("jid87210:zogy:13")).toEqual([]);
});
