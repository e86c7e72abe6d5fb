// Walks a mount and brings its rows up to date: new, changed, vanished, unreadable and unsupported files.
// Headers are read only where size or time of change differ from what is known. Nothing under the mount is written.

import path from "node:path";
import { database, pool } from "@/lib/database/client";
import { lockMountForScan, saveScanState, unlockMount } from "@/lib/database/save-mounts";
import {
  deleteEntries,
  type FileState,
  saveLostFiles,
  saveScannedFiles,
  saveUnchangedFiles,
} from "@/lib/database/save-scan";
import { inTransaction } from "@/lib/database/transaction";
import { FileUnreadableError, isAnnulusError, NotFoundError } from "@/lib/errors";
import { type FoundFile, isUnreadable, type UnreadableEntry, walkFolder } from "@/lib/files/walk";
import { parseSurveyRules, type SurveyRules } from "@/lib/readers/surveys";
import { type IngestSummary, ingestJobs } from "../difference/ingest";
import { JobFolders } from "../difference/job-folders";
import { publishProgress } from "../progress";
import { type InspectedFile, inspectFile, isFitsName } from "./inspect-file";
import { type KnownFile, NO_FILE, readKnownFiles, stateOfInspected, stateOfUntouched } from "./known-files";

/** Files written in one transaction: a page sees them together, a killed scan loses no more. */
const BATCH_FILES = 500;
/** Headers read at the same time: hides the latency of a network disk. */
const CONCURRENT_READS = 8;
const PROGRESS_INTERVAL_MS = 500;

export interface ScanSummary {
  filesSeen: number;
  counts: Record<FileState, number>;
  /** of difference imaging; absent without any, and before the files are through */
  jobs?: IngestSummary;
}

export interface ScanOptions {
  /** called about twice a second with the number of files seen so far */
  onProgress?: (summary: ScanSummary) => void;
  /** called for each entry that cannot be had and each FITS file that cannot be used: "path: reason" */
  onTrouble?: (line: string) => void;
  /** read the headers of every file again, e.g. after the reading rules changed */
  everything?: boolean;
}

interface Scan {
  mountId: number;
  root: string;
  rules: SurveyRules | null;
  options: ScanOptions;
  /** what the last scan left; files found again are taken out, so that the rest has vanished */
  known: Map<string, KnownFile>;
  /** folders and files that could not be looked at: what is known below them has not vanished */
  unreadable: UnreadableEntry[];
  jobFolders: JobFolders;
  summary: ScanSummary;
  toldAt: number;
}

/**
 * Bring the rows of a mount up to date. Two scans of one mount never run together: the second waits.
 *
 * @param mountId the mount
 * @param options progress and thoroughness
 * @returns how many files there are, by state
 * @throws NotFoundError for no such mount; FileUnreadableError when its folder cannot be listed (then nothing is marked vanished)
 */
export async function scanMount(mountId: number, options: ScanOptions = {}): Promise<ScanSummary> {
  const lock = await pool().connect();
  try {
    await lockMountForScan(lock, mountId);
    return await scanLocked(mountId, options);
  } catch (error) {
    const note = isAnnulusError(error) ? error.message : `the scan stopped: ${String(error)}`;
    await saveScanState(pool(), mountId, "failed", note);
    await publishProgress({ kind: "scan", mountId, state: "failed", filesSeen: 0, note });
    throw error;
  } finally {
    const isFree = await unlockMount(lock, mountId).then(
      () => true,
      () => false,
    );
    // a connection that may still hold the lock must not go back to the pool
    lock.release(!isFree);
  }
}

async function scanLocked(mountId: number, options: ScanOptions): Promise<ScanSummary> {
  const mount = await database().mount.findUnique({ where: { id: mountId } });
  if (mount === null || mount.removedAt !== null) {
    throw new NotFoundError({ place: `mount ${mountId}`, found: "none", expected: "an existing mount" });
  }
  await saveScanState(pool(), mountId, "scanning", null);
  const scan: Scan = {
    mountId,
    root: mount.root,
    rules: mount.rules === null ? null : parseSurveyRules(mount.rules),
    options,
    known: await readKnownFiles(mountId),
    unreadable: [],
    jobFolders: new JobFolders(path.basename(mount.root)),
    summary: { filesSeen: 0, counts: emptyCounts() },
    toldAt: Date.now(),
  };
  await walk(scan);
  await saveVanished(scan);
  await ingest(scan);
  const note = describeSummary(scan.summary);
  await saveScanState(pool(), mountId, "idle", note);
  await publishProgress({ kind: "scan", mountId, state: "idle", filesSeen: scan.summary.filesSeen, note });
  return scan.summary;
}

function emptyCounts(): Record<FileState, number> {
  return { new: 0, unchanged: 0, changed: 0, vanished: 0, unreadable: 0, unsupported: 0 };
}

async function walk(scan: Scan): Promise<void> {
  let batch: FoundFile[] = [];
  for await (const entry of walkFolder(scan.root)) {
    if (isUnreadable(entry)) {
      if (entry.path === ".") {
        throw new FileUnreadableError({
          place: scan.root,
          found: entry.reason,
          expected: "a folder that can be listed",
        });
      }
      scan.unreadable.push(entry);
      tellTrouble(scan, entry.path, entry.reason);
      continue;
    }
    scan.jobFolders.add(entry);
    batch.push(entry);
    if (batch.length < BATCH_FILES) continue;
    await scanBatch(scan, batch);
    batch = [];
  }
  await scanBatch(scan, batch);
}

