// The Mounts page: data roots, and their files by state with the reason.
import "server-only";
import { pool } from "@/lib/database/client";
import { NotFoundError } from "@/lib/errors";

export const FILE_STATES = ["new", "unchanged", "changed", "vanished", "unreadable", "unsupported"] as const;
export type FileState = (typeof FILE_STATES)[number];

export interface MountRow {
  id: number;
  name: string;
  root: string;
  /** folder | upload | sample */
  kind: string;
  hasRules: boolean;
  /** UT, ISO 8601; null: not scanned yet */
  scannedAt: string | null;
  /** idle | scanning | failed */
  scanState: string;
  scanNote: string | null;
  /** files by state */
  files: Partial<Record<string, number>>;
  /** files that need a look, see TROUBLED_SQL */
  troubledCount: number;
  fileCount: number;
  bytes: number;
  exposureCount: number;
}

/**
 * Condition on a mounted_file: it cannot be used, or only in part (a broken tail behind good images), or is gone.
 * A reason is there in each of these cases but the last.
 */
export const TROUBLED_SQL = "(state IN ('unreadable', 'unsupported', 'vanished') OR reason IS NOT NULL)";

/** All data roots in use, in the order in which they were added. */
export async function listMounts(): Promise<MountRow[]> {
  const { rows } = await pool().query<Omit<MountRow, "scannedAt"> & { scannedAt: Date | null }>(
    `SELECT mount.id, name, root, kind, rules IS NOT NULL AS "hasRules", scanned_at AT TIME ZONE 'UTC' AS "scannedAt",
       scan_state AS "scanState", scan_note AS "scanNote", coalesce(files, '{}') AS files, coalesce(file_count, 0)::int AS "fileCount",
       coalesce(troubled, 0)::int AS "troubledCount", coalesce(bytes, 0)::float8 AS bytes, coalesce(exposure_count, 0)::int AS "exposureCount"
     FROM mount
     LEFT JOIN (SELECT mount_id, jsonb_object_agg(state, count) AS files, sum(count) AS file_count, sum(bytes) AS bytes,
         sum(troubled) AS troubled
       FROM (SELECT mount_id, state, count(*) AS count, sum(bytes) AS bytes, count(*) FILTER (WHERE ${TROUBLED_SQL}) AS troubled
         FROM mounted_file GROUP BY mount_id, state) by_state
       GROUP BY mount_id) totals ON totals.mount_id = mount.id
     LEFT JOIN (SELECT mount_id, count(*) AS exposure_count FROM (
         SELECT DISTINCT file.mount_id, image.instrument, image.exposure_id FROM detector_image image
         JOIN mounted_file file ON file.id = image.file_id) exposures GROUP BY mount_id) exposed ON exposed.mount_id = mount.id
     WHERE removed_at IS NULL ORDER BY mount.id`,
  );
  return rows.map((row) => ({ ...row, scannedAt: row.scannedAt?.toISOString() ?? null }));
}

export interface MountedFileRow {
  id: string;
  path: string;
  bytes: number;
  modifiedAt: string;
  state: FileState;
  reason: string | null;
  survey: string | null;
  hduCount: number | null;
  exposure: { instrument: string; exposureId: string } | null;
}

export interface FilePage {
  rows: MountedFileRow[];
  /** pass as `after` for the next page; null: this was the last */
  next: string | null;
}

/**
 * One page of a mount's files in path order.
 *
 * @param states which states; "troubled" those that need a look, "all" every one
 * @param after path of the last file of the page before; null: the first page
 */
export async function listMountedFiles(
  mountId: number,
  states: FileState | "troubled" | "all",
  after: string | null,
  limit: number,
): Promise<FilePage> {
  const isOne = states !== "all" && states !== "troubled";
  const condition = isOne ? "state = $4" : states === "troubled" ? TROUBLED_SQL : "true";
  const { rows } = await pool().query<
    Omit<MountedFileRow, "modifiedAt" | "exposure"> & {
      modifiedAt: Date;
      instrument: string | null;
      exposureId: string;
    }
  >(
    `SELECT file.id, path, bytes::float8 AS bytes, modified_at AT TIME ZONE 'UTC' AS "modifiedAt", state, reason, survey,
       hdu_count AS "hduCount", image.instrument, image.exposure_id AS "exposureId"
     FROM mounted_file file
     LEFT JOIN LATERAL (SELECT instrument, exposure_id FROM detector_image WHERE file_id = file.id LIMIT 1) image ON true
     WHERE mount_id = $1 AND ${condition} AND ($2::text IS NULL OR path > $2) ORDER BY path LIMIT $3`,
    isOne ? [mountId, after, limit + 1, states] : [mountId, after, limit + 1],
  );
  if (rows.length === 0) await requireMount(mountId);
  const shown = rows.slice(0, limit);
  return {
    rows: shown.map(({ instrument, exposureId, modifiedAt, ...file }) => ({
      ...file,
      modifiedAt: modifiedAt.toISOString(),
      exposure: instrument === null ? null : { instrument, exposureId },
    })),
    next: rows.length > limit ? (shown.at(-1)?.path ?? null) : null,
  };
}

async function requireMount(mountId: number): Promise<void> {
  const { rowCount } = await pool().query("SELECT 1 FROM mount WHERE id = $1", [mountId]);
  if (rowCount === 0) throw new NotFoundError({ place: `mount ${mountId}`, found: "none", expected: "a mount's id" });
}
