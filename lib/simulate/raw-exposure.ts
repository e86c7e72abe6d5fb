// One simulated raw calibration exposure of an LSST camera: a FITS file a detector, one HDU an amplifier with prescan and overscan.

import { type CameraDetector, getCamera, type LsstPhysicalType, lsstAmplifiers, lsstRawLayout } from "../cameras";
import { InvalidParameterError } from "../errors";
import { type FitsHduToWrite, writeFits } from "../readers/fits";
import { exposureIdOf } from "../readers/surveys";
import { type CalibrationTruth, calibrationTruth } from "./calibration-truth";
import { addCosmicRays } from "./cosmic-rays";
import { chooseDetectors, requireIdentity } from "./exposure";
import type { Frame } from "./frame";
import { type ExposureIdentity, exposureLabel, primaryCards } from "./headers";
import { RandomStream } from "./random";
import { parseRawSettings, type RawSettings, type RawSettingsInput } from "./raw-settings";
import { parseSimulationSettings } from "./settings";
import type { TruthRow } from "./truth";

export type RawType = "bias" | "dark" | "flat";

/** Which exposure, which of its detectors, how large, and what is in it. */
export interface RawExposureToSimulate {
  type: RawType;
  /** LSSTCam, LSSTComCam or LATISS */
  instrument: string;
  /** YYYYMMDD */
  dayObs: number;
  /** number in the night, 0 to 99999 */
  seqNum: number;
  /** ids or names; left out: all science detectors */
  detectors?: (number | string)[];
  /** assembled size: a multiple of 8 by a multiple of 2; left out: the detector's own */
  width?: number;
  height?: number;
  seed?: number | string;
  settings?: RawSettingsInput;
}

/** One raw file, and what the sensor behind it is. */
export interface SimulatedRaw {
  /** without folder */
  fileName: string;
  bytes: Uint8Array;
  detector: CameraDetector;
  /** cosmic rays */
  truth: TruthRow[];
  /** the sensor, the same in every exposure of the seed */
  sensor: CalibrationTruth;
}

const DEFAULT_READ_NOISE_ELECTRONS = 6;
const DEFAULT_GAIN = 1.5;
const LARGEST_ADU = 65_535;
/** Prescan columns, overscan columns and overscan rows of amplifiers that are not of the camera's size. */
const SCALED_LAYOUT = { prescan: 3, overscan: 32, rows: 4 };
const SMALLEST_AMPLIFIER = 4;

/**
 * Simulates a raw exposure, detector by detector. The same options give the same bytes.
 *
 * A pixel holds level + (bias + dark × t + light × flat) / gain with shot noise (Gaussian of that variance) and read noise, rounded
 * to whole adu. The overscan holds the level with read noise; it has none of the sensor's bias pattern.
 *
 * @param options type, camera, night, number, detectors, size, seed, settings
 * @returns one FITS file a detector with its truth; the caller writes them
 * @throws NotFoundError for an unknown camera or detector; InvalidParameterError for a night, number, size or setting that cannot be,
 *   and for a camera whose raw files are not one HDU an amplifier
 */
export async function* simulateRawExposure(options: RawExposureToSimulate): AsyncGenerator<SimulatedRaw> {
  const camera = getCamera(options.instrument);
  const settings = parseRawSettings(options.settings ?? {});
  const seconds = { bias: 0, dark: settings.exposureTimeSeconds, flat: settings.flatSeconds }[options.type];
  const exposure: ExposureIdentity = { ...requireIdentity(options), exposureTimeSeconds: seconds };
  const { seed = 1 } = options;
  for (const detector of chooseDetectors(camera, options.detectors)) {
    const physicalType = requireSegments(detector);
    const { width = detector.width, height = detector.height } = options;
    const sensor = calibrationTruth({
      ...{ seed, width, height, settings },
      instrument: camera.instrument,
      detector: detector.id,
    });
    const exposureId = exposureIdOf(exposure.dayObs, exposure.seqNum);
    const random = new RandomStream([seed, camera.instrument, detector.id, "raw", exposureId].join("/"));
    const frame = electronsOf(options.type, sensor, { settings, seconds, random });
    Object.assign(frame.identity, { exposureId, detector: detector.id, detectorName: detector.name });
    if (options.type === "dark") {
      const rays = parseSimulationSettings({ cosmicRaysPerMegapixel: settings.cosmicRaysPerMegapixel });
      addCosmicRays(frame, rays, random);
    }
    const isScaled = width !== detector.width || height !== detector.height;
    const hdus = [
      { cards: rawCards(options.type, exposure, detector, { seed, settings, isScaled }) },
      ...segments(frame, detector, physicalType, { settings, random, isScaled }),
    ];
    const fileName = `${exposureLabel(exposure)}_${detector.name}.fits`;
    yield { fileName, bytes: writeFits(hdus), detector, truth: frame.truth, sensor };
  }
}

