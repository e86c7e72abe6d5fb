// Deterministic test data with known truth: post-ISR darks in electrons, one detector or a camera's exposure.

export {
  type DetectorToSimulate,
  gridAmplifiers,
  type SimulatedDetector,
  simulateDetector,
} from "./detector";
export { type ExposureToSimulate, type SimulatedFile, simulateExposure } from "./exposure";
export type { AmplifierToSimulate } from "./frame";
export { exposureLabel } from "./headers";
export { MASK_PLANES, type MaskPlane, maskBit } from "./mask-planes";
export { RandomStream } from "./random";
export { SAMPLE, simulateExposures } from "./sample";
export {
  parseSimulationSettings,
  type SimulationSettings,
  type SimulationSettingsInput,
  simulationSettingsSchema,
} from "./settings";
export { TRUTH_COLUMNS, type TruthKind, type TruthRow, truthColumns } from "./truth";
