// What the queries of difference imaging give: plain rows, ids as text. Types alone, so that components may have them.

import type { JobCountsToSave } from "@/lib/database/save-difference";
import type { DetectedBy, JobNote } from "@/lib/difference";
import type { StoredMode } from "@/lib/difference/candidate";

/** rapid: a job folder; ztf, rubin: a set of alerts. */
export type DifferenceSource = "rapid" | "ztf" | "rubin";

/** present; unfinished: may still be being written; failed: nothing could be read; vanished: the folder is gone. */
export type DifferenceJobState = "present" | "unfinished" | "failed" | "vanished";

/** Numbers of a job, or of those jobs of a selection that have them, in one mode. */
export type DifferenceCounts = Omit<JobCountsToSave, "mode">;

/** A job in a list. */
export interface DifferenceJobRow extends DifferenceCounts {
  id: number;
  jid: string;
  source: DifferenceSource;
  mountId: number;
  mount: string;
  /** relative to the mount */
  folder: string;
  era: "A" | "B" | "mixed" | null;
  state: DifferenceJobState;
  filter: string | null;
  zeropointMag: number | null;
  mjd: number | null;
  sca: number | null;
  field: string | null;
  exposureTimeSeconds: number | null;
  /** of the science grid, px */
  width: number | null;
  height: number | null;
  noteCount: number;
  /** of the channels (nine, or three of an alert set) */
  channelsPresent: number;
}

/** An image of a job, with the name under which the image viewer opens it. */
export interface DifferenceChannelRow {
  /** 1 to 9 in the published order; of alerts 1 science, 2 template, 3 difference */
  index: number;
  label: string;
  file: string | null;
  hdu: number | null;
  width: number | null;
  height: number | null;
  state: "present" | "absent" | "broken";
  /** why there is none, or what stands in */
  reason: string | null;
  /** file:ID[hdu]; null: absent, broken, vanished, or one per candidate (alerts) */
  source: string | null;
}

/** Everything of a job but its rows. */
export interface DifferenceJobDetail extends DifferenceJobRow {
  pointing: string | null;
  channels: DifferenceChannelRow[];
  notes: JobNote[];
  /** in words, for each kind of truth whose origin is not plainly 0-based */
  originNotes: string[];
  settings: { mergeRadiusPx: number; matchRadiusPx: number } | null;
  /** how many rows differ between the modes, and why */
  modeSentence: string | null;
  checksum: string;
  codeVersion: string;
  /** ISO 8601, UT */
  readAt: string;
  /** in the order of MJD and jid, among all jobs */
  previous: { id: number; jid: string } | null;
  next: { id: number; jid: string } | null;
}

/** A page of jobs, and the numbers of the whole selection. */
export interface DifferenceJobPage {
  jobs: DifferenceJobRow[];
  jobCount: number;
  totals: DifferenceCounts;
  page: number;
  pageCount: number;
}

/** A value of a cell; null: not measured. */
export type CandidateValue = number | string | boolean | string[] | null;

/** What is said of a candidate now. */
export interface CandidateSaid {
  label: string | null;
  comment: string | null;
  person: string;
  /** ISO 8601, UT */
  at: string;
}

/** A candidate in a list: what every list needs, and the columns that were asked for. */
export interface CandidateRow {
  /** key of this row until its job is read again */
  rowId: string;
  jobId: number;
  /** <jid>:<algorithm>:<id>: name in addresses, verdicts and tables */
  candidateId: string;
  jid: string;
  source: DifferenceSource;
  x: number | null;
  y: number | null;
  detectedBy: DetectedBy | null;
  label: 0 | 1 | null;
  injected: boolean | null;
  /** of the person asked for, or of anybody; null: nothing said */
  said: CandidateSaid | null;
  values: Record<string, CandidateValue>;
}

export interface CandidatePage {
  rows: CandidateRow[];
  /** what `after` takes for the next page; null: this is the last */
  next: string | null;
  /** what `before` takes for the page before; null: this is the first */
  previous: string | null;
}

/** How many candidates a filter keeps; isAbout: scaled up from a sample, because counting would read the table. */
export interface CandidateCounts {
  total: number;
  zogyOnly: number;
  sfftOnly: number;
  both: number;
  real: number;
  bogus: number;
  undecided: number;
  injected: number;
  /**
   * injected sources that neither algorithm found, in the jobs that the filter names: its conditions on candidates do not apply to
   * them; null: none of the jobs has truth
   */
  injectedMissed: number | null;
  isAbout: boolean;
}

/** Points of a scatter plot, at most so many. */
export interface CandidateScatter {
  rowIds: string[];
  candidateIds: string[];
  x: number[];
  y: number[];
  /** colour classes, index into POINT_KINDS */
  kinds: number[];
  /** rows of the filter that have both values; about when isAbout */
  total: number;
  isAbout: boolean;
  /** rows of the filter without x or y */
  notMeasured: number;
}

export const POINT_KINDS = ["bogus", "real", "injected", "undecided"] as const;
export type PointKind = (typeof POINT_KINDS)[number];

/** Bars of one class each; edges has one more than the bars. */
export interface CandidateHistogram {
  edges: number[];
  bars: Record<PointKind, number[]>;
  below: number;
  above: number;
  notMeasured: number;
  isAbout: boolean;
}

/** One measurement of a candidate and where it stands among its job's. */
export interface CandidateFeature {
  column: string;
  unit: string | null;
  description: string;
  value: number | null;
  /** share of the job's measured values at or below it, 0 to 100; null: not measured */
  percentile: number | null;
  /** the other algorithm's column of the same measurement */
  twin: string | null;
}

/** A place near a candidate, or the same place in another job. */
export interface NearCandidate {
  rowId: string;
  candidateId: string;
  jobId: number;
  jid: string;
  detectedBy: DetectedBy | null;
  label: 0 | 1 | null;
  separationPx: number | null;
  separationArcsec: number | null;
}

/** A point of a light curve: the same place of the sky in some job. */
export interface Recurrence extends NearCandidate {
  mjd: number | null;
  filter: string | null;
  /** DN/s, nJy of Rubin's alerts */
  flux: number | null;
  fluxErr: number | null;
  mag: number | null;
  snr: number | null;
  isSelf: boolean;
}

export interface NearTruth {
  truthId: string;
  kind: "inj" | "ou";
  x: number | null;
  y: number | null;
  magAb: number | null;
  separationPx: number;
  /** it is this candidate's match */
  isMatch: boolean;
}

/** What a candidate's page shows beside the stamps. */
export interface CandidateDetail extends CandidateRow {
  mode: StoredMode;
  /** CANDIDATE_FLAGS; of an alert the names of its record's flags */
  flags: string[];
  raDeg: number | null;
  decDeg: number | null;
  /** of an alert; an opinion of a classifier */
  score: number | null;
  features: CandidateFeature[];
  nearestTruth: NearTruth | null;
  neighbours: NearCandidate[];
  recurrences: Recurrence[];
  /** its row in the other mode, where there is one */
  otherMode: { mode: StoredMode; rowId: string } | null;
  job: DifferenceJobDetail;
}
