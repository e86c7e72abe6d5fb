// One difference job: facts, images with the names under which the viewer opens them, notes, neighbours; and its truth.
import "server-only";
import { z } from "zod";
import { pool } from "@/lib/database/client";
import type { StoredMode } from "@/lib/difference/candidate";
import { NotFoundError } from "../errors";
import { COUNTS_SQL, JOB_FROM_SQL, JOB_ROW_SQL } from "./difference-jobs";
import type { DifferenceChannelRow, DifferenceJobDetail, DifferenceJobRow } from "./difference-rows";

const channelSchema = z.object({
  index: z.number(),
  label: z.string(),
  file: z.string().nullable(),
  hdu: z.number().nullable(),
  width: z.number().nullable(),
  height: z.number().nullable(),
  state: z.enum(["present", "absent", "broken"]),
  reason: z.string().nullable(),
});
const noteSchema = z.object({
  kind: z.enum(["absent", "broken", "strange", "unfinished", "choice"]),
  found: z.string(),
  cost: z.string().nullable(),
});
const settingsSchema = z.object({ mergeRadiusPx: z.number(), matchRadiusPx: z.number() }).nullable();
const originSchema = z
  .object({
    offsetPx: z.number(),
    isMeasured: z.boolean(),
    pairs: z.number(),
    medianDx: z.number().nullable(),
    medianDy: z.number().nullable(),
  })
  .nullish();
const originsSchema = z.object({ inj: originSchema, ou: originSchema });

interface JobRow extends DifferenceJobRow {
  pointing: string | null;
  channels: unknown;
  notes: unknown;
  origins: unknown;
  settings: unknown;
  modeSentence: string | null;
  checksum: string;
  codeVersion: string;
  readAt: string;
}

/**
 * Finds a job as an address names it: by its jid (the newest read of several mounts), or by its number in the database.
 *
 * @param name jid87210, or "#12" for the job with the id 12
 * @returns its id; null for no such job
 */
export async function findDifferenceJob(name: string): Promise<number | null> {
  const id = /^#(\d{1,9})$/.exec(name)?.[1];
  const { rows } = await pool().query<{ id: number }>(
    `SELECT job.id FROM difference_job job JOIN mount ON mount.id = job.mount_id
     WHERE mount.removed_at IS NULL AND ${id === undefined ? "job.jid = $1" : "job.id = $1::int"}
     ORDER BY job.state = 'vanished', job.read_at DESC LIMIT 1`,
    [id ?? name],
  );
  return rows[0]?.id ?? null;
}

/**
 * As findDifferenceJob, for an address that must be one.
 *
 * @param name jid87210, or "#12" for the job with the id 12
 * @returns its id
 * @throws NotFoundError for no such job
 */
export async function getDifferenceJobId(name: string): Promise<number> {
  const id = await findDifferenceJob(name);
  if (id !== null) return id;
  throw new NotFoundError({ place: "difference jobs", found: `no job ${name}`, expected: "a jid of a mount" });
}

/**
 * Everything of a job but its candidates.
 *
 * @param id of its row
 * @param mode of the counts
 * @throws NotFoundError
 */
export async function getDifferenceJob(id: number, mode: StoredMode = "annulus"): Promise<DifferenceJobDetail> {
  const { rows } = await pool().query<JobRow>(
    `SELECT ${JOB_ROW_SQL}, ${COUNTS_SQL}, job.pointing, job.channels, job.notes, job.origins, job.settings,
       job.mode_sentence AS "modeSentence", job.checksum, job.code_version AS "codeVersion",
       to_char(job.read_at, 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS "readAt"
     FROM ${JOB_FROM_SQL} WHERE job.id = $2 AND mount.removed_at IS NULL`,
    [mode, id],
  );
  const row = rows[0];
  if (row === undefined) {
    throw new NotFoundError({ place: "difference jobs", found: `no job ${id}`, expected: "a job of a mount" });
  }
  const channels = z.array(channelSchema).parse(row.channels);
  return {
    ...row,
    channels: await withSources(row, channels),
    notes: z.array(noteSchema).parse(row.notes),
    originNotes: originNotes(originsSchema.parse(row.origins)),
    settings: settingsSchema.parse(row.settings),
    ...(await neighboursOf(row)),
  };
}

