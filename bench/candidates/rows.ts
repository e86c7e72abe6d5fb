// Candidates and their truth made in SQL: a thousand candidates a job, with values that are spread as real ones are.

import { pool } from "@/lib/database/client";

const ROWS_A_JOB = 1000;
const VERDICTS = 2000;
/** Sources of truth of a job that neither algorithm finds. */
const MISSED_A_JOB = 20;

/** Values of one row; `n` counts rows. Found by ZOGY alone, SFFT alone or both in thirds; one in fifty real. */
const VALUES: Record<string, string> = {
  job_id: "job.id",
  source: "'rapid'",
  mode: "'annulus'",
  jid: "job.jid",
  candidate_id: "job.jid || ':zogy:' || n",
  filter: "job.filter",
  sca: "job.sca",
  mjd: "job.mjd",
  field: "job.field",
  id: "n",
  x: "random() * 4088",
  y: "random() * 4088",
  ra: "10 + random()",
  dec: "-45 + random()",
  detected_by: "CASE part WHEN 0 THEN 'zogy' WHEN 1 THEN 'sfft' ELSE 'both' END",
  label: "CASE WHEN is_real THEN 1 ELSE 0 END",
  injected: "is_real AND random() < 0.7",
  truth_id: "CASE WHEN is_real THEN n || '_inj' END",
  snr: "3 - 5 * ln(random() + 1e-9)",
  edge_distance_px: "random() * 2044",
  separation_px: "CASE WHEN part = 2 THEN random() END",
  candidate_flags: "CASE WHEN random() < 0.02 THEN ARRAY['duplicate'] ELSE '{}' END",
  isdiffpos: "true",
  stamp_files: "'{}'",
  ...valuesOf("zogy", "part <> 1"),
  ...valuesOf("sfft", "part <> 0"),
};

function valuesOf(algorithm: string, isFound: string): Record<string, string> {
  const where = (value: string) => `CASE WHEN ${isFound} THEN ${value} END`;
  const spread = [
    "x",
    "y",
    "x_err",
    "y_err",
    "qfit",
    "cfit",
    "reduced_chi2",
    "mag",
    "daofind_mag",
    "elongation",
    "fwhm",
  ];
  return {
    ...Object.fromEntries(spread.map((name) => [`${algorithm}_${name}`, where("random() * 10")])),
    ...Object.fromEntries(
      ["flux", "flux_fit", "peak", "snr"].map((name) => [`${algorithm}_${name}`, where("-20 * ln(random() + 1e-9)")]),
    ),
    [`${algorithm}_sharpness`]: where("0.2 + random()"),
    [`${algorithm}_roundness1`]: where("2 * random() - 1"),
    [`${algorithm}_roundness2`]: where("2 * random() - 1"),
    [`${algorithm}_flux_err`]: where("1 + random()"),
    [`${algorithm}_truth_id`]: where("CASE WHEN is_real THEN n || '_inj' END"),
    [`${algorithm}_truth_sep_px`]: where("CASE WHEN is_real THEN random() END"),
    [`${algorithm}_flags`]: where("0"),
    [`${algorithm}_id`]: where("n"),
    [`${algorithm}_npix`]: where("25"),
  };
}

/**
 * Fills the empty tables.
 *
 * @param rows how many candidates
 * @returns seconds that the indexes took to build
 */
