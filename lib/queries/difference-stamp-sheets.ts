// Where stamps come from: candidates with their jobs' images, each image once; and the cutting of one of them.
import "server-only";
import { z } from "zod";
import { pool } from "@/lib/database/client";
import { cutStamps, findPassable } from "@/lib/difference/cut-stamps";
import type { StampLimits } from "@/lib/difference/stamp-answer";
import { cutFromPlane, cutStamp, type StampImage, type StampPlace } from "@/lib/difference/stamps";
import { openMountedFile } from "@/lib/files/byte-source";
import { zscaleLimits } from "@/lib/kernels/zscale";
import { openFits, readImage } from "@/lib/readers/fits";
import { NotFoundError } from "../errors";
import { findLimits, keepLimits, limitsOfImage } from "./difference-limits";
import { imageOf } from "./difference-stamp-pass";

/** The PSF is a stamp of its own: it is centred, not cut at the candidate. */
const PSF_CHANNEL = 7;

const channelsSchema = z.array(
  z.object({
    index: z.number(),
    label: z.string(),
    file: z.string().nullable(),
    hdu: z.number().nullable(),
    state: z.enum(["present", "absent", "broken"]),
    reason: z.string().nullable(),
  }),
);

/** A candidate, and where its images are. */
export interface LocatedCandidate {
  rowId: string;
  candidateId: string;
  x: number | null;
  y: number | null;
  ra: number | null;
  dec: number | null;
  source: string;
  stampFiles: string[];
  job: StampedJob;
}

interface StampedJob {
  id: number;
  root: string;
  folder: string;
  channels: z.output<typeof channelsSchema>;
}

type CandidateRow = Omit<LocatedCandidate, "job"> & { jobId: number };

/**
 * Candidates by row. Those that are gone are left out.
 *
 * @param rowIds rows of the database
 * @returns in the order of the rows asked for
 * @throws NotFoundError when none of them is there
 */
export async function locateCandidates(rowIds: readonly string[]): Promise<LocatedCandidate[]> {
  const { rows } = await pool().query<CandidateRow>(
    `SELECT row_id AS "rowId", candidate_id AS "candidateId", job_id AS "jobId", x, y, ra, dec, source, stamp_files AS "stampFiles"
     FROM candidate WHERE row_id = ANY ($1::bigint[]) ORDER BY array_position($1::bigint[], row_id)`,
    [rowIds],
  );
  const jobs = await readJobs([...new Set(rows.map(({ jobId }) => jobId))]);
  const located = rows.flatMap(({ jobId, ...row }): LocatedCandidate[] => {
    const job = jobs.get(jobId);
    return job ? [{ ...row, job }] : [];
  });
  if (located.length > 0) return located;
  throw new NotFoundError({
    place: "candidates",
    found: `none of ${rowIds.length} rows`,
    expected: "rows that are in the database: jobs that were read again have new ones",
  });
}

async function readJobs(ids: readonly number[]): Promise<Map<number, StampedJob>> {
  const { rows } = await pool().query<Omit<StampedJob, "channels"> & { channels: unknown }>(
    `SELECT job.id, mount.root, job.folder, job.channels FROM difference_job job JOIN mount ON mount.id = job.mount_id
     WHERE job.id = ANY ($1::int[]) AND mount.removed_at IS NULL`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, { ...row, channels: channelsSchema.parse(row.channels) }]));
}

/** One image and the candidates that are cut from it. */
export interface StampSheet {
  root: string;
  /** null: there is no image */
  path: string | null;
  channel: StampedJob["channels"][number];
  rows: LocatedCandidate[];
  /** the image is a stamp itself */
  isWhole: boolean;
}

/**
 * Each image of a job once, whatever the number of its candidates; of alerts every candidate's own.
 *
 * @param located candidates
 * @param wanted channels; null: all
 */
