// Rows that stress the pages: 12,000 exposures, 189 detectors, long names, failures, running, queued and cancelled runs.
// Deterministic: every "random" number is a hash of its row. `npx tsx e2e/seed.ts` fills the database of DATABASE_URL.

import pg from "pg";
import { listCameras } from "@/lib/cameras";

/** Pseudo-random number of [0, 1) from a text, the same on every machine. */
const HASH = `CREATE OR REPLACE FUNCTION pg_temp.chance(seed text) RETURNS float8 LANGUAGE sql IMMUTABLE AS
  $$ SELECT (('x' || substr(md5(seed), 1, 7))::bit(28)::int) / 268435456.0 $$`;

export const SEEDED = {
  instrument: "LSSTCam",
  /** 189 detectors, measured by the runs done (annulus), otherThreshold and reference */
  exposureId: "2025061300222",
  nextExposureId: "2025061300223",
  runs: { done: 101, otherThreshold: 102, reference: 103, failed: 104, running: 105, queued: 106, cancelled: 107 },
  longMount: "survey-archive-of-the-second-half-of-the-commissioning-campaign-mirrored-from-the-summit-2025b",
} as const;

const MOUNTS = `INSERT INTO mount (id, name, root, kind, scan_state, scan_note, scanned_at, created_at) VALUES
  (101, 'commissioning', '/data/commissioning', 'folder', 'idle', NULL, '2025-06-14 02:14:03', '2025-06-01'),
  (102, '${SEEDED.longMount}', '/net/storage-07/exports/${SEEDED.longMount}/darks/and/flats', 'folder', 'scanning',
     '12 204 files seen', '2025-06-13 22:00:00', '2025-06-02'),
  (103, 'earlier-uploads', '/data/uploads', 'upload', 'idle', NULL, '2025-06-14 01:00:00', '2025-06-03'),
  (104, 'usb-disk', '/media/usb0', 'folder', 'failed', '/media/usb0: is not there, expected a folder that can be read', NULL,
     '2025-06-04')`;

const EXPOSURES = `INSERT INTO exposure (instrument, exposure_id, day_obs, seq_num, observation_type, physical_filter, band, mjd_mid,
    exposure_time_seconds, object, program, label, missing)
  SELECT 'LATISS', day::bigint * 100000 + seq, day, seq, (ARRAY['bias','dark','flat','science'])[1 + seq % 4],
    CASE WHEN seq % 4 >= 2 THEN (ARRAY['SDSSg_65mm~empty','SDSSr_65mm~empty','BG40_65mm_1~holo4_003'])[1 + seq % 3] END,
    CASE WHEN seq % 4 >= 2 THEN (ARRAY['g','r',NULL])[1 + seq % 3] END,
    60800 + n + 0.1 + seq * 0.002, (ARRAY[0, 30, 2, 30])[1 + seq % 4],
    CASE WHEN seq % 4 = 3 THEN 'HD' || (100000 + seq * 37) END, 'BLOCK-T' || (17 + n % 9),
    'AT_' || 'O_' || day || '_' || lpad(seq::text, 6, '0'), '{}'::text[]
  FROM generate_series(0, 39) n, LATERAL (SELECT to_char(date '2025-05-05' + n, 'YYYYMMDD')::int AS day) d, generate_series(1, 300) seq
  UNION ALL
  SELECT 'LSSTCam', (2025061300000 + seq)::bigint, 20250613, seq, 'dark', NULL, NULL, 60839.9 + seq * 0.0011,
    (ARRAY[15, 60, 300])[1 + seq % 3], NULL, 'BLOCK-365', 'MC_C_20250613_' || lpad(seq::text, 6, '0'), '{}'
  FROM generate_series(200, 259) seq
  UNION ALL
  SELECT 'Kast', (2019122800000 + seq)::bigint, 20191228, seq, 'science', NULL, NULL, 58845.1 + seq * 0.01, 1800,
    'a target with a name so long that nobody at the console could have meant it seriously, observed twice', NULL,
    'b' || seq, ARRAY['physicalFilter: the header has no BSPLIT_N', 'program: no such keyword']
  FROM generate_series(21, 24) seq
  UNION ALL
  SELECT 'HSC', 903334 + seq, NULL, NULL, NULL, 'HSC-R', 'r', NULL, NULL, NULL, NULL, 'HSCA0903334' || seq,
    ARRAY['dayObs: DATE-OBS is not a date', 'mjdMid: no MJD', 'exposureTimeSeconds: EXPTIME is empty']
  FROM generate_series(0, 1) seq
  ON CONFLICT DO NOTHING`;

