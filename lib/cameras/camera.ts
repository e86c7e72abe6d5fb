// The focal-plane geometry of one camera, as pages, signature removal and simulation need it.
// Focal plane: DVCS for the LSST cameras (LSE-349), origin at the centre, x right, y up, mm.

/** Half-open box of pixels: x0 <= x < x0 + width. */
export interface PixelBox {
  x0: number;
  y0: number;
  width: number;
  height: number;
}

/** Where the parts of an amplifier lie in its raw image, before any flip. */
export interface RawLayout {
  raw: PixelBox;
  data: PixelBox;
  serialPrescan: PixelBox;
  serialOverscan: PixelBox;
  parallelOverscan: PixelBox;
}

/** A point of the focal plane in mm. */
export type PointMm = readonly [x: number, y: number];

/** Outer pixel edges in the order (x0,y0), (x1,y0), (x1,y1), (x0,y1) of detector pixels. */
export type CornersMm = readonly [PointMm, PointMm, PointMm, PointMm];

/** One readout section, placed in the assembled detector (y up). */
export interface CameraAmplifier extends PixelBox {
  name: string;
  cornersMm: CornersMm;
  /** HDU of its pixels in a raw file of the camera; null where raws are not one HDU an amplifier */
  hdu: number | null;
  /** flip the raw data section, then place it */
  flipX: boolean;
  flipY: boolean;
  /** electron/adu */
  gain: number | null;
  /** electron */
  readNoise: number | null;
  /** adu */
  saturation: number | null;
  layout: RawLayout | null;
}

export type DetectorType = "SCIENCE" | "GUIDER" | "WAVEFRONT" | "FOCUS";

/** One sensor of a camera. */
export interface CameraDetector {
  id: number;
  /** as the camera writes it, case kept: R22_S11 */
  name: string;
  raft: string | null;
  sensor: string | null;
  type: DetectorType;
  /** E2V, ITL, ITL_G, ITL_WF; null where the camera has one kind */
  physicalType: string | null;
  serial: string | null;
  centerMm: PointMm;
  /** height above the focal plane: the wavefront sensors' defocus */
  heightMm: number;
  cornersMm: CornersMm;
  /** counter-clockwise */
  rotationDeg: number;
  width: number;
  height: number;
  pixelSizeMm: number;
  amplifiers: CameraAmplifier[];
}

/** A camera: its detectors in the order of their ids. */
export interface Camera {
  instrument: string;
  detectors: CameraDetector[];
  plateScaleArcsecPerMm: number | null;
}
