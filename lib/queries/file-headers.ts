// The HDUs of one mounted file with every card of their headers.
import "server-only";
import { pool } from "@/lib/database/client";
import { openMountedFile } from "@/lib/files/byte-source";
import { type HeaderList, listHeaders, openFits } from "@/lib/readers/fits";
import { NotFoundError } from "../errors";

export interface FileHeaders extends HeaderList {
  path: string;
}

/**
 * Headers of a file by the id of its row; pixels are not read.
 * @throws NotFoundError, FileUnreadableError, MalformedFileError
 */
export async function readFileHeaders(fileId: bigint): Promise<FileHeaders> {
  const { rows } = await pool().query<{ root: string; path: string }>(
    "SELECT mount.root, file.path FROM mounted_file file JOIN mount ON mount.id = file.mount_id WHERE file.id = $1",
    [fileId],
  );
  const row = rows[0];
  if (!row) throw new NotFoundError({ place: "files", found: `no file ${fileId}`, expected: "a file of a mount" });
  const source = await openMountedFile(row.root, row.path);
  try {
    return { path: row.path, ...listHeaders(await openFits(source)) };
  } finally {
    await source.close();
  }
}