const FILES = `INSERT INTO mounted_file (id, mount_id, path, bytes, modified_at, header_checksum, state, survey, hdu_count)
  SELECT 10000000 + row_number() OVER (ORDER BY e.instrument, e.exposure_id, d.detector),
    CASE WHEN e.instrument = 'LATISS' THEN 102 ELSE 101 END,
    e.instrument || '/' || coalesce(e.day_obs::text, 'unknown-day') || '/' || e.label || '/' || e.label || '-' || d.name || '.fits',
    33554432 + (e.exposure_id % 1000) * 2880, timestamp '2025-06-13 20:00:00' + (e.exposure_id % 3600) * interval '1 second',
    md5(e.label || d.name), 'unchanged', lower(e.instrument), 3
  FROM exposure e JOIN pg_temp.detector d ON d.instrument = e.instrument`;

const TROUBLED_FILES = `INSERT INTO mounted_file (id, mount_id, path, bytes, modified_at, state, reason) 
  SELECT 20000000 + n, 101, 'incoming/' || (ARRAY['truncated','notes','events','half-written'])[1 + n % 4] || '_' || lpad(n::text, 3, '0') || '.fits',
    (n * 7919) % 100000000, timestamp '2025-06-13 21:00:00', (ARRAY['unreadable','unsupported','unsupported','vanished'])[1 + n % 4],
    (ARRAY['HDU 1 of incoming/truncated.fits: 1048576 bytes of data, expected 33177600 (NAXIS1 4072, NAXIS2 4000, BITPIX 16)',
           'incoming/notes.fits: begins with "Dear all, the", expected SIMPLE  =',
           'incoming/events.fits: three binary tables and no image of a detector, expected an image of two axes',
           'was here at 2025-06-13 20:11:40 and is not any more'])[1 + n % 4]
  FROM generate_series(0, 119) n
  UNION ALL SELECT 30000000 + n, 103, 'upload-' || n || '.fits', 5760, timestamp '2025-06-14 00:30:00', 'new', NULL FROM generate_series(1, 3) n`;

const IMAGES = `INSERT INTO detector_image (id, instrument, exposure_id, detector, detector_name, product_type, file_id, hdu, width, height,
    checksum, bytes)
  SELECT f.id, e.instrument, e.exposure_id, d.detector, d.name, CASE WHEN e.instrument = 'LSSTCam' THEN 'post_isr' ELSE 'raw' END,
    f.id, 1, 509, 500, md5(f.path), f.bytes
  FROM exposure e JOIN pg_temp.detector d ON d.instrument = e.instrument
  JOIN mounted_file f ON f.path = e.instrument || '/' || coalesce(e.day_obs::text, 'unknown-day') || '/' || e.label || '/' || e.label ||
    '-' || d.name || '.fits'`;

const CONFIGURATION = `jsonb_build_object('find-dark-rings', jsonb_build_object('mode', mode, 'nSigma', n_sigma, 'scale', 2,
  'productTypes', jsonb_build_array('post_isr')), 'consolidate-dark-rings', jsonb_build_object('mode', mode, 'topCount', 100))`;

const RUNS = `INSERT INTO run (id, key, pipeline, mode, query, configuration, code_version, state, task_count, created_at, started_at, ended_at)
  SELECT id, 'seed-' || id, 'dark-rings', mode, query, ${CONFIGURATION}, '0.1.0+a1b2c3d', state, 0, made, made + interval '2 seconds', ended
  FROM (VALUES
    (101, 'annulus', 5.0, 'instrument=''LSSTCam'' AND exposure >= 2025061300220', 'done', timestamp '2025-06-14 00:00', timestamp '2025-06-14 00:11'),
    (102, 'annulus', 6.5, 'instrument=''LSSTCam'' AND exposure >= 2025061300220', 'done', '2025-06-14 00:20', '2025-06-14 00:30'),
    (103, 'reference', 3.0, 'instrument=''LSSTCam'' AND exposure = 2025061300222', 'done', '2025-06-14 00:40', '2025-06-14 00:44'),
    (104, 'annulus', 5.0, 'instrument=''LSSTCam'' AND exposure = 2025061300240', 'failed', '2025-06-14 01:00', '2025-06-14 01:03'),
    (105, 'annulus', 5.0, 'instrument=''LSSTCam'' AND exposure IN (2025061300241, 2025061300242)', 'running', '2025-06-14 02:00', NULL),
    (106, 'annulus', 5.0, 'instrument=''LATISS'' AND day_obs = 20250513', 'queued', '2025-06-14 02:01', NULL),
    (107, 'annulus', 5.0, 'instrument=''LATISS'' AND day_obs = 20250512', 'cancelled', '2025-06-13 20:00', '2025-06-13 20:01')
  ) AS given (id, mode, n_sigma, query, state, made, ended)`;

