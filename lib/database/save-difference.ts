// Writes jobs of difference imaging: everything of one folder in one transaction, replaced as a whole.

import type { PoolClient } from "pg";
import { type CopyValue, copyRows } from "./copy-rows";

/** Facts of a job as its row has them. */
export interface JobFactsToSave {
  filter: string | null;
  zeropointMag: number | null;
  mjd: number | null;
  sca: number | null;
  field: string | null;
  exposureTimeSeconds: number | null;
  pointing: string | null;
  width: number | null;
  height: number | null;
}

/** Numbers of a job in one mode; null: the catalogues of an algorithm or the lists of truth are not there. */
export interface JobCountsToSave {
  mode: string;
  candidates: number;
  zogyOnly: number | null;
  sfftOnly: number | null;
  both: number | null;
  real: number | null;
  bogus: number | null;
  undecided: number;
  /** candidates whose truth was injected */
  injected: number | null;
  /** sources of truth, missed ones included */
  truth: number;
  injectedFound: number | null;
  injectedMissed: number | null;
  foundByZogy: number | null;
  /** null also in reference mode, which does not match SFFT */
  foundBySfft: number | null;
  foundByEither: number | null;
}

export interface TruthToSave {
  mode: string;
  position: number;
  truthId: string;
  kind: string;
  x: number;
  y: number;
  raDeg: number;
  decDeg: number;
  flux: number;
  mag: number;
  magAb: number | null;
  candidateId: string | null;
  separationPx: number | null;
  zogySeparationPx: number | null;
  sfftSeparationPx: number | null;
  missReason: string | null;
}

export interface DifferenceJobToSave extends JobFactsToSave {
  mountId: number;
  folder: string;
  jid: string;
  source: string;
  era: string | null;
  state: "present" | "unfinished";
  /** as JSON */
  channels: unknown;
  notes: unknown;
  origins: unknown;
  settings: unknown;
  modeSentence: string | null;
  checksum: string;
  codeVersion: string;
  counts: readonly JobCountsToSave[];
  truth: readonly TruthToSave[];
  /** names of columns of the table candidate, and rows of their values */
  candidateColumns: readonly string[];
  candidates: Iterable<readonly CopyValue[]>;
}

const JOB_COLUMNS = [
  ...["mount_id", "folder", "jid", "source", "era", "state", "filter", "zeropoint_mag", "mjd", "sca", "field"],
  ...["exposure_time_seconds", "pointing", "width", "height", "channels", "notes", "origins", "settings"],
  ...["mode_sentence", "checksum", "code_version"],
];

const TRUTH_COLUMNS = [
  ...["job_id", "mode", "position", "truth_id", "kind", "x", "y", "ra", "dec", "flux", "mag", "mag_ab"],
  ...["candidate_id", "separation_px", "zogy_separation_px", "sfft_separation_px", "miss_reason"],
];

const COUNT_COLUMNS = [
  ...["job_id", "mode", "candidates", "zogy_only", "sfft_only", "both", "real", "bogus", "undecided", "injected"],
  ...["truth", "injected_found", "injected_missed", "found_by_zogy", "found_by_sfft", "found_by_either"],
];

/**
 * Replaces all rows of a folder.
 *
 * @param client connection that holds the transaction
 * @param job everything of it
 * @returns id of its row: that of the folder's earlier row, when there was one
 */
export async function saveDifferenceJob(client: PoolClient, job: DifferenceJobToSave): Promise<number> {
  const jobId = await saveJob(client, job);
  for (const table of ["candidate", "difference_truth", "difference_job_counts"]) {
    await client.query(`DELETE FROM ${table} WHERE job_id = $1`, [jobId]);
  }
  await copyRows(
    client,
    "difference_job_counts",
    COUNT_COLUMNS,
    job.counts.map((counts) => countValues(jobId, counts)),
  );
  await copyRows(
    client,
    "difference_truth",
    TRUTH_COLUMNS,
    job.truth.map((truth) => truthValues(jobId, truth)),
  );
  await copyRows(client, "candidate", ["job_id", ...job.candidateColumns], withJob(jobId, job.candidates));
  return jobId;
}