async function scanBatch(scan: Scan, batch: readonly FoundFile[]): Promise<void> {
  const untouched: string[] = [];
  const toRead: { found: FoundFile; before: KnownFile | null }[] = [];
  for (const found of batch) {
    const before = scan.known.get(found.path) ?? null;
    scan.known.delete(found.path);
    const state = scan.options.everything ? null : stateOfUntouched(found, before);
    if (state === null) {
      toRead.push({ found, before });
      continue;
    }
    untouched.push(found.path);
    count(scan, state);
  }
  const inspected = await readTogether(toRead, async ({ found, before }) => {
    const result = await inspectFile(scan.root, found, scan.rules);
    const state = stateOfInspected(result.file, before);
    count(scan, state);
    if (result.file.reason !== null && isFitsName(found.path)) tellTrouble(scan, found.path, result.file.reason);
    await tell(scan);
    return { ...result, file: { ...result.file, state } };
  });
  await saveBatch(scan.mountId, untouched, inspected);
  await tell(scan);
}

/** In one line, whatever the file is called. */
function tellTrouble(scan: Scan, path: string, reason: string): void {
  const isNamed = reason.includes(path);
  scan.options.onTrouble?.((isNamed ? reason : `${path}: ${reason}`).replaceAll(/\p{Cc}+/gu, "?"));
}

function count(scan: Scan, state: FileState): void {
  scan.summary.counts[state]++;
  scan.summary.filesSeen++;
}

/** Runs a few at a time and keeps the order. */
async function readTogether<In, Out>(items: readonly In[], work: (item: In) => Promise<Out>): Promise<Out[]> {
  const results: Out[] = new Array(items.length);
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let index = next++; index < items.length; index = next++) results[index] = await work(items[index]!);
  };
  await Promise.all(Array.from({ length: CONCURRENT_READS }, lane));
  return results;
}

async function saveBatch(mountId: number, untouched: readonly string[], inspected: InspectedFile[]): Promise<void> {
  await inTransaction(async (client) => {
    await saveUnchangedFiles(client, mountId, untouched);
    const files = inspected.map(({ file }) => file);
    const exposures = inspected.flatMap(({ exposure }) => (exposure === null ? [] : [exposure]));
    await saveScannedFiles(
      client,
      mountId,
      files,
      exposures,
      inspected.flatMap(({ images }) => images),
    );
  });
}

/** What was not found again: gone, or under a folder that cannot be looked into. */
async function saveVanished(scan: Scan): Promise<void> {
  await inTransaction(async (client) => {
    for (const { path, reason } of scan.unreadable) {
      const below = [...scan.known.keys()].filter((known) => known.startsWith(`${path}/`));
      for (const known of below) scan.known.delete(known);
      await saveLostFiles(client, scan.mountId, below, "unreadable", `${path}: ${reason}`);
      scan.summary.counts.unreadable += below.length;
    }
    const entries = scan.unreadable.map(({ path, reason }) => ({
      path,
      bytes: 0,
      modifiedAt: NO_FILE,
      headerChecksum: null,
      state: "unreadable" as const,
      reason,
      survey: null,
      hduCount: null,
    }));
    await saveScannedFiles(client, scan.mountId, entries, [], []);
    for (const { path } of entries) scan.known.delete(path);
    scan.summary.counts.unreadable += entries.length;
    const noFiles = [...scan.known].filter(([, { isFile }]) => !isFile).map(([path]) => path);
    await deleteEntries(client, scan.mountId, noFiles);
    for (const path of noFiles) scan.known.delete(path);
    await saveLostFiles(client, scan.mountId, [...scan.known.keys()], "vanished", null);
    scan.summary.counts.vanished = scan.known.size;
  });
}

/** Jobs of difference imaging, which are folders rather than files. */
async function ingest(scan: Scan): Promise<void> {
  const { mountId, root, jobFolders, unreadable } = scan;
  const found = { mountId, root, folders: jobFolders.list(), unreadable: unreadable.map((entry) => entry.path) };
  const onProgress = async (done: number, total: number) => {
    scan.options.onProgress?.(scan.summary);
    const note = `${describeSummary(scan.summary)}; difference job ${done + 1} of ${total}`;
    await saveScanState(pool(), mountId, "scanning", note);
    const { filesSeen } = scan.summary;
    await publishProgress({ kind: "scan", mountId, state: "scanning", filesSeen, note });
  };
  const jobs = await ingestJobs(found, { everything: scan.options.everything ?? false, onProgress });
  if (Object.values(jobs).some((number) => number > 0)) scan.summary.jobs = jobs;
}

async function tell(scan: Scan): Promise<void> {
  const now = Date.now();
  if (now - scan.toldAt < PROGRESS_INTERVAL_MS) return;
  scan.toldAt = now;
  const note = describeSummary(scan.summary);
  scan.options.onProgress?.(scan.summary);
  await saveScanState(pool(), scan.mountId, "scanning", note);
  const { mountId, summary } = scan;
  await publishProgress({ kind: "scan", mountId, state: "scanning", filesSeen: summary.filesSeen, note });
}

/**
 * The counts of a scan in one line: "12 files: 3 new, 9 unchanged".
 *
 * @param summary of a scan, ended or not
 * @returns the line
 */
export function describeSummary({ filesSeen, counts, jobs }: ScanSummary): string {
  const list = listCounts(counts);
  const files = list === "" ? `${filesSeen} files` : `${filesSeen} files: ${list}`;
  return jobs === undefined ? files : `${files}; difference jobs: ${listCounts({ ...jobs })}`;
}

function listCounts(counts: Record<string, number>): string {
  const parts = Object.entries(counts).filter(([, number]) => number > 0);
  return parts.map(([state, number]) => `${number} ${state}`).join(", ");
}