/** Which exposures each run works on. */
const RUN_EXPOSURES = `CREATE TEMP TABLE run_exposure AS
  SELECT 101 AS run_id, 'LSSTCam' AS instrument, (2025061300220 + n)::bigint AS exposure_id FROM generate_series(0, 7) n
  UNION ALL SELECT 102, 'LSSTCam', (2025061300220 + n)::bigint FROM generate_series(0, 7) n
  UNION ALL SELECT 103, 'LSSTCam', 2025061300222
  UNION ALL SELECT 104, 'LSSTCam', 2025061300240
  UNION ALL SELECT 105, 'LSSTCam', (2025061300241 + n)::bigint FROM generate_series(0, 1) n
  UNION ALL SELECT 106, 'LATISS', (2025051300000 + n)::bigint FROM generate_series(1, 30) n
  UNION ALL SELECT 107, 'LATISS', (2025051200000 + n)::bigint FROM generate_series(1, 30) n`;

/** Open tasks wait: a worker would take up queued and running ones that have no job. */
const DETECTOR_TASKS = `INSERT INTO task (key, run_id, name, stage, instrument, exposure_id, detector, image_id, input_checksum, state, attempts,
    worker, started_at, ended_at, megapixels, compute_seconds, error_tag, error_message, error_cause, note)
  SELECT 'seed-' || r.run_id || '-' || i.id, r.run_id, 'find-dark-rings', 0, i.instrument, i.exposure_id, i.detector, i.id, i.checksum, s.state,
    1, CASE WHEN s.state IN ('done', 'failed', 'running') THEN 'summit-compute-03:4711' END, run.started_at + i.detector * interval '1 second',
    CASE WHEN s.state IN ('done', 'failed') THEN run.started_at + i.detector * interval '1 second' + interval '1.2 seconds' END,
    CASE WHEN s.state = 'done' THEN 0.2545 END, CASE WHEN s.state = 'done' THEN 0.003 + pg_temp.chance(i.id::text) / 500 END,
    CASE WHEN s.state = 'failed' THEN CASE WHEN i.detector % 2 = 0 THEN 'FileUnreadable' ELSE 'MalformedFile' END END,
    CASE WHEN s.state = 'failed' THEN CASE WHEN i.detector % 2 = 0
      THEN f.path || ': no such file, expected 34194240 bytes (it was there at the last scan)'
      ELSE 'HDU 1 of ' || f.path || ': 1048576 bytes of data, expected 33177600 (NAXIS1 4072, NAXIS2 4000, BITPIX 16)' END END,
    CASE WHEN s.state = 'failed' AND i.detector % 2 = 0 THEN 'ENOENT: no such file or directory, open' END,
    CASE WHEN s.state = 'done' AND i.detector = 40 THEN '412 footprints, 100 stamps kept' END
  FROM run_exposure r JOIN run ON run.id = r.run_id
  JOIN detector_image i ON i.instrument = r.instrument AND i.exposure_id = r.exposure_id AND NOT (r.run_id = 101 AND i.detector >= 187)
  JOIN mounted_file f ON f.id = i.file_id,
  LATERAL (SELECT CASE run.state WHEN 'queued' THEN 'waiting' WHEN 'cancelled' THEN 'cancelled'
    WHEN 'failed' THEN CASE WHEN i.detector % 3 = 0 THEN 'failed' ELSE 'done' END
    WHEN 'running' THEN CASE WHEN i.detector < 118 AND i.exposure_id = 2025061300241 THEN CASE WHEN i.detector = 7 THEN 'failed' ELSE 'done' END
      ELSE 'waiting' END
    ELSE CASE WHEN r.run_id = 101 AND i.exposure_id = 2025061300222 AND i.detector IN (12, 95, 131) THEN 'failed' ELSE 'done' END END AS state) s`;

const EXPOSURE_TASKS = `INSERT INTO task (key, run_id, name, stage, instrument, exposure_id, input_checksum, state, attempts, started_at, ended_at)
  SELECT 'seed-' || r.run_id || '-' || r.instrument || r.exposure_id, r.run_id, 'consolidate-dark-rings', 1, r.instrument, r.exposure_id,
    md5(r.exposure_id::text), CASE WHEN run.state IN ('queued', 'running') THEN 'waiting' WHEN run.state = 'cancelled' THEN 'cancelled' ELSE 'done' END,
    0, run.started_at, run.ended_at
  FROM run_exposure r JOIN run ON run.id = r.run_id`;