async function saveJob(client: PoolClient, job: DifferenceJobToSave): Promise<number> {
  const json = (value: unknown) => JSON.stringify(value, (_name, part: unknown) => withoutNul(part));
  const values = [
    ...[job.mountId, job.folder, job.jid, job.source, job.era, job.state, job.filter, job.zeropointMag, job.mjd],
    ...[job.sca, job.field, job.exposureTimeSeconds, job.pointing, job.width, job.height],
    ...[json(job.channels), json(job.notes), json(job.origins), json(job.settings)],
    ...[job.modeSentence, job.checksum, job.codeVersion],
  ];
  const updates = JOB_COLUMNS.slice(2).map((column) => `${column} = excluded.${column}`);
  const { rows } = await client.query<{ id: number }>(
    `INSERT INTO difference_job (${JOB_COLUMNS.join(", ")}, read_at)
     VALUES (${JOB_COLUMNS.map((_, i) => `$${i + 1}`).join(", ")}, now() AT TIME ZONE 'UTC')
     ON CONFLICT (mount_id, folder) DO UPDATE SET ${updates.join(", ")}, read_at = excluded.read_at RETURNING id`,
    values.map(withoutNul),
  );
  return rows[0]!.id;
}

/** A NUL, which PostgreSQL refuses, is left out. */
function withoutNul(value: unknown): unknown {
  return typeof value === "string" ? value.replaceAll("\u0000", "") : value;
}

function* withJob(jobId: number, rows: Iterable<readonly CopyValue[]>): Generator<CopyValue[]> {
  for (const row of rows) yield [jobId, ...row];
}

function countValues(jobId: number, counts: JobCountsToSave): CopyValue[] {
  return [
    ...[jobId, counts.mode, counts.candidates, counts.zogyOnly, counts.sfftOnly, counts.both, counts.real],
    ...[counts.bogus, counts.undecided, counts.injected, counts.truth, counts.injectedFound, counts.injectedMissed],
    ...[counts.foundByZogy, counts.foundBySfft, counts.foundByEither],
  ];
}

function truthValues(jobId: number, truth: TruthToSave): CopyValue[] {
  return [
    ...[jobId, truth.mode, truth.position, truth.truthId, truth.kind, truth.x, truth.y, truth.raDeg, truth.decDeg],
    ...[truth.flux, truth.mag, truth.magAb, truth.candidateId, truth.separationPx],
    ...[truth.zogySeparationPx, truth.sfftSeparationPx, truth.missReason],
  ];
}

/**
 * A folder that could not be read: what an earlier scan made of it stays.
 *
 * @param client connection that holds the transaction
 * @param job its place, and why
 */
export async function saveFailedJob(
  client: PoolClient,
  job: Pick<DifferenceJobToSave, "mountId" | "folder" | "jid" | "source" | "notes" | "codeVersion">,
): Promise<void> {
  await client.query(
    `INSERT INTO difference_job (mount_id, folder, jid, source, state, channels, notes, origins, settings, checksum, code_version)
     VALUES ($1, $2, $3, $4, 'failed', '[]', $5, '{}', 'null', '', $6)
     ON CONFLICT (mount_id, folder) DO UPDATE SET state = 'failed', notes = excluded.notes`,
    [
      job.mountId,
      job.folder,
      job.jid,
      job.source,
      JSON.stringify(job.notes).replaceAll("\\u0000", ""),
      job.codeVersion,
    ],
  );
}

/** A job as the last scan left it. */
export interface KnownJob {
  folder: string;
  checksum: string;
  state: string;
}

/**
 * Jobs of a mount.
 *
 * @param client any connection
 * @param mountId the mount
 * @returns by folder, vanished ones too
 */
export async function readKnownJobs(
  client: Pick<PoolClient, "query">,
  mountId: number,
): Promise<Map<string, KnownJob>> {
  const { rows } = await client.query<KnownJob>(
    "SELECT folder, checksum, state FROM difference_job WHERE mount_id = $1",
    [mountId],
  );
  return new Map(rows.map((row) => [row.folder, row]));
}

/**
 * Jobs whose folders are gone: their rows stay, marked.
 *
 * @param client any connection
 * @param mountId the mount
 * @param folders of the jobs
 */
export async function saveVanishedJobs(
  client: Pick<PoolClient, "query">,
  mountId: number,
  folders: readonly string[],
): Promise<void> {
  if (folders.length === 0) return;
  await client.query("UPDATE difference_job SET state = 'vanished' WHERE mount_id = $1 AND folder = ANY ($2::text[])", [
    mountId,
    folders,
  ]);
}
