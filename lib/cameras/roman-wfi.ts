import type { Camera, CameraDetector, PointMm } from "./camera";
import { tableRows } from "./rows";
import { ROMAN_WFI_DETECTORS } from "./tables/roman-wfi-detectors";

/**
 * Builds the Roman Wide Field Instrument: 18 SCAs of 4088 x 4088 active pixels, ids 1 to 18, corners as the optics bend them.
 * No amplifiers: the SIAF has none (an H4RG-10 reads 32 channels of 128 columns).
 *
 * @returns the camera
 */
export function makeRomanWfi(): Camera {
  const detectors = tableRows(ROMAN_WFI_DETECTORS).map((row): CameraDetector => {
    const [id = 0, centerX = 0, centerY = 0, rotationDeg = 0, ...corners] = row.map(Number);
    const corner = (index: number): PointMm => [corners[2 * index]!, corners[2 * index + 1]!];
    const sca = String(id).padStart(2, "0");
    return {
      id,
      name: `WFI${sca}`,
      raft: "WFI",
      sensor: `SCA${sca}`,
      type: "SCIENCE",
      physicalType: null,
      serial: null,
      centerMm: [centerX, centerY],
      heightMm: 0,
      cornersMm: [corner(0), corner(1), corner(2), corner(3)],
      rotationDeg,
      width: 4088,
      height: 4088,
      pixelSizeMm: 0.01,
      amplifiers: [],
    };
  });
  return { instrument: "RomanWFI", detectors, plateScaleArcsecPerMm: null };
}
