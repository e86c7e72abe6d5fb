// The HDUs of one mounted file with every card of their headers.
import "server-only";
import { pool } from "@/lib/database/client";
import { openMountedFile } from "@/lib/files/byte-source";
import { openFits } from "@/lib/readers/fits";
import { NotFoundError } from "../errors";

export interface HduHeader {
  index: number;
  name: string | null;
  type: string;
  /** numpy order */
  shape: number[];
  bitpix: number | null;
  compression: string | null;
  dataBytes: number;
  /** the 80 columns of each card */
  cards: string[];
}

export interface FileHeaders {
  path: string;
  hdus: HduHeader[];
  /** what breaks the standard in this file, one line each */
  problems: string[];
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
    const file = await openFits(source);
    return {
      path: row.path,
      hdus: file.hdus.map((hdu) => ({
        index: hdu.index,
        name: hdu.name,
        type: hdu.type,
        shape: hdu.shape,
        bitpix: hdu.bitpix,
        compression: hdu.compression,
        dataBytes: hdu.dataBytes,
        cards: hdu.header.cards.map((card) => card.text.trimEnd()),
      })),
      problems: file.problems.map((problem) => `${problem.place}: ${problem.found}, expected ${problem.expected}`),
    };
  } finally {
    await source.close();
  }
}
