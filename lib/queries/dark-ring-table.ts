// Rings as a table or as DS9 regions to take away: the published columns, then what only Annulus knows.
import { DARK_RING_COLUMNS, type DarkRingColumn } from "@/lib/dark-rings/columns";
import type { DarkRing } from "@/lib/dark-rings/dark-ring";
import type { Region, Table, TableColumn, TableColumnType, TableValue } from "@/lib/tables";
import { type DarkRingRow, darkRingRowSchema } from "./dark-ring-row";

type Column = [
  name: string,
  type: TableColumnType,
  unit: string | null,
  description: string,
  value: (ring: DarkRingRow) => TableValue,
];

/** A measured column that pages have, too; the fractions of holes are in the run's own tables only. */
type ShownColumn = DarkRingColumn & { field: keyof DarkRing & keyof DarkRingRow };

function isShown(column: DarkRingColumn): column is ShownColumn {
  return column.field in darkRingRowSchema.shape;
}

const COLUMNS: Column[] = [
  ["instrument", "text", null, "instrument", (ring) => ring.instrument],
  ["exposure", "int64", null, "exposure id", (ring) => BigInt(ring.exposureId)],
  ["detector", "int64", null, "detector id in the camera", (ring) => ring.detector],
  ["detector_name", "text", null, "detector name in the camera", (ring) => ring.detectorName],
  ...DARK_RING_COLUMNS.filter(isShown).map(({ name, type, unit, description, field }): Column => {
    return [name, type, unit, description, (ring) => cellOf(ring[field])];
  }),
  ["rank", "int64", null, "rank in its exposure from 0; none: not selected", (ring) => ring.rank],
  ["run", "int64", null, "run that measured it", (ring) => ring.runId],
  ["verdict", "text", null, "newest verdict within 3 px; none: not judged", (ring) => ring.verdict],
  ["verdict_person", "text", null, "who gave the verdict", (ring) => ring.verdictPerson],
  ["verdict_at", "text", null, "when, UT", (ring) => ring.verdictAt],
];

function cellOf(value: TableValue | string[]): TableValue {
  return Array.isArray(value) ? value.join(" ") : value;
}

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
