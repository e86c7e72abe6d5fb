// One simulated exposure of a camera: a FITS file a detector, in the layout of LSST's persisted exposures.

import { type Camera, type CameraDetector, getCamera, scaledAmplifiers } from "../cameras";
import { InvalidParameterError, NotFoundError } from "../errors";
import { type FitsHduToWrite, writeFits } from "../readers/fits";
import { exposureIdOf } from "../readers/surveys";
import { type SimulatedDetector, simulateDetector } from "./detector";
import type { AmplifierToSimulate } from "./frame";
import { type ExposureIdentity, exposureLabel, planeCards, primaryCards } from "./headers";
import { parseSimulationSettings, type SimulationSettingsInput } from "./settings";
import type { TruthRow } from "./truth";

/** Which exposure, which of its detectors, how large, and what is in it. */
export interface ExposureToSimulate {
  /** camera of lib/cameras */
  instrument: string;
  /** YYYYMMDD */
  dayObs: number;
  /** number in the night, 0 to 99999 */
  seqNum: number;
  /** ids or names; left out: all science detectors */
  detectors?: (number | string)[];
  /** smaller frames keep the amplifier grid, scaled; left out: the detector's own size */
  width?: number;
  height?: number;
  seed?: number | string;
  /** adds a variance plane */
  hasVariance?: boolean;
  settings?: SimulationSettingsInput;
}

/** One file and what is in it. */
export interface SimulatedFile {
  /** without folder */
  fileName: string;
  bytes: Uint8Array;
  detector: CameraDetector;
  truth: TruthRow[];
}

/**
 * Simulates an exposure, detector by detector: nothing but the current one is held in memory.
 *
 * @param options camera, night, number, detectors, size, seed, settings
 * @returns one FITS file a detector with its truth; the caller writes them
 * @throws NotFoundError for an unknown camera or detector
 * @throws InvalidParameterError for a night, number, size or setting that cannot be
 */
export async function* simulateExposure(options: ExposureToSimulate): AsyncGenerator<SimulatedFile> {
  const camera = getCamera(options.instrument);
  const detectors = chooseDetectors(camera, options.detectors);
  const { exposureTimeSeconds } = parseSimulationSettings(options.settings ?? {});
  const exposure: ExposureIdentity = { ...requireIdentity(options), exposureTimeSeconds };
  for (const detector of detectors) {
    const simulated = simulateDetector({
      width: options.width ?? detector.width,
      height: options.height ?? detector.height,
      seed: options.seed,
      instrument: camera.instrument,
      exposureId: exposureIdOf(exposure.dayObs, exposure.seqNum),
      detector: detector.id,
      detectorName: detector.name,
      amplifiers: amplifiersToSimulate(detector, options.width ?? detector.width, options.height ?? detector.height),
      settings: options.settings,
    });
    yield {
      fileName: `${exposureLabel(exposure)}_${detector.name}_post_isr.fits`,
      bytes: writeFits(exposureHdus(simulated, exposure, detector, options)),
      detector,
      truth: simulated.truth,
    };
  }
}

function amplifiersToSimulate(
  detector: CameraDetector,
  width: number,
  height: number,
): AmplifierToSimulate[] | undefined {
  const amplifiers = scaledAmplifiers(detector, width, height);
  if (amplifiers.length === 0) return undefined;
  return amplifiers.map(({ readNoise, ...box }) => ({ ...box, readNoiseElectrons: readNoise }));
}

/**
 * The detectors of an exposure.
 *
 * @param camera where to look
 * @param wanted ids or names; left out: all science detectors
 * @returns them in the order asked for
 * @throws NotFoundError for one that the camera does not have
 */
export function chooseDetectors(camera: Camera, wanted: (number | string)[] | undefined): CameraDetector[] {
  if (wanted === undefined) return camera.detectors.filter(({ type }) => type === "SCIENCE");
  return wanted.map((idOrName) => {
    const detector = camera.detectors.find(({ id, name }) => id === idOrName || name === idOrName);
    if (detector) return detector;
    throw new NotFoundError({
      place: `camera ${camera.instrument}`,
      found: `detector ${idOrName}`,
      expected: `an id or name such as ${camera.detectors[0]?.id} or ${camera.detectors[0]?.name}`,
    });
  });
}

/**
 * Camera, night and number of an exposure.
 *
 * @param options as given
 * @returns the same, checked
 * @throws InvalidParameterError for a night or number that cannot be
 */
export function requireIdentity({
  instrument,
  dayObs,
  seqNum,
}: Pick<ExposureToSimulate, "instrument" | "dayObs" | "seqNum">): Omit<ExposureIdentity, "exposureTimeSeconds"> {
  const isNight = Number.isInteger(dayObs) && dayObs >= 19000101 && dayObs <= 29991231;
  const date = isNight ? `${dayObs}`.replace(/(....)(..)(..)/, "$1-$2-$3") : "";
  const isCalendarDay = isNight && new Date(`${date}T00:00:00Z`).toJSON()?.startsWith(date) === true;
  const refusal = (found: string, expected: string) =>
    new InvalidParameterError({ place: "simulated exposure", found, expected });
  if (!isCalendarDay) throw refusal(`night ${dayObs}`, "a calendar day YYYYMMDD");
  if (Number.isInteger(seqNum) && seqNum >= 0 && seqNum < 100_000) return { instrument, dayObs, seqNum };
  throw refusal(`number ${seqNum}`, "a whole number from 0 to 99999");
}

function exposureHdus(
  simulated: SimulatedDetector,
  exposure: ExposureIdentity,
  detector: CameraDetector,
  options: ExposureToSimulate,
): FitsHduToWrite[] {
  const { width, height, pixels, mask } = simulated;
  const hdus: FitsHduToWrite[] = [
    { cards: primaryCards(exposure, detector, options.seed ?? 1) },
    { cards: planeCards("IMAGE"), image: { width, height, pixels } },
    { cards: planeCards("MASK"), image: { width, height, pixels: mask } },
  ];
  if (options.hasVariance) {
    hdus.push({ cards: planeCards("VARIANCE"), image: { width, height, pixels: variancePlane(simulated) } });
  }
  return hdus;
}

/** Read noise squared plus the signal, as signal is counted in electrons. */
function variancePlane({ width, height, pixels, amplifiers }: SimulatedDetector): Float32Array {
  const variance = new Float32Array(width * height);
  for (const amplifier of amplifiers) {
    const readVariance = (amplifier.readNoiseElectrons ?? 0) ** 2;
    for (let y = amplifier.y0; y < amplifier.y0 + amplifier.height; y++) {
      for (let x = amplifier.x0; x < amplifier.x0 + amplifier.width; x++) {
        variance[y * width + x] = readVariance + Math.max(0, pixels[y * width + x]!);
      }
    }
  }
  return variance;
}
