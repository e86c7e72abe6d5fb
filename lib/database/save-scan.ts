// Writes what a scan found, a batch of files at a time. Every function works in the caller's transaction.

import type { PoolClient } from "pg";

export type FileState = "new" | "unchanged" | "changed" | "vanished" | "unreadable" | "unsupported";

export interface FileToSave {
  path: string;
  bytes: number;
  modifiedAt: Date;
  headerChecksum: string | null;
  state: FileState;
  reason: string | null;
  survey: string | null;
  hduCount: number | null;
}

export interface ExposureToSave {
  instrument: string;
  exposureId: bigint;
  dayObs: number | null;
  seqNum: number | null;
  observationType: string | null;
  physicalFilter: string | null;
  band: string | null;
  mjdMid: number | null;
  exposureTimeSeconds: number | null;
  object: string | null;
  program: string | null;
  label: string | null;
  missing: readonly string[];
}

export interface ImageToSave {
  /** path of its file in the same batch */
  path: string;
  instrument: string;
  exposureId: bigint;
  detector: number;
  detectorName: string;
  productType: string;
  hdu: number;
  width: number;
  height: number;
  checksum: string;
  bytes: number;
}

const FILE_RECORD = `path text, bytes bigint, modified_at timestamptz, header_checksum text, state text, reason text,
  survey text, hdu_count int`;

/** Columns of a mount's files that a scan writes again. */
const FILE_COLUMNS = ["bytes", "modified_at", "header_checksum", "state", "reason", "survey", "hdu_count"];

const EXPOSURE_RECORD = `instrument text, exposure_id bigint, day_obs int, seq_num int, observation_type text,
  physical_filter text, band text, mjd_mid float8, exposure_time_seconds float8, object text, program text,
  label text, missing text[]`;

const EXPOSURE_FACTS = [
  "day_obs",
  "seq_num",
  "observation_type",
  "physical_filter",
  "band",
  "mjd_mid",
  "exposure_time_seconds",
  "object",
  "program",
  "label",
];

const IMAGE_RECORD = `path text, instrument text, exposure_id bigint, detector int, detector_name text,
  product_type text, hdu int, width int, height int, checksum text, bytes bigint`;

/** Rows as one JSON parameter: bigint as text, which PostgreSQL casts back; NUL, which it refuses, left out. */
function asJson(rows: readonly Record<string, unknown>[]): string {
  return JSON.stringify(rows, (_name, value: unknown) => {
    if (typeof value === "string") return value.replaceAll("\u0000", "");
    return typeof value === "bigint" ? String(value) : value;
  });
}

/**
 * Write the files of a batch and all images in them; images that a changed file no longer has go away.
 *
 * @param client connection that holds the transaction
 * @param mountId their mount
 * @param files each path at most once
 * @param exposures in any number of copies
 * @param images of these files
 */
export async function saveScannedFiles(
  client: PoolClient,
  mountId: number,
  files: readonly FileToSave[],
  exposures: readonly ExposureToSave[],
  images: readonly ImageToSave[],
): Promise<void> {
  if (files.length === 0) return;
  await saveFiles(client, mountId, files);
  await saveExposures(client, exposures);
  await saveImages(client, mountId, files, images);
}

async function saveFiles(client: PoolClient, mountId: number, files: readonly FileToSave[]): Promise<void> {
  const rows = files.map((file) => ({
    path: file.path,
    bytes: file.bytes,
    modified_at: file.modifiedAt,
    header_checksum: file.headerChecksum,
    state: file.state,
    reason: file.reason,
    survey: file.survey,
    hdu_count: file.hduCount,
  }));
  const updates = FILE_COLUMNS.map((column) => `${column} = excluded.${column}`).join(", ");
  await client.query(
    `INSERT INTO mounted_file (mount_id, path, ${FILE_COLUMNS.join(", ")}, checked_at)
     SELECT $1, r.path, ${FILE_COLUMNS.map((column) => `r.${column}`).join(", ")}, now()
     FROM jsonb_to_recordset($2::jsonb) AS r(${FILE_RECORD})
     ON CONFLICT (mount_id, path) DO UPDATE SET ${updates}, checked_at = now()`,
    [mountId, asJson(rows)],
  );
}

