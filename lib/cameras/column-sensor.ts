// Cameras whose amplifiers are full-height columns of the sensor and whose sensors lie where a table says: DECam, HSC.

import type { CameraAmplifier, CameraDetector, PixelBox } from "./camera";
import { cornersOf, type Placement } from "./geometry";
import { numberList, tableRows } from "./rows";

export interface ColumnSensorRule {
  width: number;
  height: number;
  pixelSizeMm: number;
  /** part of the detector's name that names its group: N of N31, 1 of 1_53 */
  raftOf: (name: string) => string;
  /** names of the amplifiers in the table's order, and their column, 0 at x = 0 */
  amplifiersOf: (name: string) => { name: string; column: number }[];
}

/**
 * Builds the detectors of a table: id, name, S or F, centre x y [mm], rotation [deg], gains, read noises, saturations.
 *
 * @param table text of the table
 * @param rule what all sensors of the camera share
 * @returns the detectors in the table's order
 */
export function makeColumnDetectors(table: string, rule: ColumnSensorRule): CameraDetector[] {
  return tableRows(table).map(([id, name = "", kind, x, y, rotation, ...lists]) => {
    const { width, height, pixelSizeMm } = rule;
    const placement: Placement = {
      centerMm: [Number(x), Number(y)],
      rotationDeg: Number(rotation),
      width,
      height,
      pixelSizeMm,
    };
    return {
      ...placement,
      id: Number(id),
      name,
      raft: rule.raftOf(name),
      sensor: name,
      type: kind === "F" ? "FOCUS" : "SCIENCE",
      physicalType: null,
      serial: id ?? null,
      heightMm: 0,
      cornersMm: cornersOf(placement),
      amplifiers: makeColumns(placement, rule.amplifiersOf(name), lists),
    };
  });
}

function makeColumns(
  placement: Placement,
  columns: { name: string; column: number }[],
  [gains, readNoises, saturations]: string[],
): CameraAmplifier[] {
  const gain = numberList(gains, columns.length);
  const readNoise = numberList(readNoises, columns.length);
  const saturation = numberList(saturations, columns.length);
  const width = placement.width / columns.length;
  return columns.map(({ name, column }, index) => {
    const box: PixelBox = { x0: column * width, y0: 0, width, height: placement.height };
    return {
      ...box,
      name,
      cornersMm: cornersOf(placement, box),
      hdu: null,
      flipX: false,
      flipY: false,
      gain: gain[index] ?? null,
      readNoise: readNoise[index] ?? null,
      saturation: saturation[index] ?? null,
      layout: null,
    };
  });
}
