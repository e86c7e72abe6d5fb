// The sensors of the LSST cameras. Amplifiers are named C10..C17 (top row, left to right) and C00..C07 (bottom row) and read
// in the order C10..C17, C07..C00: HDU 1 to 16 of a raw file. Wavefront sensors are half a CCD: C10..C17 only, turned round.

import type { CameraAmplifier, CameraDetector, DetectorType, PixelBox, PointMm, RawLayout } from "./camera";
import { cornersOf, type Placement } from "./geometry";
import { numberList, tableRows } from "./rows";

export type LsstPhysicalType = "E2V" | "ITL" | "ITL_G" | "ITL_WF";

/** Gains, read noises and saturation of a sensor's amplifiers in readout order. */
export interface Electronics {
  serial: string;
  /** electron/adu */
  gain: number[];
  /** electron */
  readNoise: number[];
  /** adu */
  saturation: number[];
}

export interface LsstSensor {
  id: number;
  raft: string;
  sensor: string;
  type: DetectorType;
  physicalType: LsstPhysicalType;
  centerMm: PointMm;
  rotationDeg: number;
  heightMm: number;
}

const PIXEL_SIZE_MM = 0.01;
const TOP_ROW = ["C10", "C11", "C12", "C13", "C14", "C15", "C16", "C17"];
const BOTTOM_ROW = ["C07", "C06", "C05", "C04", "C03", "C02", "C01", "C00"];

/** Raw amplifiers are 576 x 2048 whoever made the sensor; what lies where in them is not. */
function rawLayout(prescan: number, width: number, height: number): RawLayout {
  return {
    raw: { x0: 0, y0: 0, width: 576, height: 2048 },
    data: { x0: prescan, y0: 0, width, height },
    serialPrescan: { x0: 0, y0: 0, width: prescan, height },
    serialOverscan: { x0: prescan + width, y0: 0, width: 576 - prescan - width, height },
    parallelOverscan: { x0: prescan, y0: height, width, height: 2048 - height },
  };
}

const E2V_LAYOUT = rawLayout(10, 512, 2002);
const ITL_LAYOUT = rawLayout(3, 509, 2000);

/**
 * Raw layout of an amplifier of an LSST sensor.
 *
 * @param physicalType maker and kind
 * @returns boxes in the raw amplifier image, in pixels
 */
export function lsstRawLayout(physicalType: LsstPhysicalType): RawLayout {
  return physicalType === "E2V" ? E2V_LAYOUT : ITL_LAYOUT;
}

/** An amplifier's place in the assembled detector and the flips that its raw data section needs. */
export interface LsstAmplifierPlace extends PixelBox {
  name: string;
  hdu: number;
  flipX: boolean;
  flipY: boolean;
}

/**
 * The amplifiers of an LSST sensor in readout order.
 *
 * The upstream policy of the wavefront sensors gives C14 the HDU of C13 (4); here it is 5, as the readout order has it.
 *
 * @param physicalType maker and kind
 * @param amplifierSize of an amplifier's data; null: the sensor's own, other sizes are simulated
 * @returns 16 amplifiers, or 8 for a wavefront sensor; boxes in assembled pixels
 */
export function lsstAmplifiers(
  physicalType: LsstPhysicalType,
  amplifierSize: { width: number; height: number } | null = null,
): LsstAmplifierPlace[] {
  const { width, height } = amplifierSize ?? lsstRawLayout(physicalType).data;
  const isWavefront = physicalType === "ITL_WF";
  const names = isWavefront ? TOP_ROW : [...TOP_ROW, ...BOTTOM_ROW];
  return names.map((name, index) => {
    const isTop = name[1] === "1";
    const column = Number(name[2]);
    return {
      name,
      x0: (isWavefront ? 7 - column : column) * width,
      y0: isTop && !isWavefront ? height : 0,
      width,
      height,
      hdu: index + 1,
      flipX: isTop || physicalType !== "E2V",
      flipY: isTop,
    };
  });
}

/**
 * Size of an assembled LSST sensor.
 *
 * @param physicalType maker and kind
 * @param amplifierSize as for lsstAmplifiers
 * @returns pixels
 */
export function lsstSensorSize(
  physicalType: LsstPhysicalType,
  amplifierSize: { width: number; height: number } | null = null,
): { width: number; height: number } {
  const { width, height } = amplifierSize ?? lsstRawLayout(physicalType).data;
  return { width: 8 * width, height: physicalType === "ITL_WF" ? height : 2 * height };
}

/**
 * Reads a table of electronics: id, serial, gains [1e-5 electron/adu], read noises [1e-3 electron], saturations [adu].
 *
 * @param table text of the table
 * @returns by detector id
 */
export function parseElectronics(table: string): Map<number, Electronics> {
  return new Map(
    tableRows(table).map(([id, serial, gains, readNoises, saturations]) => {
      const amplifierCount = (gains ?? "").split(",").length;
      return [
        Number(id),
        {
          serial: serial ?? "",
          gain: numberList(gains, amplifierCount).map((value) => value / 1e5),
          readNoise: numberList(readNoises, amplifierCount).map((value) => value / 1e3),
          saturation: numberList(saturations, amplifierCount),
        },
      ];
    }),
  );
}

/**
 * Builds a detector of an LSST camera from its place, its kind and its electronics.
 *
 * @param sensor what and where
 * @param electronics measured values; null when nobody measured
 * @returns the detector with its amplifiers in readout order
 */
export function makeLsstDetector(sensor: LsstSensor, electronics: Electronics | null): CameraDetector {
  const size = lsstSensorSize(sensor.physicalType);
  const placement: Placement = { ...size, ...sensor, pixelSizeMm: PIXEL_SIZE_MM };
  const layout = lsstRawLayout(sensor.physicalType);
  const amplifiers = lsstAmplifiers(sensor.physicalType).map(
    (place, index): CameraAmplifier => ({
      ...place,
      cornersMm: cornersOf(placement, place),
      gain: electronics?.gain[index] ?? null,
      readNoise: electronics?.readNoise[index] ?? null,
      saturation: electronics?.saturation[index] ?? null,
      layout,
    }),
  );
  return {
    ...sensor,
    ...size,
    name: `${sensor.raft}_${sensor.sensor}`,
    serial: electronics?.serial ?? null,
    cornersMm: cornersOf(placement),
    pixelSizeMm: PIXEL_SIZE_MM,
    amplifiers,
  };
}