export function sheetsOf(located: readonly LocatedCandidate[], wanted: readonly number[] | null): StampSheet[] {
  const sheets = new Map<string, StampSheet>();
  for (const row of located) {
    const { id, root, folder, channels } = row.job;
    for (const channel of channels) {
      if (wanted !== null && !wanted.includes(channel.index)) continue;
      const isAlert = row.source !== "rapid";
      const key = `${id} ${channel.index} ${isAlert ? row.rowId : ""}`;
      const known = sheets.get(key);
      if (known) {
        known.rows.push(row);
        continue;
      }
      const file = isAlert ? (row.stampFiles[channel.index - 1] ?? null) : channel.file;
      const path = file === null ? null : folder === "" ? file : `${folder}/${file}`;
      sheets.set(key, { root, path, channel, rows: [row], isWhole: isAlert || channel.index === PSF_CHANNEL });
    }
  }
  return [...sheets.values()];
}

/** Stamps of the candidates of a sheet in their order, one after the other, and the limits of the image. */
export interface SheetStamps {
  pixels: Float32Array<ArrayBuffer>;
  limits: StampLimits | null;
}

/**
 * Cuts the stamps of a sheet.
 *
 * @param sheet with a path
 * @param size px each way
 * @param withLimits false: null, so that no full image is looked at
 * @throws as readImage; FileUnreadableError
 */
export async function cutSheet(
  sheet: StampSheet,
  path: string,
  size: number,
  withLimits: boolean,
): Promise<SheetStamps> {
  const { root, rows, isWhole, channel } = sheet;
  const isMany = isWorthAPass(sheet);
  // what a pass over the image has read lies in the disk's cache
  const source = await openMountedFile(root, path, { isBlocking: isMany });
  try {
    const file = await openFits(source);
    const image = imageOf(file, path, channel.hdu);
    const place = { root, path, hdu: image.hdu };
    if (isMany) return await cutMany(image, place, rows, size, withLimits);
    const middle = { x: Math.floor(image.width / 2), y: Math.floor(image.height / 2) };
    const pixels = new Float32Array(rows.length * size * size);
    for (const [i, row] of rows.entries())
      pixels.set(await cutStamp(image, isWhole ? middle : row, size), i * size * size);
    return { pixels, limits: withLimits ? await limitsOfImage(place, image) : null };
  } finally {
    await source.close();
  }
}

/** Many stamps of an image are cut faster in one pass over it: each row of a stamp is a read of its own. */
const STAMPS_WORTH_A_READ = 16;
const MOST_PIXELS_AT_ONCE = 2 ** 26;

/** Whether a sheet has stamps enough for that. */
export function isWorthAPass({ isWhole, rows }: StampSheet): boolean {
  return !isWhole && rows.length >= STAMPS_WORTH_A_READ;
}

async function cutMany(
  image: StampImage,
  place: Parameters<typeof findLimits>[0],
  places: readonly StampPlace[],
  size: number,
  withLimits: boolean,
): Promise<SheetStamps> {
  const known = withLimits ? await findLimits(place) : null;
  const passable = findPassable(image);
  if (passable) {
    const { pixels, limits = null } = await cutStamps(passable, places, size, withLimits && known === undefined);
    if (known === undefined) await keepLimits(place, limits);
    return { pixels, limits: known ?? limits };
  }
  const pixels = new Float32Array(places.length * size * size);
  const isHuge = image.width * image.height > MOST_PIXELS_AT_ONCE;
  const plane = isHuge ? null : await readImage(image.file, image.hdu);
  for (const [i, one] of places.entries()) {
    pixels.set(plane ? cutFromPlane(plane, one, size) : await cutStamp(image, one, size), i * size * size);
  }
  if (known !== undefined) return { pixels, limits: known };
  if (plane === null) return { pixels, limits: await limitsOfImage(place, image) };
  const limits = zscaleLimits(plane.pixels);
  await keepLimits(place, limits);
  return { pixels, limits };
}
