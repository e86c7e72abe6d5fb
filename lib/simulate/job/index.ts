// Deterministic RAPID job folders with complete truth, in the names and formats of both eras.

export { type JobFile, release } from "./files";
export { type JobSummary, simulateJob } from "./job";
export type {
  DetectionKind,
  JobLedger,
  LedgerDetection,
  LedgerMatch,
  LedgerTruth,
  MissReason,
} from "./ledger";
export type { JobToSimulate } from "./plan";
export type { JobEra, JobRole } from "./products";
export type { JobSettingsInput } from "./settings";