/** The first file of an exposure makes its row; later ones fill what it did not know. */
async function saveExposures(client: PoolClient, exposures: readonly ExposureToSave[]): Promise<void> {
  const byId = new Map(exposures.map((exposure) => [`${exposure.instrument}\u0000${exposure.exposureId}`, exposure]));
  // one order for all scans, so that two of them cannot wait for each other's rows
  const ordered = [...byId.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, exposure]) => exposure);
  if (ordered.length === 0) return;
  const rows = ordered.map((exposure) => ({
    instrument: exposure.instrument,
    exposure_id: exposure.exposureId,
    day_obs: exposure.dayObs,
    seq_num: exposure.seqNum,
    observation_type: exposure.observationType,
    physical_filter: exposure.physicalFilter,
    band: exposure.band,
    mjd_mid: exposure.mjdMid,
    exposure_time_seconds: exposure.exposureTimeSeconds,
    object: exposure.object,
    program: exposure.program,
    label: exposure.label,
    missing: exposure.missing,
  }));
  const updates = EXPOSURE_FACTS.map((fact) => `${fact} = coalesce(excluded.${fact}, exposure.${fact})`).join(", ");
  await client.query(
    `INSERT INTO exposure (instrument, exposure_id, ${EXPOSURE_FACTS.join(", ")}, missing)
     SELECT r.instrument, r.exposure_id, ${EXPOSURE_FACTS.map((fact) => `r.${fact}`).join(", ")}, r.missing
     FROM jsonb_to_recordset($1::jsonb) AS r(${EXPOSURE_RECORD})
     ON CONFLICT (instrument, exposure_id) DO UPDATE SET ${updates}, missing = excluded.missing`,
    [asJson(rows)],
  );
}

async function saveImages(
  client: PoolClient,
  mountId: number,
  files: readonly FileToSave[],
  images: readonly ImageToSave[],
): Promise<void> {
  const rows = images.map((image) => ({
    path: image.path,
    instrument: image.instrument,
    exposure_id: image.exposureId,
    detector: image.detector,
    detector_name: image.detectorName,
    product_type: image.productType,
    hdu: image.hdu,
    width: image.width,
    height: image.height,
    checksum: image.checksum,
    bytes: image.bytes,
  }));
  const json = asJson(rows);
  await client.query(
    `DELETE FROM detector_image i USING mounted_file f
     WHERE f.id = i.file_id AND f.mount_id = $1 AND f.path = ANY($2::text[]) AND NOT EXISTS (
       SELECT 1 FROM jsonb_to_recordset($3::jsonb) AS r(${IMAGE_RECORD}) WHERE r.path = f.path AND r.hdu = i.hdu)`,
    [mountId, files.map(({ path }) => path), json],
  );
  await client.query(
    `INSERT INTO detector_image (instrument, exposure_id, detector, detector_name, product_type, file_id, hdu, width,
       height, checksum, bytes, state)
     SELECT r.instrument, r.exposure_id, r.detector, r.detector_name, r.product_type, f.id, r.hdu, r.width,
       r.height, r.checksum, r.bytes, 'present'
     FROM jsonb_to_recordset($2::jsonb) AS r(${IMAGE_RECORD})
       JOIN mounted_file f ON f.mount_id = $1 AND f.path = r.path
     ON CONFLICT (file_id, hdu) DO UPDATE SET instrument = excluded.instrument, exposure_id = excluded.exposure_id,
       detector = excluded.detector, detector_name = excluded.detector_name, product_type = excluded.product_type,
       width = excluded.width, height = excluded.height, checksum = excluded.checksum, bytes = excluded.bytes,
       state = 'present'`,
    [mountId, json],
  );
}

/**
 * Files whose bytes could not be had this time: what is known of them stays, their images are not offered to runs.
 *
 * @param client connection that holds the transaction
 * @param mountId their mount
 * @param paths relative to the mount
 * @param state vanished, or unreadable (then with the reason)
 * @param reason why it is unreadable
 */
export async function saveLostFiles(
  client: PoolClient,
  mountId: number,
  paths: readonly string[],
  state: "vanished" | "unreadable",
  reason: string | null,
): Promise<void> {
  if (paths.length === 0) return;
  await client.query(
    `WITH lost AS (
       UPDATE mounted_file SET state = $3, reason = $4, checked_at = now()
       WHERE mount_id = $1 AND path = ANY($2::text[]) RETURNING id)
     UPDATE detector_image i SET state = $3 FROM lost WHERE i.file_id = lost.id`,
    [mountId, paths, state, reason],
  );
}

/**
 * Files that are as they were: only the time of the look is written.
 *
 * @param client connection that holds the transaction
 * @param mountId their mount
 * @param paths relative to the mount
 */
export async function saveUnchangedFiles(client: PoolClient, mountId: number, paths: readonly string[]): Promise<void> {
  if (paths.length === 0) return;
  await client.query(
    `UPDATE mounted_file SET checked_at = now(), state = CASE WHEN state IN ('new', 'changed') THEN 'unchanged' ELSE state END
     WHERE mount_id = $1 AND path = ANY($2::text[])`,
    [mountId, paths],
  );
}

/**
 * Forget entries that were no files: folders and links that could not be looked at, and now can or are gone.
 *
 * @param client connection that holds the transaction
 * @param mountId their mount
 * @param paths relative to the mount
 */
export async function deleteEntries(client: PoolClient, mountId: number, paths: readonly string[]): Promise<void> {
  if (paths.length === 0) return;
  await client.query("DELETE FROM mounted_file WHERE mount_id = $1 AND path = ANY($2::text[])", [mountId, paths]);
}
