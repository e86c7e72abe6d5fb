// The product tables under their published names (reference/dark-rings.md, 5.1), as Parquet, ECSV and CSV.

import { DARK_RING_COLUMNS, type DarkRing } from "@/lib/dark-rings";
import { type Table, type TableColumn, writeTable } from "@/lib/tables";
import { TABLE_FILE_FORMATS, type TableName, tablePath } from "../paths";
import { writeBeside } from "./write-beside";

/** What a table's reader must know about all of its rows. */
export interface TableSubject {
  runId: number;
  codeVersion: string;
  configuration: Record<string, unknown>;
  instrument: string;
  exposureId: bigint;
}

/** A ring with the detector it lies on. */
export type RingOnDetector = DarkRing & { detector: number };

export interface ManifestRow {
  kind: "scatter" | "histogram" | "roundest_cutout" | "roundest_mosaic";
  /** relative to the run's folder, so that it stays true when the data home moves */
  path: string;
  /** -1 for what belongs to no ring */
  footprintId: number;
  /** -1 for what belongs to no ring; not in the published table, where footprint_id alone is ambiguous */
  detector: number;
}

const DETECTOR_COLUMN = {
  name: "detector",
  type: "int64",
  unit: null,
  description: "id of the detector in the camera",
} as const;
const EXPOSURE_COLUMN = { name: "exposure", type: "int64", unit: null, description: "id of the exposure" } as const;

/**
 * Mode, configuration and origin, as every table stores them.
 *
 * @param subject of the table
 * @returns names and values for the table's header
 */
function tableMeta(subject: TableSubject): Record<string, string> {
  return {
    mode: String(subject.configuration.mode ?? "annulus"),
    run: String(subject.runId),
    code_version: subject.codeVersion,
    instrument: subject.instrument,
    exposure: String(subject.exposureId),
    configuration: JSON.stringify(subject.configuration),
  };
}

/**
 * Rings as a table of the published columns; in reference mode those of annulus mode are left out.
 *
 * @param name published name
 * @param subject of the table
 * @param rings rows in their order
 * @returns the table; all columns are there also without rows
 */
export function ringTable(name: string, subject: TableSubject, rings: readonly RingOnDetector[]): Table {
  const isReference = subject.configuration.mode === "reference";
  const measured = DARK_RING_COLUMNS.filter(({ mode }) => mode === "both" || !isReference).map(
    (column): TableColumn => ({
      name: column.name,
      type: column.type,
      unit: column.unit,
      description: column.description,
      values: rings.map((ring) => tableValue(ring[column.field])),
    }),
  );
  const [first, ...others] = measured;
  const columns: TableColumn[] = [
    ...(first === undefined ? [] : [first]),
    { ...DETECTOR_COLUMN, values: rings.map(({ detector }) => detector) },
    { ...EXPOSURE_COLUMN, values: rings.map(() => subject.exposureId) },
    ...others,
  ];
  return { name, meta: tableMeta(subject), columns };
}

/**
 * A field of a ring as a cell.
 *
 * @param value of any field; flags are joined with spaces
 * @returns what a table can hold
 */
export function tableValue(value: DarkRing[keyof DarkRing]): number | boolean | string | null {
  return Array.isArray(value) ? value.join(" ") : value;
}

/**
 * The per-exposure manifest of pictures.
 *
 * @param subject of the table
 * @param rows scatter, histogram, cutouts by rank, mosaic
 * @returns the table
 */
export function manifestTable(subject: TableSubject, rows: readonly ManifestRow[]): Table {
  const text = { type: "text", unit: null } as const;
  const id = { type: "int64", unit: null } as const;
  return {
    name: "exposure_dark_ring_stats_manifest",
    meta: tableMeta(subject),
    columns: [
      { ...text, name: "kind", description: "kind of picture", values: rows.map(({ kind }) => kind) },
      { ...text, name: "path", description: "file below the run's folder", values: rows.map((row) => row.path) },
      {
        ...id,
        name: "footprint_id",
        description: "ring of a cutout, -1 for other pictures",
        values: rows.map(({ footprintId }) => footprintId),
      },
      {
        ...id,
        name: "detector",
        description: "detector of a cutout, -1 for other pictures",
        values: rows.map(({ detector }) => detector),
      },
    ],
  };
}

/**
 * Write one table in all formats.
 *
 * @param subject of the table
 * @param name published name
 * @param table its content
 * @param detector for the table of one detector
 */
export function writeTableFiles(subject: TableSubject, name: TableName, table: Table, detector?: number): void {
  const { instrument, exposureId } = subject;
  const place = detector === undefined ? { instrument, exposureId } : { instrument, exposureId, detector };
  for (const format of TABLE_FILE_FORMATS) {
    writeBeside(tablePath(subject.runId, name, place, format), writeTable(table, format));
  }
}

/**
 * The catalogue of one detector.
 *
 * @param subject run, exposure and detector
 * @param rings of the detector
 */
export function writeDetectorTables(subject: TableSubject & { detector: number }, rings: readonly DarkRing[]): void {
  const rows = rings.map((ring) => ({ ...ring, detector: subject.detector }));
  const table = ringTable("detector_dark_ring_catalog", subject, rows);
  writeTableFiles(subject, "detector_dark_ring_catalog", table, subject.detector);
}
