"use client";
// What the table shows, as a file: made in the browser from the rows themselves, so it is exactly what is on the screen.
import { Button, Menu } from "@mantine/core";
import type { DarkRingRow } from "@/lib/queries/dark-ring-row";
import { darkRingRegions, darkRingTable } from "@/lib/queries/dark-ring-table";
import { TABLE_MEDIA_TYPES, writeRegions, writeTable } from "@/lib/tables";

export const EXPORT_FORMATS = [
  { format: "csv", label: "CSV" },
  { format: "ecsv", label: "ECSV (units, astropy)" },
  { format: "parquet", label: "Parquet" },
  { format: "votable", label: "VOTable (TOPCAT)" },
  { format: "reg", label: "DS9 regions (1-based)" },
] as const;
type ExportFormat = (typeof EXPORT_FORMATS)[number]["format"];

/** A file of the rings in one of the formats. */
function ringFile(rings: readonly DarkRingRow[], format: ExportFormat): Blob {
  const [first] = rings;
  const about = first ? `${first.instrument} ${first.exposureId}, run ${first.runId}` : "no rings";
  if (format === "reg") {
    const text = writeRegions(
      darkRingRegions(rings),
      `dark rings of ${about}: each circle belongs to the detector in its text`,
    );
    return new Blob([text], { type: "text/plain" });
  }
  const meta = { source: "Annulus", of: about, address: globalThis.location?.href ?? "", positions: "0-based" };
  return new Blob([new Uint8Array(writeTable(darkRingTable(rings, meta), format))], {
    type: TABLE_MEDIA_TYPES[format],
  });
}

function save(blob: Blob, name: string) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

function nameOf(rings: readonly DarkRingRow[], format: ExportFormat): string {
  const exposures = new Set(rings.map((ring) => ring.exposureId));
  const [first] = rings;
  const subject = first && exposures.size === 1 ? `_${first.instrument}_${first.exposureId}` : "";
  return `dark-rings${subject}.${format}`.replaceAll(/[^\w.-]/g, "-");
}

export function ExportMenu({ rings }: { rings: readonly DarkRingRow[] }) {
  return (
    <Menu>
      <Menu.Target>
        <Button disabled={rings.length === 0}>Export</Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{rings.length} rings as shown</Menu.Label>
        {EXPORT_FORMATS.map(({ format, label }) => (
          <Menu.Item key={format} onClick={() => save(ringFile(rings, format), nameOf(rings, format))}>
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
