// Opening files of the local disk as byte sources; no other room does.

import { closeSync, constants, fstatSync, openSync, read, readSync, type Stats } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { basename } from "node:path";
import { promisify } from "node:util";
import { FileUnreadableError } from "@/lib/errors";
import { inflateGzip } from "./gunzip";
import { type ByteSource, memoryByteSource, requireRange } from "./memory-source";
import { resolveUnder } from "./resolve";
import { describeSystemError } from "./system-error";

export { type ByteSource, memoryByteSource };

/** Of a file in the disk's cache so much is read in a fraction of what a turn through Node's own threads costs. */
const MOST_BLOCKING_BYTES = 1 << 20;

const readElsewhere = promisify(read);
/** Does not wait for the writer of a pipe. */
const OPEN_FLAGS = constants.O_RDONLY | constants.O_NONBLOCK;

export interface OpenOptions {
  /** Read up to 1 MiB without leaving the thread: for threads that have nothing else to do meanwhile. */
  isBlocking?: boolean;
}

/** A regular file that is open. */
interface Opened {
  size: number;
  /** bytes that were read into the target, which may be fewer than it holds; 0 at the end */
  read(target: Uint8Array, position: number): number | Promise<number>;
  close(): Promise<void>;
}

/**
 * Opens a file of the local disk by its absolute path, as it is (a .gz stays compressed). Close it after use.
 * @throws FileUnreadableError when it is gone, forbidden, or not a regular file (a pipe would block for ever)
 */
export async function openFile(absolutePath: string, { isBlocking = false }: OpenOptions = {}): Promise<ByteSource> {
  const name = basename(absolutePath);
  const opened = isBlocking ? openNow(absolutePath, name) : await openRegular(absolutePath, name);
  const readInto = (start: number, target: Uint8Array) => {
    requireRange(name, start, start + target.length, opened.size);
    return fill(opened, name, start, target);
  };
  return {
    name,
    byteLength: opened.size,
    async read(start, end) {
      requireRange(name, start, end, opened.size);
      const bytes = new Uint8Array(end - start);
      await readInto(start, bytes);
      return bytes;
    },
    readInto,
    close: () => opened.close(),
  };
}

/**
 * Opens a file of a mount. Symbolic links are resolved and must stay under the root; gzip (by content, not
 * by name) is decompressed in memory, bounded by `maxInflatedBytes` of gunzip.ts.
 * @param relativePath with forward slashes, as walkFolder gives it
 * @throws FileUnreadableError, InvalidParameterError (path leaves the root), MalformedFileError (broken gzip),
 *   UnsupportedFormatError (inflates beyond the bound)
 */
export async function openMountedFile(
  root: string,
  relativePath: string,
  options: OpenOptions = {},
): Promise<ByteSource> {
  const source = { ...(await openFile(resolveUnder(root, relativePath), options)), name: relativePath };
  try {
    return await inflateGzip(source);
  } catch (error) {
    await source.close();
    throw error;
  }
}

async function openRegular(absolutePath: string, name: string): Promise<Opened> {
  let handle: FileHandle;
  try {
    handle = await open(absolutePath, OPEN_FLAGS);
  } catch (cause) {
    throw unreadable(name, describeSystemError(cause), cause);
  }
  const information = await handle.stat();
  if (!information.isFile()) {
    await handle.close();
    throw notRegular(name, information);
  }
  return {
    size: information.size,
    read: async (target, position) => (await handle.read(target, 0, target.length, position)).bytesRead,
    close: () => handle.close(),
  };
}

/** As openRegular, without leaving the thread; large reads still do. */
function openNow(absolutePath: string, name: string): Opened {
  let descriptor: number;
  try {
    descriptor = openSync(absolutePath, OPEN_FLAGS);
  } catch (cause) {
    throw unreadable(name, describeSystemError(cause), cause);
  }
  const information = fstatSync(descriptor);
  if (!information.isFile()) {
    closeSync(descriptor);
    throw notRegular(name, information);
  }
  return {
    size: information.size,
    read(target, position) {
      if (target.length <= MOST_BLOCKING_BYTES) return readSync(descriptor, target, 0, target.length, position);
      return readElsewhere(descriptor, target, 0, target.length, position).then(({ bytesRead }) => bytesRead);
    },
    close: async () => closeSync(descriptor),
  };
}

async function fill(opened: Opened, name: string, start: number, target: Uint8Array): Promise<void> {
  for (let done = 0; done < target.length; ) {
    const count = await readSome(opened, name, target.subarray(done), start + done);
    if (count === 0) throw unreadable(name, `became shorter while it was read (byte ${start + done} is gone)`);
    done += count;
  }
}

async function readSome(opened: Opened, name: string, target: Uint8Array, position: number): Promise<number> {
  try {
    return await opened.read(target, position);
  } catch (cause) {
    throw unreadable(name, describeSystemError(cause), cause);
  }
}

function notRegular(name: string, information: Pick<Stats, "isDirectory">): FileUnreadableError {
  return unreadable(name, information.isDirectory() ? "is a folder" : "is a device, socket or pipe");
}

function unreadable(name: string, found: string, cause?: unknown): FileUnreadableError {
  return new FileUnreadableError({ place: name, found, expected: "a readable file" }, { cause });
}
