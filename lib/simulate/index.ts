// Deterministic test data with known truth: post-ISR darks in electrons, one detector or a camera's exposure.

export type { CalibrationTruth } from "./calibration-truth";
export {
  type DetectorToSimulate,
  type SimulatedDetector,
  simulateDetector,
} from "./detector";
export { type ExposureToSimulate, type SimulatedFile, simulateExposure } from "./exposure";
export type { AmplifierToSimulate } from "./frame";
export { type RawExposureToSimulate, type RawType, type SimulatedRaw, simulateRawExposure } from "./raw-exposure";
export type { RawSettings, RawSettingsInput } from "./raw-settings";
export { SAMPLE, simulateExposures } from "./sample";
export type { SimulationSettings, SimulationSettingsInput } from "./settings";
export { type TruthKind, type TruthRow, truthColumns } from "./truth";
