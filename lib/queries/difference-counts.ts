// How many candidates a filter keeps. Counting reads every one of them: above a cost the numbers are scaled up from a sample, and say so.
import "server-only";
import { z } from "zod";
import { pool } from "@/lib/database/client";
import { jobPart } from "@/lib/difference/job-filter";
import { askCandidates } from "./difference-ask";
import { type CandidateSelection, selectionSql } from "./difference-filter";
import { jobsSql } from "./difference-job-filter";
import type { CandidateCounts } from "./difference-rows";

/** In the planner's units, where 1 is a page read in order: some 100 ms. */
const DEAREST_EXACT_COUNT = 10_000;
/** Rows of the table that a sample looks at. */
const SAMPLE_ROWS = 40_000;

const COLUMNS = `count(*)::float8 AS total,
  count(*) FILTER (WHERE c.detected_by = 'zogy')::float8 AS "zogyOnly",
  count(*) FILTER (WHERE c.detected_by = 'sfft')::float8 AS "sfftOnly",
  count(*) FILTER (WHERE c.detected_by = 'both')::float8 AS "both",
  count(*) FILTER (WHERE c.label = 1)::float8 AS "real",
  count(*) FILTER (WHERE c.label = 0)::float8 AS bogus,
  count(*) FILTER (WHERE c.label IS NULL)::float8 AS undecided,
  count(*) FILTER (WHERE c.injected)::float8 AS injected`;

/**
 * Counts of a selection.
 *
 * @param selection mode, filter, job
 * @returns exact, or about where counting would take long
 */
export async function countCandidates(selection: CandidateSelection): Promise<CandidateCounts> {
  const [counts, injectedMissed] = await Promise.all([
    selection.filter === null ? countsOfJobs(selection) : countsOfRows(selection),
    countMissed(selection),
  ]);
  return { ...counts, injectedMissed };
}

async function countsOfRows(selection: CandidateSelection): Promise<Omit<CandidateCounts, "injectedMissed">> {
  const { table, share } = await sampleOf(selection, COUNTED);
  const values: unknown[] = [];
  const where = selectionSql(selection, values);
  const text = `SELECT ${COLUMNS} FROM ${table} WHERE ${where}`;
  const rows = await askCandidates<Counted>({ text, values });
  const counts = { ...NONE, ...rows[0] };
  for (const name of NAMES) counts[name] = Math.round(counts[name] / share);
  return { ...counts, isAbout: share < 1 };
}

type Counted = Omit<CandidateCounts, "isAbout" | "injectedMissed">;

/** Missed sources have no candidate: of a filter only what it says of jobs holds for them. */
async function countMissed({ mode, jobId, filter }: CandidateSelection): Promise<number | null> {
  const values: unknown[] = [mode, jobId];
  const { rows } = await pool().query<{ missed: number | null }>(
    `SELECT sum(n.injected_missed)::float8 AS missed FROM difference_job j
       JOIN mount m ON m.id = j.mount_id AND m.removed_at IS NULL JOIN difference_job_counts n ON n.job_id = j.id AND n.mode = $1
     WHERE ($2::int IS NULL OR j.id = $2) AND ${jobsSql(jobPart(filter), values)}`,
    values,
  );
  return rows[0]?.missed ?? null;
}

const NONE = { total: 0, zogyOnly: 0, sfftOnly: 0, both: 0, real: 0, bogus: 0, undecided: 0, injected: 0 };
const NAMES = ["total", "zogyOnly", "sfftOnly", "both", "real", "bogus", "undecided", "injected"] as const;

/** Without a filter the jobs know; but where an algorithm had no catalogue, only the rows tell which of them the other found. */
async function countsOfJobs({ mode, jobId }: CandidateSelection): Promise<Omit<CandidateCounts, "injectedMissed">> {
  const sum = (column: string) => `coalesce(sum(${column}), 0)::float8`;
  const set = (column: string, name: string) =>
    sum(`coalesce(n.${column}, (SELECT count(*) FROM candidate c
       WHERE c.job_id = n.job_id AND c.mode = n.mode AND c.detected_by = '${name}'))`);
  const { rows } = await pool().query<Counted>(
    `SELECT ${sum("candidates")} AS total, ${set("zogy_only", "zogy")} AS "zogyOnly", ${set("sfft_only", "sfft")} AS "sfftOnly",
       ${sum('"both"')} AS "both", ${sum('"real"')} AS "real", ${sum("bogus")} AS bogus, ${sum("undecided")} AS undecided,
       ${sum("injected")} AS injected
     FROM difference_job_counts n WHERE mode = $1 AND ($2::int IS NULL OR job_id = $2)`,
    [mode, jobId],
  );
  return { ...NONE, ...rows[0], isAbout: false };
}

/** The table to read, and which share of its rows that is. */
export interface CandidateSample {
  /** SQL behind FROM, as `c` */
  table: string;
  share: number;
}

/** What counts read beside the filter. */
const COUNTED = ["c.detected_by", "c.label", "c.injected"];

const planSchema = z.array(z.object({ Plan: z.object({ "Total Cost": z.number() }) })).min(1);

/**
 * Whether all rows of a selection can be read, or a sample of the table has to do: always the same pages of it.
 *
 * @param selection which rows
 * @param columns what is read of them, SQL: an index that has the filter alone does not do
 * @returns `candidate c`, or a part of it
 */
export async function sampleOf(selection: CandidateSelection, columns: readonly string[]): Promise<CandidateSample> {
  const whole = { table: "candidate c", share: 1 };
  const values: unknown[] = [];
  const where = selectionSql(selection, values);
  const plan = await pool().query<{ "QUERY PLAN": unknown }>(
    `EXPLAIN (FORMAT JSON) SELECT ${columns.map((column) => `count(${column})`).join(", ")} FROM candidate c WHERE ${where}`,
    values,
  );
  const [first] = planSchema.parse(plan.rows[0]?.["QUERY PLAN"]);
  if ((first?.Plan["Total Cost"] ?? 0) <= DEAREST_EXACT_COUNT) return whole;
  const { rows } = await pool().query<{ rows: number }>(
    "SELECT reltuples::float8 AS rows FROM pg_class WHERE oid = 'candidate'::regclass",
  );
  const share = SAMPLE_ROWS / Math.max(1, rows[0]?.rows ?? 1);
  if (share >= 1) return whole;
  return { table: `candidate c TABLESAMPLE SYSTEM (${(100 * share).toFixed(6)}) REPEATABLE (1)`, share };
}
