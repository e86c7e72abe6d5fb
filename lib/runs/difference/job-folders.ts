// Folders of difference imaging among the files of a mount: job folders jid<N>, and sets of alerts with an index.json.

import { createHash } from "node:crypto";
import path from "node:path/posix";
import { nameFile } from "@/lib/difference";
import type { FoundFile } from "@/lib/files/walk";

const JOB_FOLDER = /^jid\d+$/;
export const ALERT_INDEX = "index.json";

/** A folder that may hold a job or alerts, and what changes when it does. */
export interface FoundJobFolder {
  kind: "job" | "alerts";
  /** relative to the mount; "" for the mount itself */
  folder: string;
  /** "name bytes time", a line per file */
  files: string[];
}

/**
 * Whether a path is that of a file of a job, by folder and name.
 *
 * @param file relative to the mount
 * @param rootName name of the mount's own folder, which may be a job folder itself
 * @returns true for a known product of a job; false also for unknown names in job folders
 */
export function isJobFile(file: string, rootName: string): boolean {
  return JOB_FOLDER.test(jobName(path.dirname(file), rootName)) && nameFile(path.basename(file)) !== null;
}

function jobName(folder: string, rootName: string): string {
  return folder === "." ? rootName : path.basename(folder);
}

/** Collects such folders while a mount is walked. */
export class JobFolders {
  private readonly byFolder = new Map<string, FoundJobFolder>();

  constructor(private readonly rootName: string) {}

  /**
   * Takes note of a file.
   *
   * @param found as the walk gave it
   */
  add({ path: file, bytes, modifiedAt }: FoundFile): void {
    const [directory, name] = [path.dirname(file), path.basename(file)];
    const isJob = JOB_FOLDER.test(jobName(directory, this.rootName));
    if (!isJob && name !== ALERT_INDEX) return;
    const folder = directory === "." ? "" : directory;
    const known = this.byFolder.get(folder) ?? { kind: isJob ? "job" : "alerts", folder, files: [] };
    known.files.push(`${name} ${bytes} ${modifiedAt.getTime()}`);
    this.byFolder.set(folder, known);
  }

  /** Folders by name, so that a mount read twice gives rows in the same order. */
  list(): FoundJobFolder[] {
    return [...this.byFolder.values()].sort((a, b) => compareFolders(a.folder, b.folder));
  }
}

/** jid9 before jid10. */
function compareFolders(a: string, b: string): number {
  return a.localeCompare(b, "en", { numeric: true });
}

/**
 * Checksum of a folder: another when a file is, or what is made of it.
 *
 * @param found as collected
 * @param made settings and version of the reading
 * @returns 64 hexadecimal digits
 */
export function folderChecksum({ files }: FoundJobFolder, made: unknown): string {
  return createHash("sha256")
    .update(JSON.stringify([files.toSorted(), made]))
    .digest("hex");
}