export async function makeCandidates(rows: number): Promise<number> {
  const client = pool();
  await client.query(
    "TRUNCATE candidate, difference_job_counts, difference_truth, difference_job, verdict, mount RESTART IDENTITY CASCADE",
  );
  const { rows: indexes } = await client.query<{ name: string; definition: string }>(
    `SELECT indexname AS name, indexdef AS definition FROM pg_indexes WHERE tablename = 'candidate' AND indexname <> 'candidate_pkey'`,
  );
  for (const { name } of indexes) await client.query(`DROP INDEX "${name}"`);
  await client.query("INSERT INTO mount (name, root) VALUES ('bench', '/nowhere')");
  await client.query(
    `INSERT INTO difference_job (mount_id, folder, jid, source, state, filter, sca, mjd, field, width, height, channels, notes, origins, settings,
       checksum, code_version)
     SELECT 1, 'jid' || j, 'jid' || j, 'rapid', 'present', (ARRAY['H158', 'F184', 'J129', 'Y106'])[1 + j % 4], 1 + j % 18, 60000 + j * 0.01,
       (5000 + j % 40)::text, 4089, 4089, '[]', '[]', '{}', 'null', '', '' FROM generate_series(1, $1::int) j`,
    [rows / ROWS_A_JOB],
  );
  await client.query("SELECT setseed(0.5)");
  await client.query(
    `INSERT INTO candidate (${Object.keys(VALUES).join(", ")})
     SELECT ${Object.values(VALUES).join(", ")} FROM difference_job job,
       LATERAL (SELECT n, (random() * 3)::int % 3 AS part, random() < 0.02 AS is_real FROM generate_series(1, ${ROWS_A_JOB}) n
         WHERE job.id > 0) made`,
  );
  await makeTruth();
  const start = performance.now();
  for (const { definition } of indexes) await client.query(definition);
  const seconds = (performance.now() - start) / 1000;
  await client.query(
    `INSERT INTO verdict (client_key, subject, instrument, exposure_id, candidate_id, x, y, label, at)
     SELECT 'bench-' || row_id, 'candidate', 'RomanWFI', job_id, candidate_id, x, y, 'real', now() FROM candidate
     ORDER BY snr DESC LIMIT ${VERDICTS}`,
  );
  await client.query(
    `INSERT INTO verdict (client_key, subject, instrument, exposure_id, candidate_id, x, y, label, person, at)
     SELECT 'second-' || client_key, subject, instrument, exposure_id, candidate_id, x, y, CASE WHEN id % 5 = 0 THEN 'dipole' ELSE 'real' END,
       'second', at FROM verdict WHERE id % 2 = 0`,
  );
  await client.query("VACUUM ANALYZE");
  return seconds;
}

/** A source for each candidate with truth, fainter ones that nobody found, and what the jobs count. */
async function makeTruth(): Promise<void> {
  await pool().query(
    `INSERT INTO difference_truth (job_id, mode, position, truth_id, kind, x, y, mag_ab, candidate_id, separation_px, zogy_separation_px,
       sfft_separation_px, miss_reason)
     SELECT job_id, mode, row_number() OVER (PARTITION BY job_id), truth_id, 'inj', x, y, 20 + 5 * random(), candidate_id,
       coalesce(zogy_truth_sep_px, sfft_truth_sep_px), zogy_truth_sep_px, sfft_truth_sep_px, NULL
     FROM candidate WHERE truth_id IS NOT NULL
     UNION ALL
     SELECT job.id, 'annulus', 1000000 + m, m || '_missed', 'inj', random() * 4088, random() * 4088, 23 + 4 * random(), NULL, NULL, NULL, NULL,
       'below_threshold' FROM difference_job job, generate_series(1, $1::int) m`,
    [MISSED_A_JOB],
  );
  await pool().query(
    `INSERT INTO difference_job_counts (job_id, mode, candidates, zogy_only, sfft_only, "both", "real", bogus, undecided, injected, truth,
       injected_found, injected_missed, found_by_zogy, found_by_sfft, found_by_either)
     SELECT job_id, 'annulus', count(*), count(*) FILTER (WHERE detected_by = 'zogy'), count(*) FILTER (WHERE detected_by = 'sfft'),
       count(*) FILTER (WHERE detected_by = 'both'), sum(label), count(*) - sum(label), 0, count(*) FILTER (WHERE injected),
       sum(label) + $1, sum(label), $1, count(zogy_truth_id), count(sfft_truth_id), count(truth_id)
     FROM candidate GROUP BY job_id`,
    [MISSED_A_JOB],
  );
}
