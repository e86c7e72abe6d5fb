// Dark rings and blobs of one detector: detect, measure, rank. How each number is made: docs/dark-rings.md.

export { DARK_RING_COLUMNS, type DarkRingColumn } from "./columns";
export {
  type AnnulusConfiguration,
  type DarkRingConfiguration,
  DEFAULT_CONFIGURATION,
  parseDarkRingConfiguration,
  REFERENCE_CONFIGURATION,
  type ReferenceConfiguration,
} from "./configuration";
export type { DarkRing, DarkRingImage, DarkRingMeasurement, DarkRingStatistics, Morphology } from "./dark-ring";
export { findDarkRings } from "./find-dark-rings";
export { selectRoundest } from "./rank";
export { cutStamp, roundHalfToEven } from "./stamp";
