// The list of difference jobs with the numbers of the selection. Some thousand jobs: their counts are rows of their own, so that no
// candidate is touched.
import "server-only";
import { z } from "zod";
import { pool } from "@/lib/database/client";
import type { CandidateMode } from "@/lib/difference/candidate";
import type { DifferenceCounts, DifferenceJobPage, DifferenceJobRow } from "./difference-rows";

/** Columns by which jobs are sorted, and their SQL. */
const SORTS = {
  jid: "nullif(regexp_replace(job.jid, '\\D', '', 'g'), '')::numeric",
  filter: "job.filter",
  field: "job.field",
  sca: "job.sca",
  mjd: "job.mjd",
  era: "job.era",
  state: "job.state",
  zeropoint_mag: "job.zeropoint_mag",
  notes: "jsonb_array_length(job.notes)",
  candidates: "counts.candidates",
  zogy_only: "counts.zogy_only",
  sfft_only: "counts.sfft_only",
  both: 'counts."both"',
  real: 'counts."real"',
  bogus: "counts.bogus",
  injected_found: "counts.injected_found",
  injected_missed: "counts.injected_missed",
  truth: "counts.truth",
} as const;
const JOB_SORTS = Object.keys(SORTS).filter((name): name is JobSort => name in SORTS);
export type JobSort = keyof typeof SORTS;

const emptyIsAbsent = (value: unknown) => (value === "" ? undefined : value);
const absent = <T extends z.ZodType>(schema: T) => z.preprocess(emptyIsAbsent, schema.optional());
const sorts = Object.keys(SORTS).flatMap((name) => [name, `-${name}`]);

/** What an address says of the list of jobs; unknown parameters are left alone. */
export const jobListSchema = z.object({
  mode: absent(z.enum(["annulus", "reference"])),
  /** part of jid, folder, filter, field or mount */
  q: absent(z.string().max(200)),
  /** several apart by commas */
  filter: absent(z.string().max(200)),
  field: absent(z.string().max(80)),
  sca: absent(z.coerce.number().int()),
  source: absent(z.enum(["rapid", "ztf", "rubin"])),
  state: absent(z.enum(["present", "unfinished", "failed", "vanished"])),
  mount: absent(z.coerce.number().int()),
  from: absent(z.coerce.number()),
  to: absent(z.coerce.number()),
  sort: absent(z.enum(sorts)),
  page: absent(z.coerce.number().int().min(1).max(1_000_000)),
  size: absent(z.coerce.number().int().min(1).max(1000)),
});
export type JobListRequest = z.output<typeof jobListSchema>;

const PAGE_SIZE = 100;

/** Counts that every job has; 0 where it could not be read. */
const SURE_COUNTS = [
  ["candidates", "candidates"],
  ["undecided", "undecided"],
  ["truth", "truth"],
];

/** Counts of what a job may lack. */
const OTHER_COUNTS = [
  ...[
    ["zogyOnly", "zogy_only"],
    ["sfftOnly", "sfft_only"],
    ["both", '"both"'],
    ["real", '"real"'],
    ["bogus", "bogus"],
  ],
  ...[
    ["injected", "injected"],
    ["injectedFound", "injected_found"],
    ["injectedMissed", "injected_missed"],
  ],
  ...[
    ["foundByZogy", "found_by_zogy"],
    ["foundBySfft", "found_by_sfft"],
    ["foundByEither", "found_by_either"],
  ],
];

/** Counts of one job. */
export const COUNTS_SQL = [
  ...SURE_COUNTS.map(([name, column]) => `coalesce(counts.${column}, 0) AS "${name}"`),
  ...OTHER_COUNTS.map(([name, column]) => `counts.${column} AS "${name}"`),
].join(", ");

/** Sums of the jobs that have them. */
const TOTALS_SQL = [
  ...SURE_COUNTS.map(([name, column]) => `coalesce(sum(counts.${column}), 0)::float8 AS "${name}"`),
  ...OTHER_COUNTS.map(([name, column]) => `sum(counts.${column})::float8 AS "${name}"`),
].join(", ");

/** Columns of DifferenceJobRow beside the counts. */
export const JOB_ROW_SQL = `job.id, job.jid, job.source, job.mount_id AS "mountId", mount.name AS mount, job.folder, job.era, job.state,
  job.filter, job.zeropoint_mag AS "zeropointMag", job.mjd, job.sca, job.field,
  job.exposure_time_seconds AS "exposureTimeSeconds", job.width, job.height, jsonb_array_length(job.notes) AS "noteCount",
  (SELECT count(*)::int FROM jsonb_array_elements(job.channels) channel WHERE channel->>'state' = 'present')
    AS "channelsPresent"`;

