// One state of a file: size and time of change on the disk, and the key of an image in it.

import { createHash } from "node:crypto";
import { stat } from "node:fs/promises";
import { FileUnreadableError } from "../errors";
import { resolveUnder } from "../files/resolve";
import { describeSystemError } from "../files/system-error";
import type { FitsFile } from "../readers/fits";
import type { ImageLocation } from "./location";

/** Changes when what is made of the same file does: keys of older versions are then strangers. */
const VERSION = 3;
const KEY_DIGITS = 32;

export interface FileState {
  bytes: bigint;
  modifiedNs: bigint;
  /** another file of the same name, size and time has another */
  inode: bigint;
}

/**
 * What the disk says of a file, without opening it.
 *
 * @param location root and path
 * @returns its state
 * @throws FileUnreadableError when it is gone; InvalidParameterError when it leads out of its root
 */
export async function readFileState({ root, path }: Pick<ImageLocation, "root" | "path">): Promise<FileState> {
  try {
    const { size, mtimeNs, ino } = await stat(resolveUnder(root, path), { bigint: true });
    return { bytes: size, modifiedNs: mtimeNs, inode: ino };
  } catch (cause) {
    if (cause instanceof Error && "code" in cause) {
      const found = describeSystemError(cause);
      throw new FileUnreadableError({ place: path, found, expected: "the file as it was scanned" }, { cause });
    }
    throw cause;
  }
}

/** True for the same state. */
export function isSameState(a: FileState, b: FileState): boolean {
  return a.bytes === b.bytes && a.modifiedNs === b.modifiedNs && a.inode === b.inode;
}

/**
 * The key of an image: another when file, headers, HDU or processing is another.
 *
 * @param location of the image
 * @param state of its file
 * @param file its headers
 * @returns hexadecimal digits, good for a file name
 */
export function imageKey(location: ImageLocation, state: FileState, file: Pick<FitsFile, "hdus">): string {
  const { root, path, rules, hdu, plane, processing, identity, bin } = location;
  const parts = [
    VERSION,
    root,
    path,
    rules,
    hdu,
    plane,
    processing,
    identity,
    bin,
    `${state.bytes} ${state.modifiedNs}`,
  ];
  const hash = createHash("sha256").update(JSON.stringify(parts));
  for (const { headerBytes } of file.hdus) hash.update(headerBytes);
  return hash.digest("hex").slice(0, KEY_DIGITS);
}

/** The file of an image is another by now. A retry does not help; opening the image again does. */
export class ChangedFileError extends FileUnreadableError {
  constructor(path: string) {
    super({
      place: path,
      found: "the file has changed since this image was opened",
      expected: "the same file: open the image again",
    });
  }
}
