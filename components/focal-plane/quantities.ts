// The per-detector quantities that a focal plane can show, and how a detector's row becomes a coloured sensor.
import { findCamera } from "@/lib/cameras";
import type { DetectorRow } from "@/lib/queries/exposure";
import type { DetectorState, FocalPlaneDetector } from "./focal-plane-traces";

export interface Quantity {
  /** name of the metric in the database, and in the address */
  metric: string;
  label: string;
  /** places after the point in tables */
  digits: number;
  description: string;
}

export const QUANTITIES: readonly Quantity[] = [
  { metric: "dark_rings", label: "rings", digits: 0, description: "dark footprints found on the detector" },
  {
    metric: "best_score",
    label: "best score",
    digits: 3,
    description: "highest gaussian-like score on the detector, -1 to 1",
  },
  { metric: "noise", label: "noise", digits: 2, description: "1.4826 median absolute deviation of the good pixels" },
  { metric: "mean", label: "mean", digits: 2, description: "mean of the good pixels" },
  { metric: "median", label: "median", digits: 2, description: "median of the good pixels" },
  { metric: "saturated_fraction", label: "saturated", digits: 5, description: "saturated pixels over all pixels" },
  { metric: "masked_fraction", label: "masked", digits: 5, description: "bad pixels over all pixels" },
  {
    metric: "plane_sigma",
    label: "plane σ",
    digits: 3,
    description: "noise of the wavelet plane that detection thresholds",
  },
];

/** The quantity of an address; rings when the word is none of them. */
export function quantityOf(metric: string): Quantity {
  const [first] = QUANTITIES;
  const found = QUANTITIES.find((quantity) => quantity.metric === metric) ?? first;
  if (!found) throw new RangeError("no quantities");
  return found;
}

const STATE_OF_TASK: Record<string, DetectorState> = {
  waiting: "waiting",
  queued: "waiting",
  running: "running",
  failed: "failed",
  cancelled: "not measured",
};

/** What a detector's row says when it has no value: its state, and why. */
function stateWithoutValue(row: DetectorRow): { state: DetectorState; reason: string } {
  if (row.imageState === null) return { state: "absent", reason: "no mounted file has this detector" };
  if (row.taskState === null) return { state: "not measured", reason: "no run has measured it" };
  if (row.taskState === "failed") return { state: "failed", reason: row.error ?? "the task failed" };
  if (row.taskState === "cancelled") return { state: "not measured", reason: "its task was cancelled" };
  return { state: STATE_OF_TASK[row.taskState] ?? "not measured", reason: row.note ?? "the run says nothing of it" };
}

/** State, value and unit of one quantity on one detector. */
export function readQuantity(
  row: DetectorRow,
  metric: string,
): { state: DetectorState; value: number | null; unit: string | null; reason: string | null } {
  const measured = row.metrics.find((entry) => entry.metric === metric);
  const unit = measured?.unit || null;
  if (measured && measured.value !== null) return { state: "measured", value: measured.value, unit, reason: null };
  const { state, reason } = stateWithoutValue(row);
  return { state, value: null, unit, reason: measured?.reason ?? reason };
}

/** Side of a sensor in the stand-in layout, mm. */
const GRID_PITCH = 44;
const GRID_SENSOR = 40;

/** Corners of a sensor in a square grid by position in the list: for instruments whose geometry is not known. */
function gridCorners(index: number, count: number): FocalPlaneDetector["cornersMm"] {
  const columns = Math.ceil(Math.sqrt(count));
  const x = (index % columns) * GRID_PITCH;
  const y = -Math.floor(index / columns) * GRID_PITCH;
  return [
    [x, y],
    [x + GRID_SENSOR, y],
    [x + GRID_SENSOR, y + GRID_SENSOR],
    [x, y + GRID_SENSOR],
  ];
}

export interface FocalPlaneRows {
  detectors: FocalPlaneDetector[];
  unit: string | null;
  /** false: drawn in a grid, the geometry is not known */
  hasGeometry: boolean;
}

/** Rows of one quantity, placed in the camera's focal plane. */
export function focalPlaneRows(instrument: string, rows: readonly DetectorRow[], metric: string): FocalPlaneRows {
  const corners = new Map(findCamera(instrument)?.detectors.map(({ id, cornersMm }) => [id, cornersMm]));
  const hasGeometry = rows.every((row) => corners.has(row.detector));
  const readings = rows.map((row) => readQuantity(row, metric));
  const detectors = rows.map((row, index): FocalPlaneDetector => {
    const reading = readings[index];
    const cornersMm = (hasGeometry && corners.get(row.detector)) || gridCorners(index, rows.length);
    return {
      detector: row.detector,
      name: row.name,
      cornersMm,
      state: reading?.state ?? "not measured",
      value: reading?.value ?? null,
      reason: reading?.reason ?? null,
    };
  });
  return { detectors, unit: readings.find((reading) => reading.unit)?.unit ?? null, hasGeometry };
}
