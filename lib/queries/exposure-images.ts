// The images that there are of an exposure: mosaics of its focal plane, and of each detector its stages.
import "server-only";
import { pool } from "@/lib/database/client";
import { compareStages } from "@/lib/images/stages";

export interface MosaicRow {
  stage: string;
  runId: number;
  /** dvcs | engineering */
  orientation: string | null;
  /** detector pixels a pixel each way */
  bin: number;
}

export interface DetectorStages {
  detector: number;
  name: string;
  /** in the order of processing; a raw image can be had with its signature removed as well */
  stages: string[];
}

/** Detectors and their stages; $1 instrument, $2 exposure. */
const STAGES = `WITH stage AS (
  SELECT detector, detector_name AS name, product_type AS stage FROM detector_image
  WHERE instrument = $1 AND exposure_id = $2
  UNION ALL
  SELECT detector, detector_name, 'post_isr' FROM detector_image
  WHERE instrument = $1 AND exposure_id = $2 AND product_type = 'raw'
  UNION ALL
  SELECT detector, detector_name, stage FROM image_product
  WHERE instrument = $1 AND exposure_id = $2 AND detector IS NOT NULL)`;

/** Mosaics, the newest run of each first, finest first; and detectors in order. */
export async function listExposureImages(
  instrument: string,
  exposureId: bigint,
): Promise<{ mosaics: MosaicRow[]; detectors: DetectorStages[] }> {
  const [mosaics, detectors] = await Promise.all([
    pool().query<MosaicRow>(
      `SELECT stage, run_id AS "runId", orientation, bin FROM image_product
       WHERE instrument = $1 AND exposure_id = $2 AND detector IS NULL ORDER BY bin, run_id DESC`,
      [instrument, exposureId],
    ),
    pool().query<DetectorStages>(
      `${STAGES} SELECT detector, min(name) AS name, array_agg(DISTINCT stage) AS stages FROM stage
       GROUP BY detector ORDER BY detector`,
      [instrument, exposureId],
    ),
  ]);
  const ordered = detectors.rows.map((row) => ({ ...row, stages: row.stages.sort(compareStages) }));
  return { mosaics: mosaics.rows, detectors: ordered };
}

/** Stages of one detector of an exposure, in the order of processing; none: there is no image of it. */
export async function listDetectorStages(instrument: string, exposureId: bigint, detector: number): Promise<string[]> {
  const { rows } = await pool().query<{ stage: string }>(
    `${STAGES} SELECT DISTINCT stage FROM stage WHERE detector = $3`,
    [instrument, exposureId, detector],
  );
  return rows.map(({ stage }) => stage).sort(compareStages);
}
