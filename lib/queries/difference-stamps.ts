// Stamps of candidates: every channel of a page of them at once, and those of one candidate as FITS or npy to keep.
import "server-only";
import { z } from "zod";
import { pool } from "@/lib/database/client";
import {
  encodeStampAnswer,
  LARGEST_STAMP,
  type StampAnswer,
  type StampChannel,
  type StampedCandidate,
} from "@/lib/difference/stamp-answer";
import { cutFromPlane, cutStamp, type StampImage, stampCorner } from "@/lib/difference/stamps";
import { openMountedFile } from "@/lib/files/byte-source";
import { type FitsHduToWrite, openFits, readImage, writeFits } from "@/lib/readers/fits";
import { writeNpy } from "@/lib/readers/npy/write-npy";
import { InvalidParameterError, isAnnulusError, NotFoundError } from "../errors";
import { limitsOfImage } from "./difference-limits";

const MOST_CANDIDATES = 1000;
/** The PSF is a stamp of its own: it is centred, not cut at the candidate. */
const PSF_CHANNEL = 7;

const channelSchema = z.object({
  index: z.number(),
  label: z.string(),
  file: z.string().nullable(),
  hdu: z.number().nullable(),
  state: z.enum(["present", "absent", "broken"]),
  reason: z.string().nullable(),
});

interface Located {
  rowId: string;
  candidateId: string;
  jobId: number;
  x: number | null;
  y: number | null;
  ra: number | null;
  dec: number | null;
  source: string;
  stampFiles: string[];
  root: string;
  folder: string;
  channels: unknown;
}

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
  const { rowIds, size } = request;
  if (rowIds.length === 0 || rowIds.length > MOST_CANDIDATES) {
    const found = `${rowIds.length} candidates`;
    throw new InvalidParameterError({ place: "stamps", found, expected: `1 to ${MOST_CANDIDATES}` });
  }
  if (!(Number.isInteger(size) && size >= 1 && size <= LARGEST_STAMP)) {
    throw new InvalidParameterError({ place: "stamps", found: `size ${size}`, expected: `1 to ${LARGEST_STAMP} px` });
  }
  const located = await locate(rowIds);
  const answer: StampAnswer = { size, candidates: [], stamps: [] };
  const byRow = new Map<string, StampedCandidate>();
  for (const row of located) {
    const corner = row.source === "rapid" ? stampCorner(row, size) : null;
    const { rowId, candidateId } = row;
    const entry = { rowId, candidateId, x0: corner?.x0 ?? null, y0: corner?.y0 ?? null, channels: [] };
    byRow.set(rowId, entry);
    answer.candidates.push(entry);
  }
  for (const sheet of sheetsOf(located, request.channels)) await cutSheet(sheet, request, answer.stamps, byRow);
  for (const { channels } of answer.candidates) channels.sort((a, b) => a.index - b.index);
  return answer;
}

/**
 * The same as bytes for the page.
 *
 * @param request which, how large
 * @returns bytes for decodeStampAnswer
 * @throws as readCandidateStamps
 */
export async function encodedCandidateStamps(request: StampRequest): Promise<Uint8Array<ArrayBuffer>> {
  return encodeStampAnswer(await readCandidateStamps(request));
}

async function locate(rowIds: readonly string[]): Promise<Located[]> {
  const { rows } = await pool().query<Located>(
    `SELECT c.row_id AS "rowId", c.candidate_id AS "candidateId", c.job_id AS "jobId", c.x, c.y, c.ra, c.dec, c.source,
       c.stamp_files AS "stampFiles", mount.root, job.folder, job.channels
     FROM candidate c JOIN difference_job job ON job.id = c.job_id JOIN mount ON mount.id = job.mount_id
     WHERE c.row_id = ANY ($1::bigint[]) AND mount.removed_at IS NULL
     ORDER BY array_position($1::bigint[], c.row_id)`,
    [rowIds],
  );
  if (rows.length > 0) return rows;
  throw new NotFoundError({
    place: "candidates",
    found: `none of ${rowIds.length} rows`,
    expected: "rows that are in the database: jobs that were read again have new ones",
  });
}

