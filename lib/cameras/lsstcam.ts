// LSSTCam: 21 science rafts of 9 sensors and 4 corner rafts of 2 guiders and 2 wavefront halves. In Rij and Sij i is the
// row (y), j the column (x); raft pitch 127 mm, sensor pitch 42.25 mm.

import type { Camera, CameraDetector, DetectorType, PointMm } from "./camera";
import { rotatePoint } from "./geometry";
import { type Electronics, type LsstPhysicalType, makeLsstDetector, parseElectronics } from "./lsst-sensor";
import { LSSTCAM_ELECTRONICS } from "./tables/lsstcam-electronics";

const RAFT_PITCH_MM = 127;
const SENSOR_PITCH_MM = 42.25;
/** ITL sensors have their reference point half a pixel off the middle on both axes, with opposite effect on the centre. */
const ITL_OFFSET_MM = -0.01;
const ITL_RAFTS = new Set(["R01", "R02", "R03", "R10", "R20", "R41", "R42", "R43"]);

/** Sensors of a corner raft as they lie in R44, relative to the raft's centre; the other corners are turned. */
const CORNER_SENSORS: {
  sensor: string;
  type: DetectorType;
  offsetMm: PointMm;
  rotationDeg: number;
  heightMm: number;
}[] = [
  { sensor: "SG0", type: "GUIDER", offsetMm: [-41.77, 4.75], rotationDeg: 270, heightMm: 0 },
  { sensor: "SG1", type: "GUIDER", offsetMm: [4.73, -41.77], rotationDeg: 0, heightMm: 0 },
  { sensor: "SW0", type: "WAVEFRONT", offsetMm: [-39.76, -51.385], rotationDeg: 0, heightMm: -1.5 },
  { sensor: "SW1", type: "WAVEFRONT", offsetMm: [-39.74, -28.115], rotationDeg: 180, heightMm: 1.5 },
];
const CORNER_RAFTS = [
  { raft: "R00", rotationDeg: 180 },
  { raft: "R04", rotationDeg: 270 },
  { raft: "R40", rotationDeg: 90 },
  { raft: "R44", rotationDeg: 0 },
];

/**
 * The nine sensors of a science raft.
 *
 * @param raft name: R22
 * @param firstId id of its S00
 * @param physicalType maker of the raft's sensors
 * @param electronics measured values by detector id
 * @returns detectors S00, S01 ... S22
 */
export function makeScienceRaft(
  raft: string,
  firstId: number,
  physicalType: LsstPhysicalType,
  electronics: Map<number, Electronics>,
): CameraDetector[] {
  const [raftX, raftY] = raftCenter(raft);
  const offset = physicalType === "E2V" ? 0 : ITL_OFFSET_MM;
  return Array.from({ length: 9 }, (_, index) => {
    const [row, column] = [Math.floor(index / 3), index % 3];
    return makeLsstDetector(
      {
        id: firstId + index,
        raft,
        sensor: `S${row}${column}`,
        type: "SCIENCE",
        physicalType,
        centerMm: [
          roundMm(raftX + SENSOR_PITCH_MM * (column - 1) + offset),
          roundMm(raftY + SENSOR_PITCH_MM * (row - 1) + offset),
        ],
        rotationDeg: 0,
        heightMm: 0,
      },
      electronics.get(firstId + index) ?? null,
    );
  });
}

/**
 * Builds LSSTCam: 205 detectors, ids 0 to 204, 3,216 amplifiers.
 *
 * @returns the camera
 */
export function makeLsstCam(): Camera {
  const electronics = parseElectronics(LSSTCAM_ELECTRONICS);
  const scienceRafts = ["R01", "R02", "R03", ...gridRafts(), "R41", "R42", "R43"];
  const science = scienceRafts.flatMap((raft, index) =>
    makeScienceRaft(raft, index * 9, ITL_RAFTS.has(raft) ? "ITL" : "E2V", electronics),
  );
  const corners = CORNER_RAFTS.flatMap(({ raft, rotationDeg }, index) =>
    makeCornerRaft(raft, rotationDeg, 189 + 4 * index, electronics),
  );
  return { instrument: "LSSTCam", detectors: [...science, ...corners], plateScaleArcsecPerMm: 20.005867576692737 };
}

function gridRafts(): string[] {
  return [1, 2, 3].flatMap((row) => [0, 1, 2, 3, 4].map((column) => `R${row}${column}`));
}

function makeCornerRaft(
  raft: string,
  raftRotationDeg: number,
  firstId: number,
  electronics: Map<number, Electronics>,
): CameraDetector[] {
  const [raftX, raftY] = raftCenter(raft);
  return CORNER_SENSORS.map(({ sensor, type, offsetMm, rotationDeg, heightMm }, index) => {
    const [x, y] = rotatePoint(offsetMm, raftRotationDeg);
    return makeLsstDetector(
      {
        id: firstId + index,
        raft,
        sensor,
        type,
        physicalType: type === "GUIDER" ? "ITL_G" : "ITL_WF",
        centerMm: [roundMm(raftX + x), roundMm(raftY + y)],
        rotationDeg: (raftRotationDeg + rotationDeg) % 360,
        heightMm,
      },
      electronics.get(firstId + index) ?? null,
    );
  });
}

function raftCenter(raft: string): PointMm {
  return [RAFT_PITCH_MM * (Number(raft[2]) - 2), RAFT_PITCH_MM * (Number(raft[1]) - 2)];
}

/** Sums of decimals to the nearest nanometre, so that 42.25 - 0.01 reads 42.24. */
function roundMm(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
