// One case: everything that the reader offers, done to one file. Each call must end in an answer or in a tagged error that names
// the place, within its time and memory.

import { gunzipSync } from "node:zlib";
import { isAnnulusError } from "@/lib/errors";
import { memoryByteSource } from "@/lib/files/byte-source";
import { InflateFault } from "@/lib/files/growing-bytes";
import { inflateStream, startsAsGzip } from "@/lib/files/inflate-stream";
import { readCatalog } from "@/lib/readers/catalogs";
import {
  describeColumns,
  type FitsFile,
  type Hdu,
  openFits,
  readImage,
  readIntegerImage,
  readPixels,
  readTable,
  readWcs,
  verifyChecksums,
  verifyFits,
} from "@/lib/readers/fits";
import type { Seed } from "./corpus";
import { AllocationBeyondBound, type Meter } from "./meter";

export interface CaseReport {
  /** Calls by how they ended: "answer" or the tag of the error. */
  endings: Map<string, number>;
  /** What broke the promise, in words. */
  findings: string[];
}

const FILE_NAME = "the case";
const MOST_MILLISECONDS = 1000;
const MOST_EXTRA_BYTES = 64 << 20;
/** A mutated header may list more; the rest are the same again. */
const MOST_HDUS = 24;
/** Tags that say that the file is not as it should be, or not ours; others would blame the caller or the machine. */
const TRUE_TAGS = new Set(["MalformedFile", "UnsupportedFormat"]);

class BrokenAnswer extends Error {}

/** Reads a file in every way; see the head of this file. */
export async function runCase(bytes: Uint8Array, kind: Seed["kind"], meter: Meter): Promise<CaseReport> {
  const report: CaseReport = { endings: new Map(), findings: [] };
  let fileBytes = bytes.length;
  const attempt: Attempt = (name, work) => attemptOf(report, meter, fileBytes, name, work);
  if (kind === "catalog") {
    await attempt("catalogue", () => readWholeCatalog(bytes));
    return report;
  }
  if (startsAsGzip(bytes)) await attempt("inflate as the browser does", () => inflateBothWays(bytes));
  const file = await attempt("open", () => openFits(memoryByteSource(bytes, FILE_NAME)));
  if (!file) return report;
  // of a .fits.gz the inflated file counts: the compressed one bounds nothing but how far it may be inflated
  fileBytes = Math.max(fileBytes, file.byteLength);
  for (const hdu of file.hdus.slice(0, MOST_HDUS)) {
    if (hdu.type === "image") await readImageEveryWay(file, hdu, attempt);
    else await readTableEveryWay(file, hdu, attempt);
    await attempt(`checksums of HDU ${hdu.index}`, () => verifyChecksums(file, hdu.index));
    for (const alternate of ["", "A"]) {
      await attempt(`WCS ${alternate} of HDU ${hdu.index}`, () => useWcs(hdu, alternate));
    }
  }
  await attempt("verify", () => verifyFits(file));
  return report;
}

type Attempt = <T>(name: string, work: () => T | Promise<T>) => Promise<T | null>;

async function attemptOf<T>(
  report: CaseReport,
  meter: Meter,
  fileBytes: number,
  name: string,
  work: () => T | Promise<T>,
): Promise<T | null> {
  meter.bytes = 0;
  meter.bound = 4 * fileBytes + MOST_EXTRA_BYTES;
  const began = performance.now();
  const cpuBegan = process.cpuUsage();
  let answer: T | null = null;
  let ending = "answer";
  try {
    answer = await work();
  } catch (error) {
    ending = endingOf(error, name, report);
  }
  meter.bound = Number.POSITIVE_INFINITY;
  report.endings.set(ending, (report.endings.get(ending) ?? 0) + 1);
  if (performance.now() - began > MOST_MILLISECONDS) {
    const { user, system } = process.cpuUsage(cpuBegan);
    const spent = (user + system) / 1000;
    // a machine that does other work too is not the reader's fault
    if (spent > MOST_MILLISECONDS) report.findings.push(`${name}: took ${Math.round(spent)} ms`);
  }
  return answer;
}

function endingOf(error: unknown, name: string, report: CaseReport): string {
  if (error instanceof AllocationBeyondBound) {
    report.findings.push(`${name}: allocates ${error.message}\n${stackOf(error)}`);
    return "too much memory";
  }
  if (isAnnulusError(error) && TRUE_TAGS.has(error.tag)) {
    if (!error.place.includes(FILE_NAME)) report.findings.push(`${name}: place "${error.place}" (${error.message})`);
    return error.tag;
  }
  report.findings.push(
    `${name}: ${error instanceof Error ? `${error.name}: ${error.message}\n${stackOf(error)}` : String(error)}`,
  );
  return "untagged";
}

