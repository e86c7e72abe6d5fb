// One dark ring as pages show it: measurements, stamp address and the newest verdict of its place.
import { z } from "zod";

/** A verdict is shown on every ring of its exposure and detector this near, pixels. */
const VERDICT_RADIUS_PIXELS = 3;

const measured = z.number().nullable();

/** A row as queries return it and as the API sends it. Ids are bigint as text. */
export const darkRingRowSchema = z.object({
  id: z.string(),
  runId: z.number(),
  instrument: z.string(),
  exposureId: z.string(),
  detector: z.number(),
  detectorName: z.string(),
  footprintId: z.number(),
  /** pixels */
  area: z.number(),
  circularity: z.number(),
  /** -1 to 1; null: not measured */
  gaussianLikeScore: measured,
  gaussianSigmaPixels: measured,
  gaussianDiameterPixels: measured,
  passesHoleChecks: z.boolean(),
  holeFracBbox: z.number(),
  holeFracTotal: z.number(),
  /** fraction of the box's diagonal */
  centerOffset: z.number(),
  /** inclusive, 0-based */
  x0: z.number(),
  x1: z.number(),
  y0: z.number(),
  y1: z.number(),
  /** null in reference mode, as all down to maskedFraction */
  ringScore: measured,
  ringRadiusPixels: measured,
  ringWidthPixels: measured,
  blobScorePadded: measured,
  morphology: z.string().nullable(),
  peakSignificance: measured,
  meanDepthSigma: measured,
  integratedDepthSigma: measured,
  maskedFraction: measured,
  /** detector frame, 0-based */
  centerX: z.number(),
  centerY: z.number(),
  flags: z.array(z.string()),
  /** from 0; null: not selected */
  rank: z.number().nullable(),
  /** place in the stamp pack; null: no stamp kept */
  stampIndex: z.number().nullable(),
  /** newest verdict within 3 px; null: none */
  verdict: z.string().nullable(),
  /** ISO 8601, UT */
  verdictAt: z.string().nullable(),
  verdictPerson: z.string().nullable(),
  /** of the pixels; only where rings of several detectors stand in one list */
  pixelUnit: z.string().nullable().optional(),
});
export type DarkRingRow = z.infer<typeof darkRingRowSchema>;

/** Columns of a DarkRingRow; `ring` is dark_ring, `verdict` the lateral join below. */
export const RING_COLUMNS_SQL = `
  ring.id, ring.run_id AS "runId", ring.instrument, ring.exposure_id AS "exposureId", ring.detector,
  ring.detector_name AS "detectorName", ring.footprint_id AS "footprintId", ring.area, ring.circularity,
  ring.gaussian_like_score AS "gaussianLikeScore", ring.gaussian_sigma_pixels AS "gaussianSigmaPixels",
  ring.gaussian_diameter_pixels AS "gaussianDiameterPixels", ring.passes_hole_checks AS "passesHoleChecks",
  ring.hole_frac_bbox AS "holeFracBbox", ring.hole_frac_total AS "holeFracTotal", ring.center_offset AS "centerOffset",
  ring.x0, ring.x1, ring.y0, ring.y1, ring.ring_score AS "ringScore", ring.ring_radius_pixels AS "ringRadiusPixels",
  ring.ring_width_pixels AS "ringWidthPixels", ring.blob_score_padded AS "blobScorePadded", ring.morphology,
  ring.peak_significance AS "peakSignificance", ring.mean_depth_sigma AS "meanDepthSigma",
  ring.integrated_depth_sigma AS "integratedDepthSigma", ring.masked_fraction AS "maskedFraction",
  ring.ring_center_x AS "centerX", ring.ring_center_y AS "centerY", ring.flags, ring.rank, ring.stamp_index AS "stampIndex",
  verdict.label AS verdict, to_char(verdict.at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "verdictAt", verdict.person AS "verdictPerson"`;

/** SQL behind SELECT: verdicts of the ring's place that hold. Uses the index (subject, instrument, exposure_id, detector). */
export const VERDICTS_OF_RING_SQL = `
  FROM verdict
  WHERE verdict.subject = 'dark-ring' AND verdict.instrument = ring.instrument AND verdict.exposure_id = ring.exposure_id
    AND verdict.detector = ring.detector AND verdict.undone_at IS NULL AND verdict.label IS NOT NULL
    AND (verdict.x - ring.ring_center_x) ^ 2 + (verdict.y - ring.ring_center_y) ^ 2 <= ${VERDICT_RADIUS_PIXELS ** 2}`;

/** Newest verdict of the ring's place that was not undone. */
export const VERDICT_JOIN_SQL = `
  LEFT JOIN LATERAL (
    SELECT label, at, person ${VERDICTS_OF_RING_SQL} ORDER BY at DESC LIMIT 1
  ) verdict ON true`;
