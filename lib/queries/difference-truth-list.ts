// The sources of truth behind a bin of a curve: found ones with their candidate, missed ones with the reason.
import "server-only";
import { z } from "zod";
import { pool } from "@/lib/database/client";
import { InvalidParameterError } from "../errors";
import type { CompareRequest } from "./difference-compare-request";
import { jobsTextSql } from "./difference-job-filter";

/** missed: by both, those that could not be found among them. */
export const FOUND_BY = [
  "any",
  "zogy",
  "sfft",
  "both",
  "either",
  "zogy only",
  "sfft only",
  "neither",
  "missed",
] as const;
export type FoundBy = (typeof FOUND_BY)[number];

export interface TruthRow {
  /** job and place in its truth */
  key: string;
  jobId: number;
  jid: string;
  truthId: string;
  kind: "inj" | "ou";
  x: number | null;
  y: number | null;
  magAb: number | null;
  zogySeparationPx: number | null;
  sfftSeparationPx: number | null;
  /** null: it was found */
  missReason: string | null;
  candidateId: string | null;
}

export interface TruthPage {
  rows: TruthRow[];
  next: string | null;
}

/** Which sources; magnitudes from magfrom to below magto. */
export interface TruthRequest
  extends Pick<CompareRequest, "mode" | "kind" | "band" | "jobs" | "radius" | "magfrom" | "magto"> {
  found: FoundBy;
}

const ZOGY = "coalesce(t.zogy_separation_px <= $3, false)";
const SFFT = "coalesce(t.sfft_separation_px <= $3, false)";

const CONDITIONS: Record<FoundBy, string> = {
  any: "true",
  zogy: ZOGY,
  sfft: SFFT,
  both: `(${ZOGY} AND ${SFFT})`,
  either: `(${ZOGY} OR ${SFFT})`,
  "zogy only": `(${ZOGY} AND NOT ${SFFT})`,
  "sfft only": `(${SFFT} AND NOT ${ZOGY})`,
  neither: `NOT (${ZOGY} OR ${SFFT})`,
  missed: `NOT (${ZOGY} OR ${SFFT})`,
};

/** As compareColumns leaves out: off the image, without pixels, within 5 px of the border. */
const COULD_BE_FOUND = `coalesce(t.miss_reason NOT IN ('outside_image', 'no_coverage', 'edge'), true)
  AND (j.width IS NULL OR least(t.x + 0.5, t.y + 0.5, j.width - 0.5 - t.x, j.height - 0.5 - t.y) >= 5)`;

const cursorSchema = z.string().regex(/^\d{1,9}:\d{1,9}$/);

/**
 * A page of sources, in the order of jobs and of their truth.
 *
 * @param request which
 * @param after `next` of the page before; null: the first
 * @param limit rows
 * @throws InvalidParameterError for a cursor that no page gave
 */
export async function listTruth(request: TruthRequest, after: string | null, limit: number): Promise<TruthPage> {
  const [jobId, position] = after === null ? [0, -1] : readCursor(after);
  const { mode, kind, band, jobs, radius, magfrom, magto, found } = request;
  const values: unknown[] = [mode, band, radius, kind, magfrom, magto, jobId, position, limit + 1];
  const { rows } = await pool().query<TruthRow>(
    `SELECT t.job_id || ':' || t.position AS key, t.job_id AS "jobId", j.jid, t.truth_id AS "truthId", t.kind, t.x, t.y,
       t.mag_ab AS "magAb", t.zogy_separation_px AS "zogySeparationPx", t.sfft_separation_px AS "sfftSeparationPx",
       t.miss_reason AS "missReason", t.candidate_id AS "candidateId"
     FROM difference_truth t JOIN difference_job j ON j.id = t.job_id JOIN mount m ON m.id = j.mount_id AND m.removed_at IS NULL
     WHERE t.mode = $1 AND ($2 = '' OR j.filter = $2) AND ($4 = 'all' OR t.kind = $4) AND ${CONDITIONS[found]}
       AND $3::float8 > 0 AND ($5::float8 IS NULL OR t.mag_ab >= $5) AND ($6::float8 IS NULL OR t.mag_ab < $6)
       AND ${found === "missed" ? "true" : COULD_BE_FOUND} AND (t.job_id, t.position) > ($7, $8)
       AND ${jobsTextSql(jobs, values)}
     ORDER BY t.job_id, t.position LIMIT $9`,
    values,
  );
  const shown = rows.slice(0, limit);
  return { rows: shown, next: rows.length > limit ? (shown.at(-1)?.key ?? null) : null };
}

function readCursor(text: string): [number, number] {
  const parsed = cursorSchema.safeParse(text);
  if (!parsed.success)
    throw new InvalidParameterError({
      place: "cursor",
      found: JSON.stringify(text.slice(0, 80)),
      expected: "what a page gave as next",
    });
  const [jobId = 0, position = 0] = parsed.data.split(":").map(Number);
  return [jobId, position];
}