/** One image and the candidates that are cut from it. */
interface Sheet {
  root: string;
  /** null: there is no image */
  path: string | null;
  channel: z.output<typeof channelSchema>;
  rows: Located[];
  /** the image is a stamp itself */
  isWhole: boolean;
}

/** Each image of a job once, whatever the number of its candidates; of alerts every candidate's own. */
function sheetsOf(located: readonly Located[], wanted: readonly number[] | null): Sheet[] {
  const sheets = new Map<string, Sheet>();
  for (const row of located) {
    for (const channel of z.array(channelSchema).parse(row.channels)) {
      if (wanted !== null && !wanted.includes(channel.index)) continue;
      const isAlert = row.source !== "rapid";
      const file = isAlert ? (row.stampFiles[channel.index - 1] ?? null) : channel.file;
      const path = file === null ? null : row.folder === "" ? file : `${row.folder}/${file}`;
      const key = `${row.jobId} ${channel.index} ${isAlert ? row.rowId : ""}`;
      const isWhole = isAlert || channel.index === PSF_CHANNEL;
      const sheet = sheets.get(key) ?? { root: row.root, path, channel, rows: [], isWhole };
      sheet.rows.push(row);
      sheets.set(key, sheet);
    }
  }
  return [...sheets.values()];
}

async function cutSheet(
  sheet: Sheet,
  request: StampRequest,
  stamps: Float32Array[],
  byRow: ReadonlyMap<string, StampedCandidate>,
): Promise<void> {
  const { index, label, state, reason } = sheet.channel;
  const add = (row: Located, more: Pick<StampChannel, "state" | "reason" | "limits" | "stamp">) =>
    byRow.get(row.rowId)?.channels.push({ index, label, ...more });
  const none = { limits: null, stamp: null };
  if (state !== "present" || sheet.path === null) {
    for (const row of sheet.rows) add(row, { state: state === "present" ? "absent" : state, reason, ...none });
    return;
  }
  try {
    const cut = await readSheet(sheet, sheet.path, request);
    for (const [i, row] of sheet.rows.entries()) {
      stamps.push(cut.stamps[i]!);
      add(row, { state, reason: sheet.isWhole ? null : reason, limits: cut.limits, stamp: stamps.length - 1 });
    }
  } catch (error) {
    if (!isAnnulusError(error)) throw error;
    for (const row of sheet.rows) add(row, { state: "broken", reason: error.message, ...none });
  }
}

async function readSheet(sheet: Sheet, path: string, { size, withLimits }: StampRequest) {
  const source = await openMountedFile(sheet.root, path);
  try {
    const file = await openFits(source);
    const image = imageOf(file, path, sheet.channel.hdu);
    const middle = { x: Math.floor(image.width / 2), y: Math.floor(image.height / 2) };
    const stamps: Float32Array[] = [];
    const plane = isWorthReading(sheet, image) ? await readImage(file, image.hdu) : null;
    for (const row of sheet.rows) {
      const place = sheet.isWhole ? middle : row;
      stamps.push(plane === null ? await cutStamp(image, place, size) : cutFromPlane(plane, place, size));
    }
    const limits = withLimits ? await limitsOfImage({ root: sheet.root, path }, image, plane) : null;
    return { stamps, limits };
  } finally {
    await source.close();
  }
}

/** Many stamps of an image are cut faster from the whole of it: each row of a stamp is a read of its own. */
const STAMPS_WORTH_A_READ = 16;
const MOST_PIXELS_AT_ONCE = 2 ** 26;

function isWorthReading({ rows }: Sheet, { width, height }: StampImage): boolean {
  return rows.length >= STAMPS_WORTH_A_READ && width * height <= MOST_PIXELS_AT_ONCE;
}

