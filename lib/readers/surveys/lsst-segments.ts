// The amplifier HDUs of a raw file of an LSST camera: EXTNAME Segment10 ... Segment00, one an amplifier.

import { findCamera, findDetector, type LsstPhysicalType } from "@/lib/cameras";
import type { FitsFile, Hdu } from "../fits";
import { findText, headersOf } from "./headers";
import { parseSection } from "./iraf-sections";

/**
 * The amplifier HDUs of a raw file, by amplifier name.
 *
 * @param file the file
 * @returns C10 → HDU, in file order; empty when the file has no segments
 */
export function segmentHdus(file: FitsFile): Map<string, Hdu> {
  const segments = new Map<string, Hdu>();
  for (const hdu of file.hdus) {
    const digits = /^Segment([01][0-7])$/i.exec(hdu.name ?? "")?.[1];
    if (digits && hdu.type === "image" && !segments.has(`C${digits}`)) segments.set(`C${digits}`, hdu);
  }
  return segments;
}

/**
 * Size of an amplifier's data in a simulated raw file whose sensor is smaller than the camera's (AMPGRID = 'SCALED').
 *
 * @param file the file
 * @returns pixels of the first segment's DATASEC; null for files of the camera's own size
 */
export function scaledSegmentSize(file: FitsFile): { width: number; height: number } | null {
  if (file.hdus[0]?.header.getText("AMPGRID") !== "SCALED") return null;
  const hdu = segmentHdus(file).values().next().value;
  const data = parseSection(hdu?.header.getText("DATASEC") ?? null, hdu?.shape.at(-1) ?? 0, hdu?.shape.at(-2) ?? 0);
  return data && { width: data.x1 - data.x0, height: data.y1 - data.y0 };
}

/**
 * The maker and kind of the sensor in a raw file: by its serial number, else by its place in the camera.
 *
 * @param file the file
 * @param instrument LSSTCam, LSSTComCam, LATISS, LSST-TS8
 * @param detectorName R22_S11
 * @returns the kind; null when neither tells
 */
export function lsstPhysicalTypeOf(file: FitsFile, instrument: string, detectorName: string): LsstPhysicalType | null {
  const camera = findCamera(instrument);
  const known = camera ? findDetector(camera, detectorName)?.physicalType : null;
  const isCorner = known === "ITL_G" || known === "ITL_WF";
  const serial = findText(headersOf(file), "LSST_NUM")?.toUpperCase() ?? "";
  if (serial.startsWith("E2V")) return "E2V";
  if (serial.startsWith("ITL") && !isCorner) return serial.startsWith("ITL-4400") ? "ITL_WF" : "ITL";
  return known === "E2V" || known === "ITL" || known === "ITL_G" || known === "ITL_WF" ? known : null;
}
