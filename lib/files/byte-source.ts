// Opening files of the local disk as byte sources; no other room does.

import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { basename } from "node:path";
import { FileUnreadableError } from "@/lib/errors";
import { inflateGzip } from "./gunzip";
import { type ByteSource, memoryByteSource, requireRange } from "./memory-source";
import { resolveUnder } from "./resolve";
import { describeSystemError } from "./system-error";

export { type ByteSource, memoryByteSource };

/**
 * Opens a file of the local disk by its absolute path, as it is (a .gz stays compressed). Close it after use.
 * @throws FileUnreadableError when it is gone, forbidden, or not a regular file (a pipe would block for ever)
 */
export async function openFile(absolutePath: string): Promise<ByteSource> {
  const name = basename(absolutePath);
  const handle = await openRegular(absolutePath, name);
  const { size } = await handle.stat();
  const readInto = (start: number, target: Uint8Array) => {
    requireRange(name, start, start + target.length, size);
    return fill(handle, name, start, target);
  };
  return {
    name,
    byteLength: size,
    async read(start, end) {
      requireRange(name, start, end, size);
      const bytes = new Uint8Array(end - start);
      await readInto(start, bytes);
      return bytes;
    },
    readInto,
    close: () => handle.close(),
  };
}

/**
 * Opens a file of a mount. Symbolic links are resolved and must stay under the root; gzip (by content, not
 * by name) is decompressed in memory, bounded by `maxInflatedBytes` of gunzip.ts.
 * @param relativePath with forward slashes, as walkFolder gives it
 * @throws FileUnreadableError, InvalidParameterError (path leaves the root), MalformedFileError (broken gzip),
 *   UnsupportedFormatError (inflates beyond the bound)
 */
export async function openMountedFile(root: string, relativePath: string): Promise<ByteSource> {
  const source = { ...(await openFile(resolveUnder(root, relativePath))), name: relativePath };
  try {
    return await inflateGzip(source);
  } catch (error) {
    await source.close();
    throw error;
  }
}

async function openRegular(absolutePath: string, name: string): Promise<FileHandle> {
  let handle: FileHandle;
  try {
    handle = await open(absolutePath, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (cause) {
    throw unreadable(name, describeSystemError(cause), cause);
  }
  const information = await handle.stat();
  if (information.isFile()) return handle;
  await handle.close();
  throw unreadable(name, information.isDirectory() ? "is a folder" : "is a device, socket or pipe");
}

async function fill(handle: FileHandle, name: string, start: number, target: Uint8Array): Promise<void> {
  let done = 0;
  while (done < target.length) {
    const { bytesRead } = await handle
      .read(target, done, target.length - done, start + done)
      .catch((cause: unknown) => {
        throw unreadable(name, describeSystemError(cause), cause);
      });
    if (bytesRead === 0) throw unreadable(name, `became shorter while it was read (byte ${start + done} is gone)`);
    done += bytesRead;
  }
}

function unreadable(name: string, found: string, cause?: unknown): FileUnreadableError {
  return new FileUnreadableError({ place: name, found, expected: "a readable file" }, { cause });
}
