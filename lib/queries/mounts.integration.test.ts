// Files that need a look are those that cannot be used, and those of which only a part can.
import { beforeAll, describe, expect, it, vi } from "vitest";
import { pool } from "@/lib/database/client";
import { withDatabase } from "@/lib/database/testing/with-database";
import { NotFoundError } from "@/lib/errors";
import { listMountedFiles, listMounts } from "./mounts";
import { findOverviewNumbers } from "./overview";

vi.mock("server-only", () => ({}));
withDatabase();

const TROUBLED = ["broken-tail.fits", "cut.fits", "gone.fits", "table.fits"];

describe("files of a mount", () => {
  beforeAll(async () => {
    await pool().query("INSERT INTO mount (id, name, root, kind) VALUES (1, 'darks', '/data/darks', 'folder')");
    await pool().query(`INSERT INTO mounted_file (mount_id, path, bytes, modified_at, state, reason) VALUES
      (1, 'good.fits', 10, now(), 'unchanged', NULL),
      (1, 'broken-tail.fits', 10, now(), 'unchanged', 'HDU 3: ends after 5 bytes'),
      (1, 'cut.fits', 10, now(), 'unreadable', 'ends after 5 bytes'),
      (1, 'table.fits', 10, now(), 'unsupported', 'no image'),
      (1, 'gone.fits', 10, now(), 'vanished', NULL)`);
  });

  it("lists those that need a look, page by page", async () => {
    const { rows } = await listMountedFiles(1, "troubled", null, 10);
    expect(rows.map(({ path }) => path)).toEqual(TROUBLED);
    const first = await listMountedFiles(1, "troubled", null, 3);
    const second = await listMountedFiles(1, "troubled", first.next, 3);
    expect([...first.rows, ...second.rows].map(({ path }) => path)).toEqual(TROUBLED);
    expect(second.next).toBeNull();
  });

  it("lists those in one state, and all", async () => {
    const paths = async (state: "unchanged" | "all") =>
      (await listMountedFiles(1, state, null, 10)).rows.map(({ path }) => path);
    expect(await paths("unchanged")).toEqual(["broken-tail.fits", "good.fits"]);
    expect(await paths("all")).toHaveLength(5);
  });

  it("counts as many as it lists", async () => {
    expect(await listMounts()).toMatchObject([
      { fileCount: 5, troubledCount: 4, files: { unchanged: 2, vanished: 1 } },
    ]);
    expect(await findOverviewNumbers()).toMatchObject({ troubledFiles: 4 });
  });

  it("refuses a mount that is not there", async () => {
    await expect(listMountedFiles(2, "all", null, 10)).rejects.toThrow(NotFoundError);
  });
});
