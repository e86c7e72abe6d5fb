// Keeps a file that a browser sends. It is written beside the folder of uploads and moved in when it is whole, so that
// a scan never meets half a file.

import { createWriteStream } from "node:fs";
import { link, mkdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { InvalidParameterError, UnsupportedFormatError } from "../errors";

export interface Upload {
  /** file name as the browser gives it */
  name: string;
  bytes: AsyncIterable<Uint8Array>;
  /** largest size that is kept */
  limitBytes: number;
}

const NAME = /^[^/\\\p{Cc}]{1,200}$/u;
const EXTENSION = /\.(fits?|fz|fit?s?\.gz|fits?\.fz)$/i;
const FITS_START = "SIMPLE  =";
const GZIP_START = Buffer.from([0x1f, 0x8b]);

/**
 * Checks the name: one part of a path, not hidden, with an extension of FITS files.
 *
 * @throws InvalidParameterError
 */
export function checkUploadName(name: string): void {
  if (NAME.test(name) && !name.startsWith(".") && EXTENSION.test(name)) return;
  throw new InvalidParameterError({
    place: "name of the upload",
    found: JSON.stringify(name.slice(0, 200)),
    expected: "a file name that ends in .fits, .fit, .fits.gz or .fits.fz",
  });
}

function looksLikeFits(start: Buffer): boolean {
  return start.toString("latin1", 0, FITS_START.length) === FITS_START || start.subarray(0, 2).equals(GZIP_START);
}

/** Passes bytes on while they begin as FITS does and stay below the limit. */
function guard({ name, limitBytes }: Upload): Transform {
  let seen = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, next) {
      if (seen === 0 && !looksLikeFits(chunk)) {
        const found = `begins with ${JSON.stringify(chunk.toString("latin1", 0, 16))}`;
        return next(new UnsupportedFormatError({ place: name, found, expected: `${FITS_START} or gzip` }));
      }
      seen += chunk.byteLength;
      if (seen <= limitBytes) return next(null, chunk);
      const expected = `at most ${limitBytes} bytes (ANNULUS_UPLOAD_LIMIT_MIB)`;
      next(new InvalidParameterError({ place: name, found: "a larger file", expected }));
    },
    flush(next) {
      if (seen > 0) return next();
      next(new UnsupportedFormatError({ place: name, found: "0 bytes", expected: FITS_START }));
    },
  });
}

/** The name, or the first of name-2, name-3 … that is free: an upload never replaces another. */
async function moveIn(partial: string, folder: string, name: string): Promise<string> {
  const [, stem = name, extension = ""] = /^(.*?)(\.fits?.*|\.fz)$/i.exec(name) ?? [];
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
 * Writes an upload into `folder` (made when it is not there). Retrying is safe: a failed one leaves nothing behind.
 *
 * @param folder where uploads are kept; its sibling `<folder>.partial` holds what is still coming
 * @returns name under which it was kept, and its size
 * @throws InvalidParameterError for a name that cannot be or a file above the limit; UnsupportedFormatError when it is not FITS
 */
export async function saveUpload(folder: string, upload: Upload): Promise<{ name: string; bytes: number }> {
  checkUploadName(upload.name);
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
    return { name: await moveIn(partial, folder, upload.name), bytes: size };
  } finally {
    await rm(partial, { force: true });
  }
}