/** Rings of run 102 are those of run 101 above its threshold, moved by a tenth of a pixel; run 103's are boxes without ring scores. */
const RINGS = `INSERT INTO dark_ring (run_id, task_key, instrument, exposure_id, detector, detector_name, footprint_id, area, circularity,
    gaussian_like_score, gaussian_sigma_pixels, gaussian_diameter_pixels, passes_hole_checks, hole_frac_bbox, hole_frac_total, center_offset,
    y0, y1, x0, x1, ring_score, ring_radius_pixels, ring_width_pixels, blob_score_padded, morphology, ring_center_x, ring_center_y,
    peak_significance, mean_depth_sigma, integrated_depth_sigma, masked_fraction, flags)
  SELECT t.run_id, t.key, t.instrument, t.exposure_id, t.detector, d.name, n, (9 + c.a * 190)::int, 0.3 + 0.7 * c.b,
    CASE WHEN n = 11 THEN NULL ELSE 1.0 - 1.4 * c.c * c.c END, 2 + 3 * c.a, (2 + 3 * c.a) * 2.3548, c.b > 0.3, 0.1 * c.c, 0.2 * c.c, c.a * 2,
    (c.y - 8)::int, (c.y + 8)::int, (c.x - 8)::int, (c.x + 8)::int,
    CASE WHEN run.mode = 'annulus' THEN c.d * 0.97 END, CASE WHEN run.mode = 'annulus' THEN 5 + 9 * c.a END,
    CASE WHEN run.mode = 'annulus' THEN 1.5 + 2 * c.b END, c.c * 0.9,
    CASE WHEN run.mode = 'annulus' THEN CASE WHEN c.d > 0.7 THEN 'ring' WHEN c.c < 0.4 THEN 'blob' ELSE 'other' END END,
    c.x + (t.run_id = 102)::int * 0.1, c.y, 4 + 30 * c.a * c.b, CASE WHEN run.mode = 'annulus' THEN 0.5 + 3 * c.b END,
    CASE WHEN run.mode = 'annulus' THEN 4 + 40 * c.a * c.b END, CASE WHEN c.a > 0.8 THEN 0.06 ELSE 0 END,
    CASE WHEN run.mode <> 'annulus' THEN '{}'::text[] WHEN c.b > 0.85 THEN ARRAY['cosmic_ray_lobe'] WHEN c.b > 0.75 THEN ARRAY['column','masked']
      WHEN c.x < 12 THEN ARRAY['edge'] ELSE '{}' END
  FROM task t JOIN run ON run.id = t.run_id JOIN pg_temp.detector d ON d.instrument = t.instrument AND d.detector = t.detector,
    generate_series(1, CASE WHEN t.detector % 7 = 0 THEN 0 ELSE 4 + t.detector % 11 END) n,
    LATERAL (SELECT pg_temp.chance(t.exposure_id || 'a' || t.detector || '-' || n) AS a, pg_temp.chance(t.exposure_id || 'b' || t.detector || '-' || n) AS b,
      pg_temp.chance(t.exposure_id || 'c' || t.detector || '-' || n) AS c, pg_temp.chance(t.exposure_id || 'd' || t.detector || '-' || n) AS d,
      -- the first two stand at the same place in every exposure
      10 + 489 * pg_temp.chance(CASE WHEN n > 2 THEN t.exposure_id::text ELSE '' END || 'x' || t.detector || '-' || n) AS x,
      10 + 480 * pg_temp.chance(CASE WHEN n > 2 THEN t.exposure_id::text ELSE '' END || 'y' || t.detector || '-' || n) AS y) c
  WHERE t.name = 'find-dark-rings' AND t.state = 'done' AND t.instrument = 'LSSTCam' AND NOT (t.run_id = 102 AND c.a < 0.35)`;

const RANKS = `UPDATE dark_ring SET rank = ranked.rank FROM (
    SELECT id, row_number() OVER (PARTITION BY run_id, instrument, exposure_id ORDER BY gaussian_like_score DESC NULLS LAST, detector,
      footprint_id) - 1 AS rank FROM dark_ring WHERE run_id BETWEEN 101 AND 107) ranked
  WHERE ranked.id = dark_ring.id AND ranked.rank < 100`;

