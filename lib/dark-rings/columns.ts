// The published columns of a dark-ring table: name, type, unit and meaning. Names, types and order follow the
// upstream detector_dark_ring_catalog; those of annulus mode come after, marked.

import type { DarkRing } from "./dark-ring";

export interface DarkRingColumn {
  field: keyof DarkRing;
  /** published name */
  name: string;
  type: "int64" | "float64" | "bool" | "text";
  unit: string | null;
  /** both: also in reference mode */
  mode: "both" | "annulus";
  description: string;
}

type Row = [keyof DarkRing, string, DarkRingColumn["type"], string | null, DarkRingColumn["mode"], string];

const ROWS: Row[] = [
  ["footprintId", "footprint_id", "int64", null, "both", "number of the footprint, unique per detector; may have gaps"],
  ["area", "area", "int64", "px", "both", "pixels of the footprint, holes not counted"],
  ["circularity", "circularity", "float64", null, "both", "4 pi filled area / perimeter^2, at most 1; saturates"],
  ["gaussianLikeScore", "gaussian_like_score", "float64", null, "both", "correlation with a dark Gaussian, -1 to 1"],
  ["gaussianSigmaPixels", "gaussian_sigma_pixels", "float64", "px", "both", "sigma of that Gaussian"],
  ["gaussianDiameterPixels", "gaussian_diameter_pixels", "float64", "px", "annulus", "its full width at half maximum"],
  ["passesHoleChecks", "passes_hole_checks", "bool", null, "both", "has a centred hole of a ring's size"],
  ["holeFracBbox", "hole_frac_bbox", "float64", null, "both", "hole pixels over pixels of the bounding box"],
  ["holeFracTotal", "hole_frac_total", "float64", null, "both", "hole pixels over pixels of the filled footprint"],
  ["centerOffset", "center_offset", "float64", null, "both", "offset of the holes, in diagonals of the bounding box"],
  ["y0", "y0", "int64", "px", "both", "first row, 0-based, inclusive"],
  ["y1", "y1", "int64", "px", "both", "last row, 0-based, inclusive"],
  ["x0", "x0", "int64", "px", "both", "first column, 0-based, inclusive"],
  ["x1", "x1", "int64", "px", "both", "last column, 0-based, inclusive"],
  ["ringScore", "ring_score", "float64", null, "annulus", "correlation with a dark ring, -1 to 1"],
  ["ringRadiusPixels", "ring_radius_pixels", "float64", "px", "annulus", "radius of that ring"],
  ["ringWidthPixels", "ring_width_pixels", "float64", "px", "annulus", "Gaussian sigma of that ring's annulus"],
  ["blobScorePadded", "blob_score_padded", "float64", null, "annulus", "blob score on the stamp of the ring score"],
  ["morphology", "morphology", "text", null, "annulus", "blob, ring or other"],
  ["centerX", "ring_center_x", "float64", "px", "annulus", "centre along NAXIS1, detector frame, 0-based"],
  ["centerY", "ring_center_y", "float64", "px", "annulus", "centre along NAXIS2, detector frame, 0-based"],
  [
    "peakSignificance",
    "peak_significance",
    "float64",
    "sigma",
    "annulus",
    "depth of the wavelet plane, darker positive",
  ],
  ["meanDepthSigma", "mean_depth_sigma", "float64", "sigma", "annulus", "mean depth per pixel, noise of one pixel"],
  ["integratedDepthSigma", "integrated_depth_sigma", "float64", "sigma", "annulus", "summed depth over its noise"],
  ["maskedFraction", "masked_fraction", "float64", null, "annulus", "unused pixels over pixels of the bounding box"],
  ["flags", "flags", "text", null, "annulus", "reasons to doubt, separated by spaces; empty: none"],
];

/** Columns in published order; `detector` and `exposure` come after the first and are the caller's. */
export const DARK_RING_COLUMNS: readonly DarkRingColumn[] = ROWS.map(
  ([field, name, type, unit, mode, description]) => ({
    field,
    name,
    type,
    unit,
    mode,
    description,
  }),
);
