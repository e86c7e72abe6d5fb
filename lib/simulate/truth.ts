// What was put into a simulated detector, as rows and as the columns of a table.

export type TruthKind = "ring" | "blob" | "cosmic_ray" | "hot_pixel" | "hot_column" | "bright_blob";

/** One thing that is known to be in the image. Positions are 0-based, centre of the first pixel 0. */
export interface TruthRow {
  exposureId: bigint;
  detector: number;
  detectorName: string;
  kind: TruthKind;
  /** centre; of a cosmic ray where it enters, of a hot column its middle */
  x: number;
  y: number;
  /**
   * Integrated depth of a ring or blob: the signal-to-noise ratio of its matched filter in white noise,
   * A * sqrt(sum M^2) / sigma with depth profile A * M (peak of M 1) and sigma the noise of one pixel (read noise and shot
   * noise of the dark current). No linear measure reaches more; the sum of the depth over a footprint, divided by
   * sigma * sqrt(its pixels), reaches at most 90 % of it for a Gaussian blob. null: not a dark feature.
   */
  depthSigma: number | null;
  /** depth (dark features) or height at the peak of the profile */
  peakElectrons: number;
  /** radius of a ring */
  radiusPixels: number | null;
  /** Gaussian sigma of a ring's annulus or of a blob */
  widthPixels: number | null;
  /** pixels along a track or a column */
  lengthPixels: number | null;
  /** in every exposure of this detector */
  isRecurrent: boolean;
  /** its pixels are flagged in the mask plane */
  isMasked: boolean;
}

type TruthColumnType = "int64" | "float64" | "bool" | "text";

interface TruthColumn {
  field: keyof TruthRow;
  name: string;
  type: TruthColumnType;
  unit: string | null;
  description: string;
}

/** Columns of the truth table, in order. */
export const TRUTH_COLUMNS: readonly TruthColumn[] = [
  { field: "exposureId", name: "exposure", type: "int64", unit: null, description: "exposure id" },
  { field: "detector", name: "detector", type: "int64", unit: null, description: "detector id" },
  { field: "detectorName", name: "detector_name", type: "text", unit: null, description: "detector name" },
  { field: "kind", name: "kind", type: "text", unit: null, description: "what it is" },
  { field: "x", name: "x", type: "float64", unit: "px", description: "centre along NAXIS1, 0-based" },
  { field: "y", name: "y", type: "float64", unit: "px", description: "centre along NAXIS2, 0-based" },
  {
    field: "depthSigma",
    name: "depth_sigma",
    type: "float64",
    unit: "sigma",
    description: "integrated depth: signal-to-noise ratio of the matched filter in white noise",
  },
  {
    field: "peakElectrons",
    name: "peak_electrons",
    type: "float64",
    unit: "electron",
    description: "depth of a dark feature, height of a bright one, at the peak of its profile",
  },
  { field: "radiusPixels", name: "radius_pixels", type: "float64", unit: "px", description: "radius of a ring" },
  {
    field: "widthPixels",
    name: "width_pixels",
    type: "float64",
    unit: "px",
    description: "Gaussian sigma of a ring's annulus or of a blob",
  },
  {
    field: "lengthPixels",
    name: "length_pixels",
    type: "float64",
    unit: "px",
    description: "length of a track or column",
  },
  { field: "isRecurrent", name: "is_recurrent", type: "bool", unit: null, description: "in every exposure" },
  { field: "isMasked", name: "is_masked", type: "bool", unit: null, description: "flagged in the mask plane" },
];

/**
 * Truth rows as columns, ready for a table of lib/tables.
 *
 * @param rows any number
 * @returns the columns of TRUTH_COLUMNS with their values
 */
export function truthColumns(rows: TruthRow[]): {
  name: string;
  type: TruthColumnType;
  unit: string | null;
  description: string;
  values: (number | bigint | boolean | string | null)[];
}[] {
  return TRUTH_COLUMNS.map(({ field, name, type, unit, description }) => ({
    name,
    type,
    unit,
    description,
    values: rows.map((row) => row[field]),
  }));
}
