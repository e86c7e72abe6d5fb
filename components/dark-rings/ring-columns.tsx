// Columns of a table of rings.
import type { DarkRingRow } from "@/lib/queries/dark-ring-row";
import type { DataColumn } from "../tables/columns";
import { NumberCell } from "../ui/number-cell";

type Numeric = {
  [Key in keyof DarkRingRow]-?: DarkRingRow[Key] extends number | null ? Key : never;
}[keyof DarkRingRow];

interface NumberColumn {
  id: Numeric;
  header: string;
  digits: number;
  unit?: string;
  width?: number;
  description: string;
}

const NUMBERS: readonly NumberColumn[] = [
  {
    id: "gaussianLikeScore",
    header: "score",
    digits: 3,
    width: 66,
    description: "correlation with the best Gaussian, −1 to 1; a true ring scores low",
  },
  { id: "ringScore", header: "ring", digits: 3, width: 66, description: "correlation with the best ring, −1 to 1" },
  {
    id: "integratedDepthSigma",
    header: "depth",
    unit: "σ",
    digits: 1,
    width: 70,
    description: "depth summed over the footprint over its noise",
  },
  {
    id: "meanDepthSigma",
    header: "mean depth",
    unit: "σ",
    digits: 2,
    width: 96,
    description: "mean depth of its pixels below their surroundings",
  },
  {
    id: "area",
    header: "area",
    unit: "px",
    digits: 0,
    width: 66,
    description: "pixels of the footprint, holes not counted",
  },
  {
    id: "gaussianDiameterPixels",
    header: "diameter",
    unit: "px",
    digits: 1,
    width: 92,
    description: "full width at half maximum of the best Gaussian",
  },
  {
    id: "ringRadiusPixels",
    header: "radius",
    unit: "px",
    digits: 1,
    width: 78,
    description: "radius of the best ring",
  },
  {
    id: "circularity",
    header: "circularity",
    digits: 3,
    width: 84,
    description: "4π area / perimeter² of the filled footprint",
  },
  {
    id: "centerX",
    header: "x",
    unit: "px",
    digits: 1,
    width: 72,
    description: "centre along the detector's x, 0-based",
  },
  {
    id: "centerY",
    header: "y",
    unit: "px",
    digits: 1,
    width: 72,
    description: "centre along the detector's y, 0-based",
  },
];

function numberColumn({ id, header, digits, unit, width, description }: NumberColumn): DataColumn<DarkRingRow> {
  return {
    id,
    header,
    unit,
    description,
    width,
    isNumber: true,
    value: (ring) => ring[id],
    cell: (ring) => <NumberCell value={ring[id]} digits={digits} unit={unit} />,
  };
}

const RANK: DataColumn<DarkRingRow> = {
  id: "rank",
  header: "#",
  description: "rank in its exposure, from 0; empty: not selected by the run",
  width: 48,
  isNumber: true,
  value: (ring) => ring.rank,
  cell: (ring) => <span className="mono">{ring.rank ?? "–"}</span>,
};

const DETECTOR: DataColumn<DarkRingRow> = {
  id: "detector",
  header: "detector",
  width: 84,
  value: (ring) => ring.detectorName,
  cell: (ring) => <span className="mono">{ring.detectorName}</span>,
};

const MORPHOLOGY: DataColumn<DarkRingRow> = {
  id: "morphology",
  header: "shape",
  description: "ring: ring score ≥ 0.7 and above the blob score; blob: blob score ≥ 0.7; else other",
  width: 60,
  value: (ring) => ring.morphology,
  cell: (ring) => ring.morphology ?? "○",
};

const FLAGS: DataColumn<DarkRingRow> = {
  id: "flags",
  header: "flags",
  description: "reasons to doubt it is a dark feature of its own",
  width: 150,
  value: (ring) => ring.flags.join(", ") || null,
  cell: (ring) => (ring.flags.length > 0 ? `▲ ${ring.flags.join(", ").replaceAll("_", " ")}` : ""),
};

const VERDICT: DataColumn<DarkRingRow> = {
  id: "verdict",
  header: "verdict",
  width: 76,
  value: (ring) => ring.verdict,
  cell: (ring) => ring.verdict ?? "",
};

const [SCORE, ...OTHERS] = NUMBERS.map(numberColumn);

/** Columns of rings of one exposure. */
export const RING_COLUMNS: readonly DataColumn<DarkRingRow>[] = [
  RANK,
  DETECTOR,
  ...(SCORE ? [SCORE] : []),
  MORPHOLOGY,
  FLAGS,
  VERDICT,
  ...OTHERS,
];
