// Which folders may become data roots.

import { realpathSync, statSync } from "node:fs";
import path from "node:path";
import { environment } from "@/lib/environment";
import { FileUnreadableError, InvalidParameterError } from "@/lib/errors";
import { isUnder } from "@/lib/files/resolve";

/** Folders of the system that hold no files of a person: names without end, changing while they are listed. */
const SYSTEM_FOLDERS = ["/proc", "/sys", "/dev"];

/**
 * The real path of a folder that may be a data root. The whole disk, the system's own folders and the data home (whose
 * products would be listed as data) may not.
 *
 * @param root absolute, or from the current folder
 * @param kind uploads and the sample lie in the data home
 * @returns absolute path without links
 * @throws FileUnreadableError when the folder is not there or may not be entered; InvalidParameterError for one of those
 */
export function requireMountFolder(root: string, kind: "folder" | "upload" | "sample"): string {
  const expected = "a folder that can be read";
  if (root.includes("\0")) throw new InvalidParameterError({ place: "mount", found: "a path with a NUL", expected });
  const absolute = path.resolve(root);
  const found = findFolder(absolute);
  if (found.folder === null) throw new FileUnreadableError({ place: absolute, found: found.reason, expected });
  const { folder } = found;
  const isSystem = folder === "/" || SYSTEM_FOLDERS.some((one) => isUnder(one, folder));
  if (isSystem)
    throw new InvalidParameterError({
      place: absolute,
      found: "a folder of the system",
      expected: "a folder with data",
    });
  if (kind === "folder" && isUnder(realHome(), folder)) {
    throw new InvalidParameterError({ place: absolute, found: "inside the data home", expected: "a folder beside it" });
  }
  return folder;
}

function findFolder(absolute: string): { folder: string } | { folder: null; reason: string } {
  try {
    if (statSync(absolute).isDirectory()) return { folder: realpathSync(absolute) };
    return { folder: null, reason: "is not a folder" };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : null;
    if (code === "ENOENT" || code === "ENOTDIR") return { folder: null, reason: "is not there" };
    if (code === "EACCES" || code === "EPERM") return { folder: null, reason: "may not be entered: no permission" };
    if (typeof code !== "string") throw error;
    return { folder: null, reason: `cannot be looked at (${code})` };
  }
}

function realHome(): string {
  const { dataHome } = environment();
  const there = findFolder(dataHome);
  return there.folder ?? dataHome;
}
