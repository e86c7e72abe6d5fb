// The door of difference imaging: job folders in, candidates and truth out.

export { DEFAULT_MATCH_RADIUS_PX, DEFAULT_MERGE_RADIUS_PX, type MatchRadii } from "./annulus-mode";
export {
  type Candidate,
  type CandidateFlag,
  type CandidateMode,
  type DetectedBy,
  detectedBy,
  type TruthMatch,
} from "./candidate";
export type { CandidateColumn } from "./candidate-columns";
export { CandidateTable, candidateIds } from "./candidate-table";
export { type Channel, publishedSkipReason } from "./channels";
export { compareModes, describeModeDifference, type ModeDifference } from "./compare-modes";
export type { Detection } from "./detections";
export type { JobFacts } from "./facts";
export { type CandidateOptions, type JobCandidates, jobCandidates } from "./job-candidates";
export { filesOf, type JobFile, type JobFolder, type JobNote } from "./job-folder";
export type { TruthOrigin } from "./origin";
export { type DifferenceJob, describeNote, readJob } from "./read-job";
export { type Algorithm, nameFile } from "./roles";
export type { TruthSource } from "./truth";
export { countFates, followTruth, type JobFates, type TruthCounts, type TruthFate, truthTable } from "./truth-table";