function imageOf(file: StampImage["file"], path: string, hdu: number | null): StampImage {
  const found = file.hdus.find(({ index, type, shape }) =>
    hdu === null ? type === "image" && shape.length === 2 : index === hdu,
  );
  const [height, width] = found?.shape ?? [];
  if (found && width !== undefined && height !== undefined) return { file, hdu: found.index, width, height };
  throw new NotFoundError({ place: path, found: "no image", expected: "an image of two axes" });
}

/** A file to keep. */
export interface StampFile {
  name: string;
  bytes: Uint8Array<ArrayBuffer>;
}

async function readOne(rowId: string, size: number) {
  const answer = await readCandidateStamps({ rowIds: [rowId], size, channels: null, withLimits: true });
  const [candidate] = answer.candidates;
  const [row] = await locate([rowId]);
  return { ...answer, candidate: candidate!, row: row!, name: candidate!.candidateId.replaceAll(/[^\w.-]/g, "_") };
}

/**
 * Stamps of a candidate as FITS: an HDU a channel, with its place in the full image.
 *
 * @param rowId of the candidate
 * @param size px each way
 * @throws as readCandidateStamps
 */
export async function candidateFits(rowId: string, size: number): Promise<StampFile> {
  const { candidate, stamps, row, name } = await readOne(rowId, size);
  const first: FitsHduToWrite = {
    cards: [
      ["ORIGIN", "Annulus"],
      ["CANDID", candidate.candidateId, "candidate"],
      ...numberCards([
        ["XCAND", row.x, "px, 0-based"],
        ["YCAND", row.y, "px, 0-based"],
        ["RA", row.ra, "deg"],
        ["DEC", row.dec, "deg"],
      ]),
    ],
  };
  const hdus = candidate.channels.map((channel): FitsHduToWrite => {
    const pixels = channel.stamp === null ? undefined : stamps[channel.stamp];
    const cards: FitsHduToWrite["cards"] = [
      ["EXTNAME", channel.label.toUpperCase().replaceAll(" ", "_")],
      ["CHANNEL", channel.index],
      ["STATE", channel.state],
      ...(channel.reason === null ? [] : ([["REASON", channel.reason]] satisfies FitsHduToWrite["cards"])),
      ...numberCards([
        ["ZLOW", channel.limits?.low ?? null, "zscale of the full image"],
        ["ZHIGH", channel.limits?.high ?? null, "zscale of the full image"],
        ["X0", candidate.x0, "first pixel in the full image, 0-based"],
        ["Y0", candidate.y0, "first pixel in the full image, 0-based"],
      ]),
    ];
    return pixels === undefined ? { cards } : { cards, image: { width: size, height: size, pixels } };
  });
  return { name: `${name}.fits`, bytes: writeFits([first, ...hdus]) };
}

function numberCards(cards: readonly [string, number | null, string][]): FitsHduToWrite["cards"] {
  return cards.flatMap(([keyword, value, comment]): FitsHduToWrite["cards"] =>
    value === null ? [] : [[keyword, value, comment]],
  );
}

/**
 * Stamps of a candidate as an array: y, x, channel as in the published arrays, NaN where there is no image.
 *
 * @param rowId of the candidate
 * @param size px each way
 * @throws as readCandidateStamps
 */
export async function candidateNpy(rowId: string, size: number): Promise<StampFile> {
  const { candidate, stamps, name } = await readOne(rowId, size);
  const { channels } = candidate;
  const pixels = new Float32Array(size * size * channels.length).fill(Number.NaN);
  for (const [i, { stamp }] of channels.entries()) {
    const values = stamp === null ? undefined : stamps[stamp];
    values?.forEach((value, at) => {
      pixels[at * channels.length + i] = value;
    });
  }
  const [head, data] = writeNpy(pixels, [size, size, channels.length]);
  const bytes = new Uint8Array(head.length + data.length);
  bytes.set(head);
  bytes.set(data, head.length);
  return { name: `${name}.npy`, bytes };
}
