// The table of `annulus detect`: the published columns, for images that need not belong to any known exposure.

import { DARK_RING_COLUMNS, type DarkRingConfiguration, type DarkRingMeasurement } from "@/lib/dark-rings";
import type { Table, TableColumn } from "@/lib/tables";
import { codeVersion } from "../code-version";
import { tableValue } from "./tables";

export interface DetectedImage {
  file: string;
  hdu: number;
  /** null: no survey reader knows the file */
  instrument: string | null;
  exposureId: bigint | null;
  detector: number | null;
  measurement: DarkRingMeasurement;
}

/**
 * Rings of one or several images as one table.
 *
 * @param images measured with the same configuration
 * @param configuration of the measurement, kept in the table's header
 * @returns published columns; with several images also file and hdu in front
 */
export function detectionTable(images: readonly DetectedImage[], configuration: DarkRingConfiguration): Table {
  const rows = images.flatMap((image) => image.measurement.rings.map((ring) => ({ image, ring })));
  const measured = DARK_RING_COLUMNS.filter(({ mode }) => mode === "both" || configuration.mode === "annulus").map(
    ({ field, mode: _mode, ...column }): TableColumn => ({
      ...column,
      values: rows.map(({ ring }) => tableValue(ring[field])),
    }),
  );
  const id = { type: "int64", unit: null } as const;
  const whose: TableColumn[] = [
    {
      ...id,
      name: "detector",
      description: "id of the detector in the camera",
      values: rows.map(({ image }) => image.detector),
    },
    { ...id, name: "exposure", description: "id of the exposure", values: rows.map(({ image }) => image.exposureId) },
  ];
  const where: TableColumn[] = [
    { name: "file", type: "text", unit: null, description: "file", values: rows.map(({ image }) => image.file) },
    { ...id, name: "hdu", description: "HDU of the pixels, from 0", values: rows.map(({ image }) => image.hdu) },
  ];
  return {
    name: "detector_dark_ring_catalog",
    meta: {
      mode: configuration.mode,
      code_version: codeVersion(),
      configuration: JSON.stringify(configuration),
      ...(images.length === 1 && images[0] ? { file: images[0].file, hdu: String(images[0].hdu) } : {}),
    },
    columns: [...(images.length > 1 ? where : []), ...measured.slice(0, 1), ...whose, ...measured.slice(1)],
  };
}
