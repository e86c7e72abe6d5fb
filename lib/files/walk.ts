// Lists the files of a mount. Only names and sizes are touched; nothing is opened, nothing is written.

import type { Dirent } from "node:fs";
import { lstat, opendir, realpath, stat } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { isUnder } from "./resolve";
import { describeSystemError } from "./system-error";

export interface FoundFile {
  /** Relative to the root, forward slashes. */
  path: string;
  bytes: number;
  modifiedAt: Date;
}

export interface UnreadableEntry {
  /** Relative to the root, forward slashes; "." for the root itself. */
  path: string;
  /** In words for the page, e.g. "no permission to read". */
  reason: string;
}

/** So many entries of a folder are looked at together: hides the latency of a network disk. */
const BATCH = 64;

interface Walk {
  root: string;
  /** Folders seen but not listed yet. */
  pending: string[];
}

/**
 * Walks a folder and gives each file as it is found, so that 100,000 files need no memory and show at once; the order is the disk's.
 * Links to files are followed while they stay under the root; links to folders never are, because a folder under the root is
 * listed at its own place, and a link back up would lead in a circle. Names that begin with a dot are skipped.
 * What cannot be had as a file (no permission, link out of the root, link to a folder, device, socket) is given with its
 * reason; it never stops the walk.
 * @param root absolute path of the mount
 */
export async function* walkFolder(root: string): AsyncGenerator<FoundFile | UnreadableEntry> {
  const walk: Walk = { root, pending: ["."] };
  try {
    walk.root = await realpath(root);
  } catch (error) {
    yield { path: ".", reason: describeSystemError(error) };
    return;
  }
  for (let folder = walk.pending.pop(); folder !== undefined; folder = walk.pending.pop()) {
    yield* listFolder(walk, folder);
  }
}

/** True for an entry of walkFolder that is no readable file. */
export function isUnreadable(entry: FoundFile | UnreadableEntry): entry is UnreadableEntry {
  return "reason" in entry;
}

async function* listFolder(walk: Walk, folder: string): AsyncGenerator<FoundFile | UnreadableEntry> {
  try {
    const batch: Dirent[] = [];
    for await (const entry of await opendir(join(walk.root, folder), { bufferSize: BATCH })) {
      if (!entry.name.startsWith(".")) batch.push(entry);
      if (batch.length === BATCH) yield* await lookAt(walk, folder, batch.splice(0));
    }
    yield* await lookAt(walk, folder, batch);
  } catch (error) {
    yield { path: folder, reason: describeSystemError(error) };
  }
}

async function lookAt(walk: Walk, folder: string, entries: Dirent[]): Promise<(FoundFile | UnreadableEntry)[]> {
  const results = await Promise.all(
    entries.map((entry) => examine(walk, folder === "." ? entry.name : `${folder}/${entry.name}`)),
  );
  return results.filter((result) => result !== null);
}

async function examine(walk: Walk, path: string): Promise<FoundFile | UnreadableEntry | null> {
  // a name of other bytes comes with this mark in it, and cannot be asked for by that name
  if (path.includes("\ufffd")) return { path, reason: "name is not UTF-8: rename it" };
  try {
    const absolute = join(walk.root, path);
    let information = await lstat(absolute);
    if (information.isSymbolicLink()) {
      const target = await realpath(absolute);
      if (!isUnder(walk.root, target)) return { path, reason: "symbolic link leads out of the mount" };
      information = await stat(target);
      if (information.isDirectory()) return { path, reason: describeFolderLink(walk.root, target) };
    }
    if (information.isDirectory()) {
      walk.pending.push(path);
      return null;
    }
    if (!information.isFile()) return { path, reason: "is a device, socket or pipe" };
    return { path, bytes: information.size, modifiedAt: information.mtime };
  } catch (error) {
    return { path, reason: describeSystemError(error) };
  }
}

function describeFolderLink(root: string, target: string): string {
  const place = relative(root, target).replaceAll(sep, "/") || "the mount itself";
  return `symbolic link to a folder (${place}), which is listed at its own place`;
}
