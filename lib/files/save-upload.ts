// Keeps a file that a browser sends. It is written beside the folder of uploads and moved in when it is whole, so that
// a scan never meets half a file.

import { createWriteStream } from "node:fs";
import { link, mkdir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { Readable, Transform, type TransformCallback } from "node:stream";
import { pipeline } from "node:stream/promises";
import { InvalidParameterError, UnsupportedFormatError } from "../errors";

export interface Upload {
  /** file name as the browser gives it */
  name: string;
  bytes: AsyncIterable<Uint8Array>;
  /** largest size that is kept */
  limitBytes: number;
  /** name of the job folder that it belongs to: any format is taken then, and an earlier file of the name is replaced */
  job?: string;
}

const NAME = /^[^/\\\p{Cc}]+$/u;
/** Disks allow 255; room for a number behind the name. */
const MOST_NAME_BYTES = 240;
const EXTENSION = /\.(fits?|fts|fz|(fits?|fts)\.(gz|fz))$/i;
const FITS_START = "SIMPLE  =";
const GZIP_START = Buffer.from([0x1f, 0x8b]);

/**
 * Checks the name: one part of a path, not hidden, with an extension of FITS files.
 *
 * @throws InvalidParameterError
 */
export function checkUploadName(name: string): void {
  const isShort = Buffer.byteLength(name) <= MOST_NAME_BYTES;
  if (isShort && NAME.test(name) && !name.startsWith(".") && EXTENSION.test(name)) return;
  throw new InvalidParameterError({
    place: "name of the upload",
    found: JSON.stringify(name.slice(0, 200)),
    expected: isShort
      ? "a file name that ends in .fits, .fit, .fits.gz or .fits.fz"
      : `at most ${MOST_NAME_BYTES} bytes of UTF-8`,
  });
}

const JOB = /^jid\d{1,12}$/;

/**
 * Checks the names of a job's file: one part of a path each. Whether a job has such a file the caller knows.
 *
 * @throws InvalidParameterError
 */
export function checkJobFileName(job: string, name: string): void {
  const isName = Buffer.byteLength(name) <= MOST_NAME_BYTES && NAME.test(name) && !name.startsWith(".");
  if (JOB.test(job) && isName) return;
  const found = JSON.stringify(`${job}/${name}`.slice(0, 200));
  throw new InvalidParameterError({ place: "name of the upload", found, expected: "jid<N> and a file name" });
}

function looksLikeFits(start: Buffer): boolean {
  return start.toString("latin1", 0, FITS_START.length) === FITS_START || start.subarray(0, 2).equals(GZIP_START);
}

/** Passes bytes on while they begin as FITS does and stay below the limit. */
function guard({ name, limitBytes, job }: Upload): Transform {
  let seen = 0;
  /** held back until there are enough to tell; null: told */
  let start: Buffer | null = job !== undefined && !EXTENSION.test(name) ? null : Buffer.alloc(0);
  const requireStart = (bytes: Buffer): void => {
    if (looksLikeFits(bytes)) return;
    const found = bytes.length === 0 ? "0 bytes" : `begins with ${JSON.stringify(bytes.toString("latin1", 0, 16))}`;
    throw new UnsupportedFormatError({ place: name, found, expected: `${FITS_START} or gzip` });
  };
  const pass = (chunk: Buffer): Buffer | null => {
    seen += chunk.byteLength;
    if (seen > limitBytes) {
      const expected = `at most ${limitBytes} bytes (ANNULUS_UPLOAD_LIMIT_MIB)`;
      throw new InvalidParameterError({ place: name, found: "a larger file", expected });
    }
    if (start === null) return chunk;
    start = Buffer.concat([start, chunk]);
    if (start.length < FITS_START.length) return null;
    requireStart(start);
    const held = start;
    start = null;
    return held;
  };
  return new Transform({
    transform: (chunk: Buffer, _encoding, next) => settle(next, () => pass(chunk)),
    flush: (next) =>
      settle(next, () => {
        if (start !== null) requireStart(start);
        return start;
      }),
  });
}

function settle(next: TransformCallback, work: () => Buffer | null): void {
  try {
    next(null, work());
  } catch (error) {
    next(error instanceof Error ? error : new Error(String(error)));
  }
}

/** The name, or the first of name-2, name-3 … that is free: an upload never replaces another. */
async function moveIn(partial: string, folder: string, name: string): Promise<string> {
  const [, stem = name, extension = ""] = /^(.*?)(\.fits?.*|\.fts.*|\.fz)$/i.exec(name) ?? [];
  for (let count = 1; ; count++) {
    const wanted = count === 1 ? name : `${stem}-${count}${extension}`;
    try {
      await link(partial, path.join(folder, wanted));
      return wanted;
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    }
  }
}

/**
 * Writes an upload into `folder` (made when it is not there), a job's file into the folder of its job there. Retrying is safe: a failed one leaves nothing behind.
 *
 * @param folder where uploads are kept; its sibling `<folder>.partial` holds what is still coming
 * @returns name under which it was kept, and its size
 * @throws InvalidParameterError for a name that cannot be or a file above the limit; UnsupportedFormatError when it is not FITS
 */
export async function saveUpload(folder: string, upload: Upload): Promise<{ name: string; bytes: number }> {
  const { name, job } = upload;
  if (job === undefined) checkUploadName(name);
  else checkJobFileName(job, name);
  const waiting = `${folder}.partial`;
  await mkdir(folder, { recursive: true });
  await mkdir(waiting, { recursive: true });
  const partial = path.join(waiting, crypto.randomUUID());
  try {
    await pipeline(
      Readable.from(upload.bytes, { objectMode: false }),
      guard(upload),
      createWriteStream(partial, { flags: "wx" }),
    );
    const { size } = await stat(partial);
    if (job === undefined) return { name: await moveIn(partial, folder, name), bytes: size };
    await mkdir(path.join(folder, job), { recursive: true });
    await rename(partial, path.join(folder, job, name));
    return { name: `${job}/${name}`, bytes: size };
  } finally {
    await rm(partial, { force: true });
  }
}
