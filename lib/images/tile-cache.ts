// Tiles on the disk, up to a bound; those that were not asked for longest go first. Several processes may share a folder: files are
// written beside and renamed, and one that is gone or broken is simply made again.

import { randomUUID } from "node:crypto";
import { mkdir, opendir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import path from "node:path";
import { crc32 } from "node:zlib";

/** CRC-32 of what follows, and its bytes, as uint32. */
const HEAD_BYTES = 8;
/** Of the bound, after a sweep: so that not every new tile brings the next one. */
const KEPT_SHARE = 0.9;
/** What a process that was ended left beside; none takes so long to write. */
const STALE_MS = 600_000;
const PART = ".part";

export interface TileCache {
  /** null when it is not there, or not whole */
  find(name: string): Promise<Uint8Array<ArrayBuffer> | null>;
  /** A disk that is full or read-only leaves the tile out. */
  save(name: string, bytes: Uint8Array): Promise<void>;
}

interface KeptFile {
  path: string;
  bytes: number;
  usedMs: number;
}

/**
 * A cache in a folder.
 *
 * @param folder made when it is not there
 * @param mostBytes of all files together; exceeded by what is saved between two sweeps at most
 * @returns the cache; names are one folder and one file: key/tile
 */
export function openTileCache(folder: string, mostBytes: number): TileCache {
  let total: Promise<number> | null = null;
  const measure = async () => (await listFiles(folder)).reduce((sum, { bytes }) => sum + bytes, 0);
  return {
    async find(name) {
      const file = path.join(folder, name);
      const stored = await ignoringDisk(() => readFile(file));
      const bytes = stored && wholeContent(stored);
      if (stored && !bytes) await ignoringDisk(() => rm(file, { force: true }));
      const now = new Date();
      if (bytes) ignoringDisk(() => utimes(file, now, now));
      return bytes;
    },
    async save(name, bytes) {
      const head = Buffer.alloc(HEAD_BYTES);
      head.writeUInt32LE(crc32(bytes), 0);
      head.writeUInt32LE(bytes.length, 4);
      const file = path.join(folder, name);
      const part = `${file}.${randomUUID()}${PART}`;
      const isSaved = await ignoringDisk(async () => {
        await mkdir(path.dirname(file), { recursive: true });
        await writeFile(part, Buffer.concat([head, bytes]));
        await rename(part, file);
        return true;
      });
      if (!isSaved) return;
      total = total ? total.then((sum) => sum + HEAD_BYTES + bytes.length) : measure();
      if ((await total) <= mostBytes) return;
      total = sweep(folder, KEPT_SHARE * mostBytes);
      await total;
    },
  };
}

/** The bytes behind the head when they are those that were saved. */
function wholeContent(stored: Buffer<ArrayBuffer>): Uint8Array<ArrayBuffer> | null {
  if (stored.length < HEAD_BYTES || stored.readUInt32LE(4) !== stored.length - HEAD_BYTES) return null;
  const content = new Uint8Array(stored.buffer, stored.byteOffset + HEAD_BYTES, stored.length - HEAD_BYTES);
  return stored.readUInt32LE(0) === crc32(content) ? content : null;
}

/** Removes the files that were not used longest until the rest fits; returns their bytes. */
async function sweep(folder: string, mostBytes: number): Promise<number> {
  const files = (await listFiles(folder)).sort((a, b) => a.usedMs - b.usedMs);
  let total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  const staleBefore = Date.now() - STALE_MS;
  for (const file of files) {
    const isLeftover = file.path.endsWith(PART);
    if (isLeftover ? file.usedMs > staleBefore : total <= mostBytes) continue;
    await ignoringDisk(() => rm(file.path, { force: true }));
    total -= file.bytes;
  }
  return total;
}

async function listFiles(folder: string): Promise<KeptFile[]> {
  const files: KeptFile[] = [];
  const listing = await ignoringDisk(() => opendir(folder, { recursive: true }));
  if (!listing) return files;
  for await (const entry of listing) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const found = await ignoringDisk(() => stat(file));
    if (found) files.push({ path: file, bytes: found.size, usedMs: found.mtimeMs });
  }
  return files;
}

/** The cache only saves time: where the disk refuses, or another process was first, the work is done without it. */
async function ignoringDisk<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Error && "code" in error && typeof error.code === "string") return null;
    throw error;
  }
}
