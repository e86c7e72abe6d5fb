// Stamps of candidates: every channel of a page of them at once.
import "server-only";
import {
  LARGEST_STAMP,
  type StampAnswer,
  type StampChannel,
  type StampedCandidate,
  stampAnswerHead,
  stampAnswerTail,
} from "@/lib/difference/stamp-answer";
import { stampCorner } from "@/lib/difference/stamps";
import { InvalidParameterError, isAnnulusError } from "../errors";
import { passAhead } from "./difference-stamp-ahead";
import {
  cutSheet,
  type LocatedCandidate,
  locateCandidates,
  type SheetStamps,
  type StampSheet,
  sheetsOf,
} from "./difference-stamp-sheets";

const MOST_CANDIDATES = 1000;

/** Which stamps. */
export interface StampRequest {
  /** rows of the database, at most 1000 */
  rowIds: readonly string[];
  /** px each way */
  size: number;
  /** null: all */
  channels: readonly number[] | null;
  /** false: limits are left out, so that no full image is looked at */
  withLimits: boolean;
}

/**
 * Stamps of some candidates. What cannot be cut is told in its channel; rows that are gone are left out.
 *
 * @param request which, how large
 * @returns in the order of the rows asked for
 * @throws InvalidParameterError for sizes and numbers beyond the bounds; NotFoundError when none of the rows is there
 */
export async function readCandidateStamps(request: StampRequest): Promise<StampAnswer> {
  const { size } = request;
  const work = await openStamps(request);
  const stamps: Float32Array[] = [];
  for await (const pixels of work.sheets) {
    for (let at = 0; at < pixels.length; at += size * size) stamps.push(pixels.subarray(at, at + size * size));
  }
  return { size, candidates: work.candidates, stamps };
}

/**
 * The same as bytes for the page, piece by piece as images are cut: no more than those of a few images are in memory.
 *
 * @param request which, how large
 * @returns bytes that make one piece for decodeStampAnswer
 * @throws as readCandidateStamps, before the first piece
 */
export async function streamCandidateStamps(request: StampRequest): Promise<AsyncGenerator<Uint8Array<ArrayBuffer>>> {
  return encoded(await openStamps(request), request.size);
}

/** Candidates get their channels while the sheets are cut. */
interface StampWork {
  candidates: StampedCandidate[];
  /** stamps of one image after the other */
  sheets: AsyncGenerator<Float32Array<ArrayBuffer>>;
}

async function* encoded({ candidates, sheets }: StampWork, size: number): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  yield stampAnswerHead();
  for await (const pixels of sheets) yield new Uint8Array(pixels.buffer);
  yield stampAnswerTail({ size, candidates });
}

async function openStamps(request: StampRequest): Promise<StampWork> {
  const { rowIds, size } = request;
  if (rowIds.length === 0 || rowIds.length > MOST_CANDIDATES) {
    const found = `${rowIds.length} candidates`;
    throw new InvalidParameterError({ place: "stamps", found, expected: `1 to ${MOST_CANDIDATES}` });
  }
  if (!(Number.isInteger(size) && size >= 1 && size <= LARGEST_STAMP)) {
    throw new InvalidParameterError({ place: "stamps", found: `size ${size}`, expected: `1 to ${LARGEST_STAMP} px` });
  }
  const located = await locateCandidates(rowIds);
  const candidates = located.map((row): StampedCandidate => {
    const corner = row.source === "rapid" ? stampCorner(row, size) : null;
    const { rowId, candidateId } = row;
    return { rowId, candidateId, x0: corner?.x0 ?? null, y0: corner?.y0 ?? null, channels: [] };
  });
  return { candidates, sheets: cutSheets(located, candidates, request) };
}

async function* cutSheets(
  located: readonly LocatedCandidate[],
  candidates: readonly StampedCandidate[],
  request: StampRequest,
): AsyncGenerator<Float32Array<ArrayBuffer>> {
  const byRow = new Map(candidates.map((candidate) => [candidate.rowId, candidate]));
  let stamps = 0;
  const sheets = sheetsOf(located, request.channels);
  const passOver = passAhead(sheets, request.size, request.withLimits);
  for (const sheet of sheets) {
    const { pixels, limits, state, reason } = await tryCutting(sheet, request, passOver(sheet));
    const { index, label } = sheet.channel;
    for (const { rowId } of sheet.rows) {
      const stamp = pixels === null ? null : stamps++;
      byRow.get(rowId)?.channels.push({ index, label, state, reason, limits, stamp });
    }
    if (pixels !== null) yield pixels;
  }
  for (const { channels } of candidates) channels.sort((a, b) => a.index - b.index);
}

type Cut = Pick<StampChannel, "state" | "reason" | "limits"> & { pixels: Float32Array<ArrayBuffer> | null };

async function tryCutting(
  sheet: StampSheet,
  { size, withLimits }: StampRequest,
  pass: Promise<SheetStamps | null>,
): Promise<Cut> {
  const { state, reason } = sheet.channel;
  const none = { limits: null, pixels: null };
  if (state !== "present" || sheet.path === null) {
    return { state: state === "present" ? "absent" : state, reason, ...none };
  }
  try {
    const cut = (await pass) ?? (await cutSheet(sheet, sheet.path, size, withLimits));
    return { state, reason: sheet.isWhole ? null : reason, ...cut };
  } catch (error) {
    if (!isAnnulusError(error)) throw error;
    return { state: "broken", reason: error.message, ...none };
  }
}