/** Images by the files that the scan knows. */
async function withSources(
  { mountId, folder, state }: JobRow,
  channels: readonly z.output<typeof channelSchema>[],
): Promise<DifferenceChannelRow[]> {
  const paths = channels.map(({ file }) => (file === null ? null : folder === "" ? file : `${folder}/${file}`));
  const { rows } = await pool().query<{ id: string; path: string }>(
    "SELECT id, path FROM mounted_file WHERE mount_id = $1 AND path = ANY ($2::text[]) AND state <> 'vanished'",
    [mountId, paths],
  );
  const ids = new Map(rows.map(({ id, path }) => [path, id]));
  return channels.map((channel, i) => {
    const fileId = ids.get(paths[i] ?? "");
    const isThere = state !== "vanished" && channel.state === "present" && fileId !== undefined;
    return { ...channel, source: isThere ? `file:${fileId}[${channel.hdu ?? 0}]` : null };
  });
}

function originNotes(origins: z.output<typeof originsSchema>): string[] {
  return (["inj", "ou"] as const).flatMap((kind) => {
    const origin = origins[kind];
    if (!origin || (origin.isMeasured && origin.offsetPx === 0)) return [];
    const { medianDx, medianDy, pairs } = origin;
    const offset = `median offset ${medianDx?.toFixed(2) ?? "?"}, ${medianDy?.toFixed(2) ?? "?"} px of ${pairs} pairs`;
    const verdict = origin.isMeasured
      ? "counts pixels from 1, shifted by 1 px"
      : "origin not measured, taken as 0-based";
    return [`${kind === "inj" ? "injected" : "simulation"} truth ${verdict} (${offset})`];
  });
}

/** In the order of MJD, then jid: as the list of jobs has them. */
async function neighboursOf({ id }: JobRow): Promise<Pick<DifferenceJobDetail, "previous" | "next">> {
  const { rows } = await pool().query<{
    before: { id: number; jid: string } | null;
    behind: { id: number; jid: string } | null;
  }>(
    `SELECT before, behind FROM (SELECT job.id, lag(jsonb_build_object('id', job.id, 'jid', job.jid)) OVER place AS before,
         lead(jsonb_build_object('id', job.id, 'jid', job.jid)) OVER place AS behind
       FROM difference_job job JOIN mount ON mount.id = job.mount_id WHERE mount.removed_at IS NULL
       WINDOW place AS (ORDER BY job.mjd NULLS LAST,
         nullif(regexp_replace(job.jid, '\\D', '', 'g'), '')::numeric NULLS LAST, job.id)) jobs
     WHERE id = $1`,
    [id],
  );
  return { previous: rows[0]?.before ?? null, next: rows[0]?.behind ?? null };
}

/** A source of truth, as drawn on an image and counted by curves. Positions 0-based in annulus mode. */
export interface TruthRow {
  truthId: string;
  kind: "inj" | "ou";
  x: number | null;
  y: number | null;
  magAb: number | null;
  flux: number | null;
  candidateId: string | null;
  zogySeparationPx: number | null;
  sfftSeparationPx: number | null;
  missReason: string | null;
}

/**
 * Truth of a job, missed sources included.
 *
 * @param jobId whose
 * @param mode annulus counts pixels from 0
 * @returns in the order of its files
 */
export async function listJobTruth(jobId: number, mode: StoredMode = "annulus"): Promise<TruthRow[]> {
  const { rows } = await pool().query<TruthRow>(
    `SELECT truth_id AS "truthId", kind, x, y, mag_ab AS "magAb", flux, candidate_id AS "candidateId",
       zogy_separation_px AS "zogySeparationPx", sfft_separation_px AS "sfftSeparationPx", miss_reason AS "missReason"
     FROM difference_truth WHERE job_id = $1 AND mode = $2 ORDER BY position`,
    [jobId, mode],
  );
  return rows;
}