const METRICS = `INSERT INTO metric_value (run_id, task_key, instrument, exposure_id, detector, metric, value, unit, not_measured_reason)
  SELECT t.run_id, t.key, t.instrument, t.exposure_id, t.detector, m.metric,
    CASE m.metric WHEN 'dark_rings' THEN r.count WHEN 'best_score' THEN r.best
      WHEN 'saturated_fraction' THEN CASE WHEN t.detector % 50 = 49 THEN NULL ELSE 1e-5 * pg_temp.chance('s' || t.key) END
      WHEN 'masked_fraction' THEN 0.004 * pg_temp.chance('m' || t.key)
      ELSE m.base * (1 + 0.2 * (pg_temp.chance(m.metric || t.detector) - 0.5)) END, m.unit,
    CASE WHEN m.metric = 'saturated_fraction' AND t.detector % 50 = 49 THEN 'the saturation level of this detector is not known'
      WHEN m.metric = 'best_score' AND r.best IS NULL THEN 'no dark ring was found' END
  FROM task t, (VALUES ('dark_rings', 0, 'count'), ('best_score', 0, ''), ('noise', 6.2, 'electron'), ('mean', 12.0, 'electron'),
      ('median', 11.6, 'electron'), ('saturated_fraction', 0, ''), ('masked_fraction', 0, ''), ('plane_sigma', 0.31, 'electron')) AS m (metric, base, unit),
    LATERAL (SELECT count(*) AS count, max(gaussian_like_score) AS best FROM dark_ring d WHERE d.run_id = t.run_id AND d.task_key = t.key) r
  WHERE t.name = 'find-dark-rings' AND t.state = 'done' AND t.run_id <= 105`;

const VERDICTS = `INSERT INTO verdict (client_key, subject, instrument, exposure_id, detector, x, y, label, at, undone_at)
  SELECT 'seed-verdict-' || id, 'dark-ring', instrument, exposure_id, detector, ring_center_x, ring_center_y,
    (ARRAY['ring','blob','lobe'])[1 + rank % 3], timestamp '2025-06-14 01:30:00' + rank * interval '3 seconds',
    CASE WHEN rank = 5 THEN timestamp '2025-06-14 01:40:00' END
  FROM dark_ring WHERE run_id = 101 AND exposure_id = 2025061300222 AND rank < 12`;

const FINISH = [
  "UPDATE run SET task_count = (SELECT count(*) FROM task WHERE run_id = run.id) WHERE id BETWEEN 101 AND 107",
  ...["mount", "mounted_file", "detector_image", "run", "dark_ring", "metric_value", "verdict"].map(
    (table) => `SELECT setval(pg_get_serial_sequence('${table}', 'id'), (SELECT coalesce(max(id), 1) FROM ${table}))`,
  ),
  "ANALYZE",
];

/** Detectors of each camera that the exposures use. */
async function makeDetectors(client: pg.Client): Promise<void> {
  await client.query("CREATE TEMP TABLE detector (instrument text, detector int, name text)");
  const known = listCameras().flatMap((camera) => {
    const science = camera.detectors.filter((detector) => detector.type === "SCIENCE");
    return camera.instrument === "LSSTCam" || camera.instrument === "LATISS"
      ? science.map(({ id, name }) => ({ instrument: camera.instrument, id, name }))
      : [];
  });
  const all = [...known, { instrument: "Kast", id: 0, name: "blue" }, { instrument: "HSC", id: 49, name: "1_36" }];
  await client.query("INSERT INTO detector SELECT * FROM unnest($1::text[], $2::int[], $3::text[])", [
    all.map(({ instrument }) => instrument),
    all.map(({ id }) => id),
    all.map(({ name }) => name),
  ]);
}

/** Fills a migrated database, once: a second call finds its mounts and does nothing. Ids begin high, beside other rows. */
export async function seed(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query("SELECT 1 FROM mount WHERE name = $1", [SEEDED.longMount]);
    if (rowCount !== 0) return;
    await client.query("BEGIN");
    await client.query(HASH);
    await makeDetectors(client);
    const statements = [MOUNTS, EXPOSURES, FILES, TROUBLED_FILES, IMAGES, RUNS, RUN_EXPOSURES, DETECTOR_TASKS];
    for (const sql of [...statements, EXPOSURE_TASKS, RINGS, RANKS, METRICS, VERDICTS]) await client.query(sql);
    await client.query("COMMIT");
    for (const sql of FINISH) await client.query(sql);
  } finally {
    await client.end();
  }
}

if (process.argv[1]?.endsWith("seed.ts")) await seed(process.env.DATABASE_URL ?? "");
