// Rings as a table or as DS9 regions to take away: the published column names, then what only Annulus knows.
import type { Region, Table, TableColumn, TableColumnType, TableValue } from "@/lib/tables";
import type { DarkRingRow } from "./dark-ring-row";

type Column = [
  name: string,
  type: TableColumnType,
  unit: string | null,
  description: string,
  value: (ring: DarkRingRow) => TableValue,
];

const COLUMNS: Column[] = [
  ["instrument", "text", null, "instrument", (ring) => ring.instrument],
  ["exposure", "int64", null, "exposure id", (ring) => BigInt(ring.exposureId)],
  ["detector", "int64", null, "detector id in the camera", (ring) => ring.detector],
  ["detector_name", "text", null, "detector name in the camera", (ring) => ring.detectorName],
  ["footprint_id", "int64", null, "unique per detector only", (ring) => ring.footprintId],
  ["area", "int64", "px", "pixels of the footprint, holes not counted", (ring) => ring.area],
  [
    "circularity",
    "float64",
    null,
    "4 pi area / perimeter^2 of the filled footprint, 0 to 1",
    (ring) => ring.circularity,
  ],
  [
    "gaussian_like_score",
    "float64",
    null,
    "correlation with the best Gaussian, -1 to 1",
    (ring) => ring.gaussianLikeScore,
  ],
  ["gaussian_sigma_pixels", "float64", "px", "sigma of that Gaussian", (ring) => ring.gaussianSigmaPixels],
  [
    "gaussian_diameter_pixels",
    "float64",
    "px",
    "full width at half maximum of that Gaussian",
    (ring) => ring.gaussianDiameterPixels,
  ],
  ["passes_hole_checks", "bool", null, "the footprint has one central hole", (ring) => ring.passesHoleChecks],
  ["y0", "int64", "px", "first row of the box, 0-based", (ring) => ring.y0],
  ["y1", "int64", "px", "last row of the box, inclusive", (ring) => ring.y1],
  ["x0", "int64", "px", "first column of the box, 0-based", (ring) => ring.x0],
  ["x1", "int64", "px", "last column of the box, inclusive", (ring) => ring.x1],
  ["ring_score", "float64", null, "correlation with the best ring, -1 to 1", (ring) => ring.ringScore],
  ["ring_radius_pixels", "float64", "px", "radius of that ring", (ring) => ring.ringRadiusPixels],
  ["ring_width_pixels", "float64", "px", "Gaussian sigma of that ring's profile", (ring) => ring.ringWidthPixels],
  ["blob_score_padded", "float64", null, "Gaussian correlation on the padded box", (ring) => ring.blobScorePadded],
  ["morphology", "text", null, "blob, ring or other", (ring) => ring.morphology],
  ["ring_center_x", "float64", "px", "centre, detector frame, 0-based", (ring) => ring.centerX],
  ["ring_center_y", "float64", "px", "centre, detector frame, 0-based", (ring) => ring.centerY],
  [
    "peak_significance",
    "float64",
    "sigma",
    "depth of the wavelet plane, positive is darker",
    (ring) => ring.peakSignificance,
  ],
  [
    "mean_depth_sigma",
    "float64",
    "sigma",
    "mean depth of the pixels below their surroundings",
    (ring) => ring.meanDepthSigma,
  ],
  [
    "integrated_depth_sigma",
    "float64",
    "sigma",
    "depth summed over the footprint over its noise",
    (ring) => ring.integratedDepthSigma,
  ],
  ["masked_fraction", "float64", null, "bad pixels in the box", (ring) => ring.maskedFraction],
  ["flags", "text", null, "reasons to doubt, apart by blanks", (ring) => ring.flags.join(" ")],
  ["rank", "int64", null, "rank in its exposure from 0; none: not selected", (ring) => ring.rank],
  ["run", "int64", null, "run that measured it", (ring) => ring.runId],
  ["verdict", "text", null, "newest verdict within 3 px; none: not judged", (ring) => ring.verdict],
  ["verdict_person", "text", null, "who gave the verdict", (ring) => ring.verdictPerson],
  ["verdict_at", "text", null, "when, UT", (ring) => ring.verdictAt],
];

/** The rings as a table; `meta` says what was asked for, so that the file can be made again. */
export function darkRingTable(rings: readonly DarkRingRow[], meta: Record<string, string>): Table {
  const columns = COLUMNS.map(
    ([name, type, unit, description, value]): TableColumn => ({
      name,
      type,
      unit,
      description,
      values: rings.map(value),
    }),
  );
  return { name: "dark_rings", meta, columns };
}

const RING_COLOR = "cyan";
const BLOB_COLOR = "green";

/** One circle a ring: its radius plus its width, or the blob's half width; 0-based, the writer adds DS9's one. */
export function darkRingRegions(rings: readonly DarkRingRow[]): Region[] {
  return rings.map((ring) => {
    const boxRadius = Math.max(ring.x1 - ring.x0 + 1, ring.y1 - ring.y0 + 1) / 2;
    const ringRadius = (ring.ringRadiusPixels ?? 0) + (ring.ringWidthPixels ?? 0);
    const isRing = ring.morphology === "ring";
    return {
      shape: "circle",
      x: ring.centerX,
      y: ring.centerY,
      radiusPixels: isRing ? Math.max(ringRadius, 2) : boxRadius,
      label: `${ring.detectorName} ${ring.footprintId}`,
      tag: ring.verdict ?? ring.morphology ?? "dark ring",
      color: isRing ? RING_COLOR : BLOB_COLOR,
    };
  });
}
