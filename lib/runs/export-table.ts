// Tables for `annulus export`: rows of the database over a selection, with their units and meanings.

import { DARK_RING_COLUMNS } from "@/lib/dark-rings";
import { pool } from "@/lib/database/client";
import { shownRunSql } from "@/lib/database/shown-run";
import { NotFoundError } from "@/lib/errors";
import type { Table, TableColumn, TableColumnType, TableValue } from "@/lib/tables";
import { parseSelection } from "./selection";
import { selectionToSql } from "./selection-sql";

interface ColumnDefinition {
  name: string;
  type: TableColumnType;
  unit: string | null;
  description: string;
  /** SQL over the tables of the source */
  sql: string;
}

interface Source {
  columns: readonly ColumnDefinition[];
  /** SQL from FROM to the condition; e, i, m are the tables of selections, $1 the run or null */
  from: string;
  order: string;
}

const column = (name: string, type: TableColumnType, unit: string | null, description: string, sql: string) => {
  return { name, type, unit, description, sql };
};

const EXPOSURE = [
  column("instrument", "text", null, "instrument", "e.instrument"),
  column("exposure", "int64", null, "id of the exposure", "e.exposure_id"),
];

/** An image of the ring's detector, so that a selection may ask for product_type and mount. */
const ONE_IMAGE = `LEFT JOIN LATERAL (SELECT * FROM detector_image x WHERE x.instrument = r.instrument
    AND x.exposure_id = r.exposure_id AND x.detector = r.detector ORDER BY x.id LIMIT 1) i ON true
  LEFT JOIN mounted_file f ON f.id = i.file_id LEFT JOIN mount m ON m.id = f.mount_id`;

/** The asked run, or the one that is shown for the exposure. */
const OF_RUN = `r.run_id = coalesce($1::int, (SELECT ${shownRunSql()} FROM task JOIN run ON run.id = task.run_id
  WHERE task.instrument = r.instrument AND task.exposure_id = r.exposure_id))`;

const RINGS: readonly ColumnDefinition[] = [
  column("run", "int64", null, "id of the run", "r.run_id"),
  ...EXPOSURE,
  column("detector", "int64", null, "id of the detector in the camera", "r.detector"),
  column("detector_name", "text", null, "name of the detector in the camera", "r.detector_name"),
  column("rank", "int64", null, "rank in the exposure, from 0; empty: not selected", "r.rank"),
  ...DARK_RING_COLUMNS.map(({ name, type, unit, description }) =>
    column(name, type, unit, description, name === "flags" ? "array_to_string(r.flags, ' ')" : `r.${name}`),
  ),
];

const SOURCES: Record<string, Source> = {
  exposure_dark_ring_catalog: {
    columns: RINGS,
    from: `dark_ring r JOIN exposure e USING (instrument, exposure_id) ${ONE_IMAGE} WHERE ${OF_RUN}`,
    order: "e.instrument, e.exposure_id, r.detector, r.footprint_id",
  },
  exposure_dark_ring_roundest: {
    columns: RINGS,
    from: `dark_ring r JOIN exposure e USING (instrument, exposure_id) ${ONE_IMAGE} WHERE r.rank IS NOT NULL AND ${OF_RUN}`,
    order: "e.instrument, e.exposure_id, r.rank",
  },
  metric_values: {
    columns: [
      column("run", "int64", null, "id of the run", "r.run_id"),
      ...EXPOSURE,
      column("detector", "int64", null, "id of the detector; empty: the whole exposure", "r.detector"),
      column("metric", "text", null, "what was measured", "r.metric"),
      column("value", "float64", null, "in the unit of its row; empty: not measured", "r.value"),
      column("unit", "text", null, "unit of the value", "r.unit"),
      column("not_measured_reason", "text", null, "why there is no value", "r.not_measured_reason"),
    ],
    from: `metric_value r JOIN exposure e USING (instrument, exposure_id) ${ONE_IMAGE} WHERE ${OF_RUN}`,
    order: "e.instrument, e.exposure_id, r.detector NULLS FIRST, r.metric",
  },
  exposures: {
    columns: [
      ...EXPOSURE,
      column("day_obs", "int64", null, "night, YYYYMMDD", "e.day_obs"),
      column("seq_num", "int64", null, "number in the night", "e.seq_num"),
      column("observation_type", "text", null, "bias, dark, flat, science …", "e.observation_type"),
      column("physical_filter", "text", null, "filter", "e.physical_filter"),
      column("band", "text", null, "band", "e.band"),
      column("mjd_mid", "float64", "d", "middle of the exposure, UTC", "e.mjd_mid"),
      column("exposure_time", "float64", "s", "exposure time", "e.exposure_time_seconds"),
      column("object", "text", null, "object", "e.object"),
      column("detectors", "int64", null, "detectors with a present image", "count(DISTINCT i.detector)"),
    ],
    from: `exposure e JOIN detector_image i USING (instrument, exposure_id) JOIN mounted_file f ON f.id = i.file_id
      JOIN mount m ON m.id = f.mount_id WHERE i.state = 'present' AND $1::int IS NULL`,
    order: "e.instrument, e.exposure_id",
  },
};

const ALIASES: Record<string, string> = {
  "dark-rings": "exposure_dark_ring_catalog",
  dark_rings: "exposure_dark_ring_catalog",
  detector_dark_ring_catalog: "exposure_dark_ring_catalog",
  roundest: "exposure_dark_ring_roundest",
  metrics: "metric_values",
};

/** @returns names of the tables that can be exported */
export function listExportTables(): string[] {
  return Object.keys(SOURCES);
}

/**
 * A table over a selection.
 *
 * @param name of the table, or an alias of it
 * @param query selection as typed
 * @param runId run to take; null: of each exposure the one that is shown
 * @returns the table, possibly without rows
 * @throws NotFoundError for another name; InvalidParameterError for the selection
 */
export async function readExportTable(name: string, query: string, runId: number | null): Promise<Table> {
  const full = ALIASES[name] ?? name;
  const source = Object.hasOwn(SOURCES, full) ? SOURCES[full] : undefined;
  if (source === undefined) {
    throw new NotFoundError({
      place: `table ${name}`,
      found: "none",
      expected: `one of ${listExportTables().join(", ")}`,
    });
  }
  const condition = selectionToSql(parseSelection(query), 2);
  const list = source.columns.map(({ sql }, index) => `${sql} AS c${index}`).join(", ");
  const group = full === "exposures" ? "GROUP BY e.instrument, e.exposure_id" : "";
  const result = await pool().query<Record<string, unknown>>(
    `SELECT ${list} FROM ${source.from} AND (${condition.text}) ${group} ORDER BY ${source.order}`,
    [runId, ...condition.values],
  );
  const columns = source.columns.map(({ sql: _sql, ...definition }, index): TableColumn => {
    return { ...definition, values: result.rows.map((row) => cell(row[`c${index}`], definition.type)) };
  });
  return { name: full, meta: { selection: query, run: runId === null ? "newest" : String(runId) }, columns };
}

/** The driver gives bigint as text. */
function cell(value: unknown, type: TableColumnType): TableValue {
  if (value === null || value === undefined) return null;
  if (type === "int64") return BigInt(String(value));
  if (type === "float64") return Number(value);
  return type === "bool" ? Boolean(value) : String(value);
}
