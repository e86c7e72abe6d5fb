// Mosaics of a focal plane, as runs write them: HDUs MEAN, MIN, MAX and STD of one size, and a table DETECTORS of what lies where.

import { MalformedFileError } from "../errors";
import { type FitsColumn, type FitsFile, readTable } from "../readers/fits";
import type { ImageDescription, Statistic } from "./description";
import { type Layer, storedLayer } from "./layer";

const HDU_NAMES: Record<Statistic, string> = { mean: "MEAN", min: "MIN", max: "MAX", std: "STD" };
const BOX = ["x0", "y0", "x1", "y1"] as const;
const MATRIX_LENGTH = 6;

/**
 * The layers of a mosaic.
 *
 * @param file headers
 * @returns one for each statistic
 * @throws MalformedFileError when one is missing; UnsupportedFormatError as storedLayer
 */
export function mosaicLayers(file: FitsFile): Record<Statistic, Layer> {
  const layer = (statistic: Statistic) => {
    const hdu = file.hdus.find(({ name }) => name === HDU_NAMES[statistic]);
    if (hdu) return storedLayer(file, hdu.index, []);
    const found = `no HDU ${HDU_NAMES[statistic]}`;
    throw new MalformedFileError({ place: file.name, found, expected: "a mosaic of four statistics" });
  };
  return { mean: layer("mean"), min: layer("min"), max: layer("max"), std: layer("std") };
}

/**
 * Where the detectors of a mosaic lie.
 *
 * @param file opened
 * @returns boxes in pixels of the mosaic, and maps to detector pixels; empty without a table
 * @throws MalformedFileError when the table lacks a column; as readTable
 */
export async function readMosaicDetectors(file: FitsFile): Promise<ImageDescription["detectors"]> {
  const table = file.hdus.find(({ name, type }) => type === "bintable" && name === "DETECTORS");
  if (!table) return [];
  const { columns, rowCount } = await readTable(file, table.index);
  const column = (wanted: string): FitsColumn => {
    const found = columns.find(({ name }) => name.trim().toLowerCase() === wanted);
    if (found) return found;
    const place = `HDU ${table.index} of ${file.name}`;
    throw new MalformedFileError({ place, found: `no column ${wanted}`, expected: "one row a detector" });
  };
  const [names, ids, matrices] = [column("name"), column("detector"), column("matrix")];
  const boxes = BOX.map(column);
  return Array.from({ length: rowCount }, (_, row) => {
    const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = boxes.map(({ values }) => Number(values[row]));
    const matrix = Array.from({ length: MATRIX_LENGTH }, (_, i) => Number(matrices.values[row * MATRIX_LENGTH + i]));
    return { name: String(names.values[row]).trim(), detector: Number(ids.values[row]), x0, y0, x1, y1, matrix };
  });
}
