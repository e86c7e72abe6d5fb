// Opens a FITS file by its headers alone: pixels and table rows are not read (FITS 4.0, section 3).

import { MalformedFileError } from "@/lib/errors";
import { inflateGzip } from "@/lib/files/gunzip";
import type { ByteSource } from "@/lib/files/memory-source";
import { describeHdu, findTruncation, type Hdu, placeOf } from "./hdu";
import { BLOCK_BYTES, CARD_BYTES, isEndCard, parseHeader } from "./header";

/** Something that breaks the standard but leaves other HDUs of the file usable. */
export interface FitsProblem {
  /** Index of the HDU where it was found. */
  hdu: number;
  place: string;
  found: string;
  expected: string;
}

export interface FitsFile {
  name: string;
  /** Of the decompressed file when it was gzip. */
  byteLength: number;
  hdus: Hdu[];
  /** In the order of the file; empty for a file without fault. */
  problems: FitsProblem[];
  /** Where the data are read from. Closing it is the caller's. */
  source: ByteSource;
}

/** First read of a header; most fit. */
const FIRST_READ_BYTES = 4 * BLOCK_BYTES;
/** 100,000 cards: a header that goes on longer has lost its END. */
const MAX_HEADER_BYTES = 100_000 * CARD_BYTES;
const MAX_HDUS = 100_000;

/**
 * Reads the headers of all HDUs, and nothing else; gzip is undone first. A file that breaks somewhere behind a sound HDU is opened with
 * the HDUs before the break, and the break is told in `problems`; the HDU whose data the file cuts off is still listed.
 * @throws MalformedFileError when not even the first HDU can be read (a text file, an empty file)
 * @throws FileUnreadableError when bytes cannot be had
 */
export async function openFits(source: ByteSource): Promise<FitsFile> {
  const inflated = await inflateGzip(source);
  const file: FitsFile = {
    name: source.name,
    byteLength: inflated.byteLength,
    hdus: [],
    problems: [],
    source: inflated,
  };
  let offset = 0;
  while (offset < file.byteLength || file.hdus.length === 0) {
    const index = file.hdus.length;
    try {
      const hdu = await readHdu(file, index, offset);
      if (hdu === null) break;
      file.hdus.push(hdu);
      offset = hdu.dataStart + Math.ceil(hdu.dataBytes / BLOCK_BYTES) * BLOCK_BYTES;
      const truncation = findTruncation(file, hdu);
      if (truncation) file.problems.push({ hdu: index, ...truncation });
    } catch (error) {
      if (index === 0 || !(error instanceof MalformedFileError)) throw error;
      file.problems.push(problemOf(index, error));
      break;
    }
  }
  return file;
}

/** The HDU that starts at `offset`, or null when only padding follows. */
async function readHdu(file: FitsFile, index: number, offset: number): Promise<Hdu | null> {
  const place = placeOf(index, file.name);
  if (index >= MAX_HDUS) throw new MalformedFileError({ place, found: "another HDU", expected: `at most ${MAX_HDUS}` });
  const headerBytes = await readHeaderBytes(file, index, offset, place);
  if (headerBytes === null) return null;
  const tell = (fault: MalformedFileError) => file.problems.push(problemOf(index, fault));
  return describeHdu(parseHeader(headerBytes), headerBytes, index, offset + headerBytes.length, { place, tell });
}

async function readHeaderBytes(
  file: FitsFile,
  index: number,
  offset: number,
  place: string,
): Promise<Uint8Array | null> {
  const most = Math.min(file.byteLength - offset, MAX_HEADER_BYTES);
  // a name of its own: Turbopack 16.4 leaves an imported name behind += in the head of a for as it is, undefined when run
  const step = CARD_BYTES;
  let searched = 0;
  for (let length = Math.min(FIRST_READ_BYTES, most); ; length = Math.min(4 * length, most)) {
    const bytes = await file.source.read(offset, offset + length);
    if (searched === 0) {
      if (index > 0 && isPadding(bytes)) return null;
      requireStart(bytes, index, place);
    }
    for (; searched + step <= length; searched += step) {
      if (!isEndCard(bytes, searched)) continue;
      const end = Math.ceil((searched + CARD_BYTES) / BLOCK_BYTES) * BLOCK_BYTES;
      return end <= length ? bytes.slice(0, end) : file.source.read(offset, Math.min(offset + end, file.byteLength));
    }
    if (length === most) {
      throw new MalformedFileError({ place, found: `header without END in ${most} bytes`, expected: "an END card" });
    }
  }
}

/** The first card must be SIMPLE or XTENSION (FITS 4.0, 4.4.1.1 and 4.4.1.2). */
function requireStart(bytes: Uint8Array, index: number, place: string): void {
  const start = String.fromCharCode(...bytes.subarray(0, 9));
  const wanted = index === 0 ? "SIMPLE  =" : "XTENSION=";
  if (start === wanted) return;
  const readable = start.replaceAll(/[^\x20-\x7e]/g, "?");
  const found = bytes.length === 0 ? "an empty file" : `"${readable}" at its start (no FITS header)`;
  throw new MalformedFileError({ place, found, expected: `"${wanted}"` });
}

/** Tape blocks and careless writers leave zeros or blanks behind the last HDU. */
function isPadding(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0) || bytes.every((byte) => byte === 0x20);
}

function problemOf(hdu: number, { place, found, expected }: MalformedFileError): FitsProblem {
  return { hdu, place, found, expected };
}