/** `counts` of the mode $1. */
export const JOB_FROM_SQL = `difference_job job JOIN mount ON mount.id = job.mount_id
  LEFT JOIN difference_job_counts counts ON counts.job_id = job.id AND counts.mode = $1`;

/**
 * One page of jobs, and totals over all that the filter keeps.
 *
 * @param request parsed by jobListSchema
 * @returns rows in the order asked for (MJD, then jid, when left out; absent values last)
 */
export async function listDifferenceJobs(request: JobListRequest): Promise<DifferenceJobPage> {
  const values: unknown[] = [request.mode ?? ("annulus" satisfies CandidateMode)];
  const where = conditionsOf(request, values);
  const size = request.size ?? PAGE_SIZE;
  const { rows: sums } = await pool().query<DifferenceCounts & { jobCount: number }>(
    `SELECT count(*)::int AS "jobCount", ${TOTALS_SQL} FROM ${JOB_FROM_SQL} WHERE ${where}`,
    values,
  );
  const { jobCount, ...totals } = sums[0]!;
  const pageCount = Math.max(1, Math.ceil(jobCount / size));
  const page = Math.min(request.page ?? 1, pageCount);
  const { rows } = await pool().query<DifferenceJobRow>(
    `SELECT ${JOB_ROW_SQL}, ${COUNTS_SQL} FROM ${JOB_FROM_SQL} WHERE ${where}
     ORDER BY ${orderOf(request.sort)}job.mjd NULLS LAST, ${SORTS.jid} NULLS LAST, job.id
     LIMIT $${values.length + 1} OFFSET $${values.length + 2}`,
    [...values, size, (page - 1) * size],
  );
  return { jobs: rows, jobCount, totals, page, pageCount };
}

function orderOf(sort: string | undefined): string {
  if (sort === undefined) return "";
  const name = JOB_SORTS.find((one) => one === sort.replace("-", ""));
  return name === undefined ? "" : `${SORTS[name]} ${sort.startsWith("-") ? "DESC" : "ASC"} NULLS LAST, `;
}

function conditionsOf(request: JobListRequest, values: unknown[]): string {
  const conditions = ["mount.removed_at IS NULL"];
  const add = (value: unknown, condition: (parameter: string) => string) => {
    if (value === undefined) return;
    values.push(value);
    conditions.push(condition(`$${values.length}`));
  };
  const part = request.q === undefined ? undefined : `%${request.q.replaceAll(/[\\%_]/g, "\\$&")}%`;
  add(part, (p) => `concat_ws(' ', job.jid, job.folder, job.filter, job.field, mount.name) ILIKE ${p}`);
  add(request.filter?.split(","), (p) => `job.filter = ANY (${p}::text[])`);
  add(request.field, (p) => `job.field = ${p}`);
  add(request.sca, (p) => `job.sca = ${p}`);
  add(request.source, (p) => `job.source = ${p}`);
  add(request.state, (p) => `job.state = ${p}`);
  add(request.mount, (p) => `job.mount_id = ${p}`);
  add(request.from, (p) => `job.mjd >= ${p}`);
  add(request.to, (p) => `job.mjd <= ${p}`);
  return conditions.join(" AND ");
}

/** What the menus of the list offer. */
export interface JobChoices {
  filters: string[];
  fields: string[];
  scas: number[];
  sources: string[];
  states: string[];
}

/** Filters, fields, detectors, sources and states that jobs have. */
export async function listJobChoices(): Promise<JobChoices> {
  const list = (column: string) =>
    `coalesce(array_agg(DISTINCT job.${column}) FILTER (WHERE job.${column} IS NOT NULL), '{}')`;
  const { rows } = await pool().query<JobChoices>(
    `SELECT ${list("filter")} AS filters, ${list("field")} AS fields, ${list("sca")} AS scas, ${list("source")} AS sources,
       ${list("state")} AS states FROM difference_job job JOIN mount ON mount.id = job.mount_id WHERE mount.removed_at IS NULL`,
  );
  return rows[0] ?? { filters: [], fields: [], scas: [], sources: [], states: [] };
}