function stackOf(error: Error): string {
  const lines = (error.stack ?? "").split("\n").filter((line) => line.trim().startsWith("at "));
  return lines.slice(0, 6).join("\n");
}

/** Our own inflater against zlib: the same bytes, or no bytes from both. */
function inflateBothWays(bytes: Uint8Array): void {
  const own = bytesOrNull(() => inflateStream(bytes, MOST_EXTRA_BYTES / 4), InflateFault);
  const theirs = bytesOrNull(() => gunzipSync(bytes, { maxOutputLength: MOST_EXTRA_BYTES / 4 }), Error);
  if (own === null && theirs === null) return;
  if (own === null || theirs === null || Buffer.compare(own, theirs) !== 0) {
    throw new BrokenAnswer(`${own?.length ?? "no"} bytes inflated, by zlib ${theirs?.length ?? "none"}`);
  }
}

function bytesOrNull(inflate: () => Uint8Array, expected: typeof Error | typeof InflateFault): Uint8Array | null {
  try {
    return inflate();
  } catch (error) {
    if (error instanceof expected) return null;
    throw error;
  }
}

async function readWholeCatalog(bytes: Uint8Array): Promise<void> {
  const { columns, rowCount } = await readCatalog(memoryByteSource(bytes, FILE_NAME));
  for (const { type, cellShape, values, offsets } of columns) {
    const perCell = productOf(cellShape) * (type.startsWith("complex") ? 2 : 1);
    if (offsets) requireLength(offsets.length, rowCount + 1);
    else requireLength(values.length, rowCount * perCell);
  }
}

async function readImageEveryWay(file: FitsFile, hdu: Hdu, attempt: Attempt): Promise<void> {
  const { index } = hdu;
  await attempt(`image of HDU ${index}`, async () => {
    const { width, height, pixels } = await readImage(file, index);
    requireLength(pixels.length, width * height);
  });
  await attempt(`pixels of HDU ${index}`, async () => {
    const { shape, pixels } = await readPixels(file, index);
    requireLength(pixels.length, productOf(shape));
  });
  await attempt(`integers of HDU ${index}`, () => readIntegerImage(file, index));
  if (hdu.shape.length === 0 || hdu.shape.includes(0)) return;
  const start = hdu.shape.map((length) => Math.floor(length / 3));
  const end = hdu.shape.map((length, i) => Math.min(length, start[i]! + 2));
  await attempt(`section of HDU ${index}`, async () => {
    const { pixels } = await readPixels(file, index, { section: { start, end } });
    requireLength(pixels.length, productOf(end.map((one, i) => one - start[i]!)));
  });
}

async function readTableEveryWay(file: FitsFile, hdu: Hdu, attempt: Attempt): Promise<void> {
  const { index } = hdu;
  const columns = await attempt(`columns of HDU ${index}`, () => describeColumns(file, index));
  await attempt(`table of HDU ${index}`, async () => {
    const table = await readTable(file, index);
    requireLength(table.columns.length, columns?.length ?? -1);
    for (const { type, cellShape, values, offsets } of table.columns) {
      const perCell = productOf(cellShape) * (type.startsWith("complex") ? 2 : 1);
      if (offsets) requireLength(offsets.length, table.rowCount + 1);
      else requireLength(values.length, table.rowCount * perCell);
    }
  });
  if (!columns || columns.length === 0) return;
  await attempt(`rows of HDU ${index}`, () =>
    readTable(file, index, { columns: ["#1"], rows: { start: 0, end: Math.min(1, hdu.shape[0] ?? 0) } }),
  );
}

function useWcs(hdu: Hdu, alternate: string): void {
  const wcs = readWcs(hdu.header, { alternate, place: `HDU ${hdu.index} of ${FILE_NAME}` });
  if (!wcs) return;
  for (const [x, y] of [
    [0, 0],
    [1000, -20],
    [1e12, 1e-12],
  ] as const) {
    const sky = wcs.pixelToWorld(x, y);
    if (!sky) continue;
    if (!(sky.lonDeg >= 0 && sky.lonDeg < 360 && Math.abs(sky.latDeg) <= 90)) {
      throw new BrokenAnswer(`pixel ${x}, ${y} at ${sky.lonDeg}, ${sky.latDeg}`);
    }
    const pixel = wcs.worldToPixel(sky.lonDeg, sky.latDeg);
    if (pixel && !Number.isFinite(pixel.x + pixel.y)) throw new BrokenAnswer(`sky at pixel ${pixel.x}, ${pixel.y}`);
  }
}

function requireLength(found: number, expected: number): void {
  if (found !== expected) throw new BrokenAnswer(`${found} elements, expected ${expected}`);
}

function productOf(lengths: number[]): number {
  return lengths.reduce((product, length) => product * length, 1);
}
