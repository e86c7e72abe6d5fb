// A job folder as it lies on the disk: its files by role. Names and sizes only; nothing is opened here.

import { basename, resolve } from "node:path";
import { FileUnreadableError } from "@/lib/errors";
import { openMountedFile } from "@/lib/files/byte-source";
import type { ByteSource } from "@/lib/files/memory-source";
import { isUnreadable, walkFolder } from "@/lib/files/walk";
import { type JobFileRole, type NamedFile, nameFile } from "./roles";

/** A file of a job folder whose name is one of the known ones. */
export interface JobFile extends NamedFile {
  /** within the folder */
  name: string;
  bytes: number;
}

/** Something that a job lacks or has wrong, and what that costs. */
export interface JobNote {
  kind: "absent" | "broken" | "strange" | "unfinished" | "choice";
  /** in words: "no SFFT score image" */
  found: string;
  /** in words: "channel 6 not measured"; null when nothing is lost */
  cost: string | null;
}

export interface JobFolder {
  /** absolute */
  path: string;
  /** of the folder: jid87210 */
  jid: string;
  /** by name */
  files: JobFile[];
  /** names that no era has */
  otherNames: string[];
  /** false while there is no marker that the job has ended */
  isDone: boolean;
  notes: JobNote[];
}

/**
 * Lists a job folder. Its subfolders are not looked at: the pipeline makes none.
 *
 * @param folder path, absolute or not
 * @returns files by role; a folder of another name than jid<N>, a missing marker and unreadable files are told in the notes
 * @throws FileUnreadableError when the folder cannot be listed
 */
export async function listJobFolder(folder: string): Promise<JobFolder> {
  const path = resolve(folder);
  const job: JobFolder = { path, jid: basename(path), files: [], otherNames: [], isDone: false, notes: [] };
  for await (const entry of walkFolder(path)) {
    if (isUnreadable(entry) && entry.path === ".") {
      throw new FileUnreadableError({ place: folder, found: entry.reason, expected: "a job folder" });
    }
    if (entry.path.includes("/")) continue;
    if (isUnreadable(entry)) job.notes.push({ kind: "broken", found: `${entry.path} ${entry.reason}`, cost: null });
    else addFile(job, entry.path, entry.bytes);
  }
  job.files.sort((a, b) => (a.name < b.name ? -1 : 1));
  dropTwins(job);
  job.isDone = job.files.some(({ role, name }) => role === "done-marker" && name.includes("job_config"));
  if (!/^jid\d+$/.test(job.jid)) {
    job.notes.push({
      kind: "strange",
      found: `folder name ${job.jid} is not jid<N>`,
      cost: "jid is the folder's name",
    });
  }
  if (!job.isDone) {
    const found = `no job_config_${job.jid}.done: the folder may still be being written`;
    job.notes.push({ kind: "unfinished", found, cost: "products may be missing or cut off" });
  }
  return job;
}

/** Of a file that is there plain and packed the plain one counts: read both, truth would stand twice. */
function dropTwins(job: JobFolder): void {
  const names = new Set(job.files.map(({ name }) => name));
  const isTwin = ({ name }: JobFile) => name.endsWith(".gz") && names.has(name.slice(0, -".gz".length));
  for (const { name } of job.files.filter(isTwin)) {
    const plain = name.slice(0, -".gz".length);
    job.notes.push({ kind: "choice", found: `${plain} and ${name}`, cost: `${plain} is read` });
    job.otherNames.push(name);
  }
  job.files = job.files.filter((file) => !isTwin(file));
}

function addFile(job: JobFolder, name: string, bytes: number): void {
  const named = nameFile(name);
  if (named === null) job.otherNames.push(name);
  else job.files.push({ ...named, name, bytes });
}

/** Which file is meant. */
export interface FileWish {
  role: JobFileRole;
  algorithm?: NamedFile["algorithm"];
  isNegative?: boolean;
}

/**
 * Files of a role, best first: of both eras the newer one, of an injected and a plain science image the injected one.
 *
 * @param job the folder
 * @param wish role, and algorithm where the role has one; positive unless said otherwise
 * @returns none, one, or several of which the first is meant
 */
export function filesOf(job: JobFolder, { role, algorithm = null, isNegative = false }: FileWish): JobFile[] {
  const matching = job.files.filter(
    (file) => file.role === role && file.algorithm === algorithm && file.isNegative === isNegative,
  );
  const rank = (file: JobFile) => (file.era === "B" ? 2 : 0) + (file.isInjected ? 1 : 0);
  return matching.sort((a, b) => rank(b) - rank(a));
}

/**
 * Opens a file of a job; gzip is undone. Short reads do not leave the thread: a job is some forty files, of most of them a header.
 *
 * @param job the folder
 * @param file one of its files
 * @returns its bytes; close them
 * @throws FileUnreadableError; MalformedFileError for broken gzip
 */
export function openJobFile(job: JobFolder, file: JobFile): Promise<ByteSource> {
  return openMountedFile(job.path, file.name, { isBlocking: true });
}
