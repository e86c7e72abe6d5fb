// What the last scan of a mount left, and how a file found now compares with it.

import { pool } from "@/lib/database/client";
import type { FileState, FileToSave } from "@/lib/database/save-scan";
import type { FoundFile } from "@/lib/files/walk";

/** Time of change of an entry that is no file: a folder without permission, a link in a circle. */
export const NO_FILE = new Date(0);

export interface KnownFile {
  /** false: a folder or link that could not be looked at */
  isFile: boolean;
  bytes: number;
  modifiedAtMs: number;
  headerChecksum: string | null;
  state: string;
}

interface KnownRow {
  path: string;
  bytes: string;
  modified_at_ms: number;
  header_checksum: string | null;
  state: string;
}

/**
 * The files of a mount as they are in the database, about 200 bytes of memory each. Vanished ones are
 * left out: one that comes back is read as if it were new.
 *
 * @param mountId the mount
 * @returns by path
 */
export async function readKnownFiles(mountId: number): Promise<Map<string, KnownFile>> {
  const result = await pool().query<KnownRow>(
    `SELECT path, bytes, (extract(epoch FROM modified_at) * 1000)::float8 AS modified_at_ms, header_checksum, state
     FROM mounted_file WHERE mount_id = $1 AND state <> 'vanished'`,
    [mountId],
  );
  return new Map(
    result.rows.map((row) => [
      row.path,
      {
        isFile: row.state !== "unreadable" || Math.round(row.modified_at_ms) !== NO_FILE.getTime(),
        bytes: Number(row.bytes),
        modifiedAtMs: Math.round(row.modified_at_ms),
        headerChecksum: row.header_checksum,
        state: row.state,
      },
    ]),
  );
}

/**
 * The state of a file that need not be opened, because size and time of change are as they were.
 *
 * @param found on the disk
 * @param before in the database, null when it was not known
 * @returns its state, or null when it must be read: unknown, touched, or unreadable last time
 */
export function stateOfUntouched(found: FoundFile, before: KnownFile | null): FileState | null {
  if (before === null || before.state === "unreadable") return null;
  if (before.bytes !== found.bytes || before.modifiedAtMs !== found.modifiedAt.getTime()) return null;
  return before.state === "unsupported" ? "unsupported" : "unchanged";
}

/**
 * The state of a file whose headers were read.
 *
 * @param file as inspected
 * @param before in the database, null when it was not known
 * @returns unreadable and unsupported stay; else new, changed (size or headers differ) or unchanged (only touched)
 */
export function stateOfInspected(file: FileToSave, before: KnownFile | null): FileState {
  if (file.state !== "new" || before === null) return file.state;
  const isSame = before.bytes === file.bytes && before.headerChecksum === file.headerChecksum;
  return isSame ? "unchanged" : "changed";
}
