// Brings the jobs of a mount up to date: folders that changed are read again, each in one transaction.

import path from "node:path";
import { pool } from "@/lib/database/client";
import { readKnownJobs, saveDifferenceJob, saveFailedJob, saveVanishedJobs } from "@/lib/database/save-difference";
import { inTransaction } from "@/lib/database/transaction";
import { DEFAULT_MATCH_RADIUS_PX, DEFAULT_MERGE_RADIUS_PX, type MatchRadii } from "@/lib/difference";
import { isAnnulusError } from "@/lib/errors";
import { codeVersion } from "../code-version";
import { readAlertRows } from "./alert-rows";
import { type FoundJobFolder, folderChecksum } from "./job-folders";
import { type JobRows, readJobRows } from "./job-rows";

/** Counts up when the same files give other rows: all jobs are read again then. The commit would do so at every update. */
const READING_VERSION = 5;

const RADII: MatchRadii = { mergeRadiusPx: DEFAULT_MERGE_RADIUS_PX, matchRadiusPx: DEFAULT_MATCH_RADIUS_PX };

/** What became of the folders of a scan. */
export interface IngestSummary {
  read: number;
  unchanged: number;
  failed: number;
  vanished: number;
}

/** A mount, and the folders that a scan found in it. */
export interface FoldersToIngest {
  mountId: number;
  /** absolute */
  root: string;
  folders: readonly FoundJobFolder[];
  /** below these nothing is known to have vanished */
  unreadable: readonly string[];
}

/** How a mount's jobs are read. */
export interface IngestOptions {
  /** read all again */
  everything?: boolean;
  /** before each folder */
  onProgress?: (done: number, total: number) => Promise<void>;
}

/**
 * Reads new and changed jobs; a job that may still be being written is read each time.
 *
 * @param found mount and folders
 * @param options thoroughness and progress
 * @returns how many were read, unchanged, failed (kept with the reason) and vanished
 */
export async function ingestJobs(
  { mountId, root, folders, unreadable }: FoldersToIngest,
  { everything = false, onProgress }: IngestOptions = {},
): Promise<IngestSummary> {
  const known = await readKnownJobs(pool(), mountId);
  const summary: IngestSummary = { read: 0, unchanged: 0, failed: 0, vanished: 0 };
  const changed: FolderToIngest[] = [];
  for (const [place, found] of folders.entries()) {
    const before = known.get(found.folder);
    known.delete(found.folder);
    const checksum = folderChecksum(found, [READING_VERSION, RADII]);
    if (!everything && before?.checksum === checksum && before.state === "present") summary.unchanged++;
    else changed.push({ mountId, root, found, place, checksum, isKnown: before !== undefined });
  }
  // while the database stores one folder the next one is read
  let coming = changed[0] && tryReading(changed[0]);
  for (const [i, folder] of changed.entries()) {
    await onProgress?.(folder.place, folders.length);
    const reading = await coming;
    const next = changed[i + 1];
    coming = next && tryReading(next);
    const outcome = reading ? await saveFolder(folder, reading) : "none";
    if (outcome !== "none") summary[outcome]++;
  }
  const isHidden = (folder: string) =>
    unreadable.some((hidden) => folder === hidden || folder.startsWith(`${hidden}/`));
  const gone = [...known.values()]
    .filter(({ folder, state }) => state !== "vanished" && !isHidden(folder))
    .map(({ folder }) => folder);
  await saveVanishedJobs(pool(), mountId, gone);
  summary.vanished = gone.length;
  return summary;
}

interface FolderToIngest {
  mountId: number;
  root: string;
  found: FoundJobFolder;
  /** among the folders of the mount */
  place: number;
  checksum: string;
  isKnown: boolean;
}

/** What reading gave; null: an index.json of something else. */
type Reading = { rows: JobRows | null } | { error: unknown };

async function tryReading({ root, found }: FolderToIngest): Promise<Reading> {
  try {
    return { rows: await readFolder(root, found) };
  } catch (error) {
    return { error };
  }
}

/** One folder that cannot be read must not stop the others: its error is its note. none: an index.json of something else. */
async function saveFolder(
  { mountId, root, found, checksum, isKnown }: FolderToIngest,
  reading: Reading,
): Promise<"read" | "failed" | "none"> {
  const { folder, kind } = found;
  const place = { mountId, folder, checksum, codeVersion: codeVersion() };
  try {
    if ("error" in reading) throw reading.error;
    const { rows } = reading;
    if (rows === null) return "none";
    const { state } = rows;
    await inTransaction(async (client) => {
      if (state === "failed") await saveFailedJob(client, { ...rows, ...place });
      else await saveDifferenceJob(client, { ...rows, ...place, state });
    });
    return state === "failed" ? "failed" : "read";
  } catch (error) {
    // an index.json that cannot be read is as likely something else's
    if (kind === "alerts" && !isKnown && isAnnulusError(error)) return "none";
    const notes = [{ kind: "broken", found: reasonOf(error), cost: "nothing of the folder is read" }];
    const jid = path.basename(folder === "" ? root : folder);
    await inTransaction((client) => saveFailedJob(client, { ...place, jid, source: "rapid", notes }));
    return "failed";
  }
}

function readFolder(root: string, { kind, folder }: FoundJobFolder): Promise<JobRows | null> {
  const absolute = path.join(root, folder);
  return kind === "job" ? readJobRows(absolute, RADII) : readAlertRows(absolute);
}

/** As for one file of a scan: what is not told by our own errors is a fault of the program, and goes to the log too. */
function reasonOf(error: unknown): string {
  if (isAnnulusError(error)) return error.message;
  console.error(error);
  return `fault of the program while reading it: ${error instanceof Error ? error.message : String(error)}`;
}