function requireSegments(detector: CameraDetector): LsstPhysicalType {
  const { physicalType } = detector;
  if (physicalType === "E2V" || physicalType === "ITL" || physicalType === "ITL_G" || physicalType === "ITL_WF") {
    return physicalType;
  }
  const found = `detector ${detector.name} of ${physicalType ?? "unknown"} kind`;
  throw new InvalidParameterError({ place: "simulated raw exposure", found, expected: "a sensor of an LSST camera" });
}

/** The charge of each pixel with its shot noise, before it is read out. */
function electronsOf(
  type: RawType,
  sensor: CalibrationTruth,
  { settings, seconds, random }: { settings: RawSettings; seconds: number; random: RandomStream },
): Frame {
  const { width, height, bias, dark, flat } = sensor;
  const light = type === "flat" ? settings.flatElectrons : 0;
  const pixels = new Float32Array(width * height);
  for (let i = 0; i < pixels.length; i++) {
    const charge = dark[i]! * seconds + light * flat[i]!;
    pixels[i] = bias[i]! + charge + Math.sqrt(charge) * random.gaussian();
  }
  return {
    ...{ width, height, pixels },
    mask: new Uint8Array(width * height),
    amplifiers: [],
    identity: { exposureId: 0n, detector: 0, detectorName: "" },
    truth: [],
  };
}

function rawCards(
  type: RawType,
  exposure: ExposureIdentity,
  detector: CameraDetector,
  { seed, settings, isScaled }: { seed: number | string; settings: RawSettings; isScaled: boolean },
): FitsHduToWrite["cards"] {
  const ofPostIsr = /^(EXPINFO_V|LSST |AMPGRID|DETECTOR|DETNAME|EXPID)/;
  const cards = primaryCards(exposure, detector, seed).filter(([keyword]) => !ofPostIsr.test(keyword));
  const own: Record<string, string> = {
    IMGTYPE: type.toUpperCase(),
    OBJECT: type.toUpperCase(),
    FILTER: settings.physicalFilter,
    FILTBAND: settings.physicalFilter.slice(0, 1),
  };
  const changed = cards.map((card): FitsHduToWrite["cards"][number] => {
    const [keyword, value, comment] = card;
    return [keyword, own[keyword] ?? value, comment];
  });
  return isScaled ? [...changed, ["AMPGRID", "SCALED", "Amplifiers smaller than the camera's"]] : changed;
}

function segments(
  frame: Frame,
  detector: CameraDetector,
  physicalType: LsstPhysicalType,
  { settings, random, isScaled }: { settings: RawSettings; random: RandomStream; isScaled: boolean },
): FitsHduToWrite[] {
  const rows = physicalType === "ITL_WF" ? 1 : 2;
  const size = { width: frame.width / 8, height: frame.height / rows };
  if (![size.width, size.height].every((side) => Number.isInteger(side) && side >= SMALLEST_AMPLIFIER)) {
    throw new InvalidParameterError({
      place: `simulated raw ${detector.name}`,
      found: `${frame.width} x ${frame.height} pixels`,
      expected: `8 amplifiers along x and ${rows} along y, each of at least ${SMALLEST_AMPLIFIER} pixels a side`,
    });
  }
  const layout = isScaled ? scaledLayout(size) : lsstRawLayout(physicalType);
  const { data, raw } = layout;
  return lsstAmplifiers(physicalType, isScaled ? size : null).map((place): FitsHduToWrite => {
    const known = detector.amplifiers.find(({ name }) => name === place.name);
    const gain = known?.gain ?? DEFAULT_GAIN;
    const noise = settings.readNoiseElectrons ?? known?.readNoise ?? DEFAULT_READ_NOISE_ELECTRONS;
    const pixels = new Uint16Array(raw.width * raw.height);
    for (let y = 0; y < raw.height; y++) {
      for (let x = 0; x < raw.width; x++) {
        const [u, v] = [x - data.x0, y - data.y0];
        const isData = u >= 0 && u < data.width && v >= 0 && v < data.height;
        const column = place.x0 + (place.flipX ? data.width - 1 - u : u);
        const row = place.y0 + (place.flipY ? data.height - 1 - v : v);
        const charge = isData ? frame.pixels[row * frame.width + column]! : 0;
        const adu = settings.biasLevelAdu + (charge + noise * random.gaussian()) / gain;
        pixels[y * raw.width + x] = Math.min(LARGEST_ADU, Math.max(0, Math.round(adu)));
      }
    }
    const section = `[${data.x0 + 1}:${data.x0 + data.width},${data.y0 + 1}:${data.y0 + data.height}]`;
    return {
      cards: [
        ["EXTNAME", `Segment${place.name.slice(1)}`],
        ["DATASEC", section],
      ],
      image: { width: raw.width, height: raw.height, pixels },
    };
  });
}

function scaledLayout({ width, height }: { width: number; height: number }) {
  const { prescan, overscan, rows } = SCALED_LAYOUT;
  return {
    raw: { width: prescan + width + overscan, height: height + rows },
    data: { x0: prescan, y0: 0, width, height },
  };
}
