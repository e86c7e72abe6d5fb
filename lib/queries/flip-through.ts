// Images one after the other: a row an exposure (its focal plane or one detector), or a row a detector of one exposure, with
// what people said of that stage of it. Keyset paged by exposure, or by detector.
import "server-only";
import { pool } from "@/lib/database/client";
import { sourceText } from "@/lib/images/source-text";
import { type FlipScope, flipConditions } from "./flip-scope";

export interface FlipRow {
  /** text of its source, as in the image API */
  id: string;
  instrument: string;
  exposureId: string;
  /** null: the whole focal plane */
  detector: number | null;
  detectorName: string | null;
  stage: string;
  dayObs: number | null;
  seqNum: number | null;
  observationType: string | null;
  physicalFilter: string | null;
  exposureTimeSeconds: number | null;
  mjdMid: number | null;
  /** false: no mounted file and no run has this stage */
  isThere: boolean;
  /** what was said last; null: nothing */
  label: string | null;
  comment: string | null;
}

export interface FlipPage {
  rows: FlipRow[];
  /** pass as `after` for the next page; null: this was the last */
  next: string | null;
}

/** Counting stops here. */
const COUNT_LIMIT = 20_000;

/** Newest word on the image of `subject`; $1 instrument, $2 stage. */
const SAID = `LEFT JOIN LATERAL (
  SELECT verdict.label, nullif(verdict.comment, '') AS comment FROM verdict
  WHERE verdict.subject = 'image' AND verdict.instrument = $1 AND verdict.exposure_id = subject.exposure_id
    AND verdict.detector IS NOT DISTINCT FROM subject.detector AND verdict.stage = $2 AND verdict.undone_at IS NULL
    AND verdict.x IS NULL
  ORDER BY verdict.at DESC, verdict.id DESC LIMIT 1) said ON true`;

/** A mounted image of the stage, a raw one that becomes it, or a run's product. */
const IS_THERE = `(EXISTS (SELECT 1 FROM detector_image image WHERE image.instrument = $1 AND image.exposure_id = page.exposure_id
      AND image.detector = page.detector AND image.state = 'present' AND image.product_type IN ($2, CASE $2 WHEN 'post_isr' THEN 'raw' END))
    OR EXISTS (SELECT 1 FROM image_product product WHERE product.instrument = $1 AND product.exposure_id = page.exposure_id
      AND product.detector IS NOT DISTINCT FROM page.detector AND product.stage = $2))`;

/** The exposures of the scope, or the detectors of its exposure, as `subject`; the first two values are used already. */
function subjectsSql(scope: FlipScope, values: unknown[]): string {
  if (scope.exposureId !== null) {
    const exposure = `$${values.push(scope.exposureId)}::bigint`;
    return `(SELECT DISTINCT ON (detector) exposure_id, detector, detector_name, detector::bigint AS key FROM detector_image
      WHERE instrument = $1 AND exposure_id = ${exposure} ORDER BY detector, id) subject`;
  }
  const where = flipConditions(scope.filter, values);
  const detector = `$${values.push(scope.detector?.detector ?? null)}::int`;
  const name = `$${values.push(scope.detector?.name ?? null)}::text`;
  return `(SELECT exposure_id, ${detector} AS detector, ${name} AS detector_name, exposure_id AS key FROM exposure
    WHERE ${where}) subject`;
}

function verdictCondition(scope: FlipScope, values: unknown[]): string {
  const { verdict } = scope.filter;
  if (verdict === undefined) return "true";
  if (verdict === "none") return "said.label IS NULL";
  if (verdict === "any") return "said.label IS NOT NULL";
  return `said.label = $${values.push(verdict)}`;
}

/**
 * One page of what is flipped through, in the order it was taken.
 *
 * @param after cursor of the page before; null: the first page
 */
export async function listFlipRows(scope: FlipScope, after: string | null, limit: number): Promise<FlipPage> {
  const values: unknown[] = [scope.instrument, scope.stage];
  const subjects = subjectsSql(scope, values);
  const conditions = [verdictCondition(scope, values)];
  if (after !== null) conditions.push(`subject.key > $${values.push(after)}::bigint`);
  const { rows } = await pool().query<Omit<FlipRow, "id" | "instrument" | "stage"> & { key: string }>(
    `WITH page AS (SELECT subject.*, said.label, said.comment FROM ${subjects} ${SAID}
       WHERE ${conditions.join(" AND ")} ORDER BY subject.key LIMIT $${values.push(limit + 1)})
     SELECT page.key, page.exposure_id AS "exposureId", page.detector, page.detector_name AS "detectorName", page.label,
       page.comment, day_obs AS "dayObs", seq_num AS "seqNum", observation_type AS "observationType",
       physical_filter AS "physicalFilter", exposure_time_seconds AS "exposureTimeSeconds", mjd_mid AS "mjdMid",
       ${IS_THERE} AS "isThere"
     FROM page JOIN exposure ON exposure.instrument = $1 AND exposure.exposure_id = page.exposure_id ORDER BY page.key`,
    values,
  );
  const shown = rows.slice(0, limit).map(({ key: _, ...row }) => withId(scope, row));
  const last = rows[limit - 1];
  return { rows: shown, next: rows.length > limit && last ? last.key : null };
}

function withId(scope: FlipScope, row: Omit<FlipRow, "id" | "instrument" | "stage">): FlipRow {
  const { instrument, stage } = scope;
  const { exposureId, detectorName } = row;
  const source = { kind: "exposure", instrument, exposureId, detector: detectorName, stage, runId: null } as const;
  return { ...row, instrument, stage, id: sourceText(source) };
}

/** How many images the scope has, its filter by verdict left out, and how many of them are judged. */
export async function countFlipRows(scope: FlipScope): Promise<{ total: number; done: number; isCapped: boolean }> {
  const values: unknown[] = [scope.instrument, scope.stage];
  const subjects = subjectsSql(scope, values);
  const { rows } = await pool().query<{ total: number; done: number }>(
    `SELECT count(*)::int AS total, count(said.label)::int AS done
     FROM (SELECT * FROM ${subjects} LIMIT ${COUNT_LIMIT + 1}) subject ${SAID}`,
    values,
  );
  const { total = 0, done = 0 } = rows[0] ?? {};
  return { total: Math.min(total, COUNT_LIMIT), done, isCapped: total > COUNT_LIMIT };
}
