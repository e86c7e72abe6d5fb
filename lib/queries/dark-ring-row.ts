// One dark ring as pages show it: measurements, stamp address and the newest verdict of its place.

/** A verdict is shown on every ring of its exposure and detector this near, pixels. */
export const VERDICT_RADIUS_PIXELS = 3;

export interface DarkRingRow {
  /** bigint as text */
  id: string;
  runId: number;
  instrument: string;
  /** bigint as text */
  exposureId: string;
  detector: number;
  detectorName: string;
  footprintId: number;
  /** pixels */
  area: number;
  circularity: number;
  /** -1 to 1; null: not measured */
  gaussianLikeScore: number | null;
  gaussianSigmaPixels: number | null;
  gaussianDiameterPixels: number | null;
  passesHoleChecks: boolean;
  /** inclusive, 0-based */
  x0: number;
  x1: number;
  y0: number;
  y1: number;
  /** null in reference mode, as the six below */
  ringScore: number | null;
  ringRadiusPixels: number | null;
  ringWidthPixels: number | null;
  blobScorePadded: number | null;
  morphology: string | null;
  peakSignificance: number | null;
  meanDepthSigma: number | null;
  integratedDepthSigma: number | null;
  maskedFraction: number | null;
  /** detector frame, 0-based */
  centerX: number;
  centerY: number;
  flags: string[];
  /** from 0; null: not selected */
  rank: number | null;
  /** place in the stamp pack; null: no stamp kept */
  stampIndex: number | null;
  /** newest verdict within 3 px; null: none */
  verdict: string | null;
  verdictAt: Date | null;
  verdictPerson: string | null;
}

/** Columns of a DarkRingRow; `ring` is dark_ring, `verdict` the lateral join below. */
export const RING_COLUMNS_SQL = `
  ring.id, ring.run_id AS "runId", ring.instrument, ring.exposure_id AS "exposureId", ring.detector,
  ring.detector_name AS "detectorName", ring.footprint_id AS "footprintId", ring.area, ring.circularity,
  ring.gaussian_like_score AS "gaussianLikeScore", ring.gaussian_sigma_pixels AS "gaussianSigmaPixels",
  ring.gaussian_diameter_pixels AS "gaussianDiameterPixels", ring.passes_hole_checks AS "passesHoleChecks",
  ring.x0, ring.x1, ring.y0, ring.y1, ring.ring_score AS "ringScore", ring.ring_radius_pixels AS "ringRadiusPixels",
  ring.ring_width_pixels AS "ringWidthPixels", ring.blob_score_padded AS "blobScorePadded", ring.morphology,
  ring.peak_significance AS "peakSignificance", ring.mean_depth_sigma AS "meanDepthSigma",
  ring.integrated_depth_sigma AS "integratedDepthSigma", ring.masked_fraction AS "maskedFraction",
  ring.ring_center_x AS "centerX", ring.ring_center_y AS "centerY", ring.flags, ring.rank, ring.stamp_index AS "stampIndex",
  verdict.label AS verdict, verdict.at AT TIME ZONE 'UTC' AS "verdictAt", verdict.person AS "verdictPerson"`;

/** Newest verdict of the ring's place that was not undone. Uses the index (subject, instrument, exposure_id, detector). */
export const VERDICT_JOIN_SQL = `
  LEFT JOIN LATERAL (
    SELECT label, at, person FROM verdict
    WHERE subject = 'dark-ring' AND verdict.instrument = ring.instrument AND verdict.exposure_id = ring.exposure_id
      AND verdict.detector = ring.detector AND undone_at IS NULL
      AND (verdict.x - ring.ring_center_x) ^ 2 + (verdict.y - ring.ring_center_y) ^ 2 <= ${VERDICT_RADIUS_PIXELS ** 2}
    ORDER BY at DESC LIMIT 1
  ) verdict ON true`;
