// From the name of an image to where its pixels are.
import "server-only";
import { pool } from "@/lib/database/client";
import type { ImageLocation, Processing } from "@/lib/images/location";
import type { ExposureSource, FileSource, SourceName } from "@/lib/images/source-text";
import { BEST_FIRST, compareStages } from "@/lib/images/stages";
import { environment } from "../environment";
import { NotFoundError } from "../errors";

/**
 * Finds the file of an image.
 *
 * @param source parsed name
 * @returns where its pixels are
 * @throws NotFoundError with the stages that there are
 */
export async function locateImage(source: SourceName): Promise<ImageLocation> {
  return source.kind === "file" ? locateFile(source) : locateExposure(source);
}

async function locateFile({ fileId, hdu, plane }: FileSource): Promise<ImageLocation> {
  const { rows } = await pool().query<{ root: string; path: string; rules: string | null }>(
    `SELECT mount.root, file.path, mount.rules FROM mounted_file file JOIN mount ON mount.id = file.mount_id
     WHERE file.id = $1`,
    [fileId],
  );
  const row = rows[0];
  if (!row) throw new NotFoundError({ place: "files", found: `no file ${fileId}`, expected: "a file of a mount" });
  return { ...row, hdu, plane, processing: null, identity: null, bin: 1 };
}

/** A stage of an address and where it is; the API's list of stages has the same rows. */
export interface StageRow {
  stage: string;
  runId: number | null;
  root: string | null;
  path: string;
  rules: string | null;
  hdu: number;
  width: number;
  height: number;
  bin: number;
  detector: number | null;
  detectorName: string | null;
  productType: string;
}

/**
 * All stages of a detector, or of the focal plane (detector null), in the order of processing; within one the best first:
 * mounted before made, present before vanished, newer runs before older.
 *
 * @param address exposure and detector by name or id
 * @returns rows; a raw file stands for its post_isr too
 */
export async function listStageRows(
  address: Pick<ExposureSource, "instrument" | "exposureId" | "detector">,
): Promise<StageRow[]> {
  const { rows } = await pool().query<StageRow>(
    `SELECT image.product_type AS stage, NULL::int AS "runId", mount.root, file.path, mount.rules, image.hdu, image.width,
       image.height, 1 AS bin, image.detector, image.detector_name AS "detectorName", image.product_type AS "productType",
       CASE WHEN image.state = 'present' THEN 0 ELSE 1 END AS place, image.id
     FROM detector_image image JOIN mounted_file file ON file.id = image.file_id JOIN mount ON mount.id = file.mount_id
     WHERE image.instrument = $1 AND image.exposure_id = $2 AND (image.detector_name = $3 OR image.detector::text = $3)
     UNION ALL
     SELECT stage, run_id, NULL, path, NULL, hdu, width, height, bin, detector, detector_name, stage, 2, -id
     FROM image_product
     WHERE instrument = $1 AND exposure_id = $2
       AND (detector_name = $3 OR detector::text = $3 OR ($3::text IS NULL AND detector IS NULL))
     ORDER BY place, id`,
    [address.instrument, address.exposureId, address.detector],
  );
  const computed = rows.filter(({ stage }) => stage === "raw").map((row) => ({ ...row, stage: "post_isr" }));
  return [...rows, ...computed].sort((a, b) => compareStages(a.stage, b.stage));
}

async function locateExposure(source: ExposureSource): Promise<ImageLocation> {
  const rows = await listStageRows(source);
  const ofRun = source.runId === null ? rows : rows.filter(({ runId }) => runId === source.runId);
  const { stage } = source;
  const chosen = stage === null ? bestOf(ofRun) : ofRun.find((row) => row.stage === stage);
  if (!chosen) throw missingStage(source, rows);
  const { instrument, exposureId } = source;
  const { root, path, rules, hdu, bin, detector, detectorName } = chosen;
  return {
    root: root ?? environment().dataHome,
    path,
    rules,
    hdu,
    plane: [],
    processing: processingOf(chosen),
    identity: { instrument, exposureId, detector, detectorName, stage: chosen.stage },
    bin,
  };
}

/** Mounted ones before a run's; among the mounted, files before what is computed from a raw. */
function bestOf(rows: readonly StageRow[]): StageRow | undefined {
  const mounted = rows.filter(({ runId }) => runId === null);
  const stored = mounted.filter(({ stage, productType }) => stage === productType && stage !== "raw");
  for (const stage of BEST_FIRST) {
    const found =
      stored.find((row) => row.stage === stage) ?? mounted.find((row) => row.stage === stage && stage !== "post_isr");
    if (found) return found;
  }
  return mounted.find(({ stage }) => stage === "post_isr") ?? rows[0];
}

function processingOf({ stage, productType }: StageRow): Processing {
  if (productType !== "raw") return null;
  return stage === "raw" ? "assemble" : "removeSignature";
}

function missingStage(source: ExposureSource, rows: readonly StageRow[]): NotFoundError {
  const { instrument, exposureId, detector, stage, runId } = source;
  const wanted = `${stage ?? "image"}${runId === null ? "" : ` of run ${runId}`}`;
  const there = [...new Set(rows.map((row) => row.stage))].join(", ");
  return new NotFoundError({
    place: [instrument, exposureId, detector].filter((part) => part !== null).join(" "),
    found: `no ${wanted}`,
    expected: there === "" ? "an image that a mounted file or a run has" : `one of ${there}`,
  });
}
