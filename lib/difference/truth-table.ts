// What became of each source of truth: found by which algorithm, or missed and why. The missed ones are the denominator of completeness.

import type { Table, TableColumn, TableValue } from "@/lib/tables";
import type { Candidate, TruthMatch } from "./candidate";
import { candidateIds } from "./candidate-table";
import { hasCatalogue } from "./catalogues";
import { measureCoverage } from "./coverage";
import type { JobCandidates } from "./job-candidates";
import type { DifferenceJob } from "./read-job";
import type { TruthSource } from "./truth";

/** Nearer to a border than this, detection is not expected (RAPID's own cut), px. */
const EDGE_PX = 5;

/** Fainter than this (mag + ZPTMAG), detection is not expected: the limit of the published pipeline. */
const FAINTEST_MAG = 26;

export type MissReason = "outside_image" | "no_coverage" | "edge" | "too_faint" | "not_detected";

/** A source of truth and what found it. */
export interface TruthFate {
  source: TruthSource;
  candidateId: string | null;
  separationPx: number | null;
  /** matched by this algorithm alone; null: it has no catalogue, or the mode does not look (reference mode never matches SFFT) */
  isFoundByZogy: boolean | null;
  isFoundBySfft: boolean | null;
  /** null when either algorithm found it */
  missReason: MissReason | null;
}

/** Numbers of a job's truth. */
export interface TruthCounts {
  total: number;
  /** null: no catalogue of it; SFFT's in reference mode too */
  foundByZogy: number | null;
  foundBySfft: number | null;
  foundByEither: number;
  missed: Record<MissReason, number>;
}

/**
 * What became of a job's truth.
 *
 * @param job whose images say where nothing was measured
 * @param rows its candidates
 * @returns one entry per source, in the order of the truth
 */
export async function followTruth(job: DifferenceJob, rows: JobCandidates): Promise<TruthFate[]> {
  const { candidates, truth, mode } = rows;
  const ids = candidateIds(job.jid, candidates);
  const candidateOf = indexMatches(candidates, ({ match }) => match);
  const zogyOf = indexMatches(candidates, ({ zogyMatch }) => zogyMatch);
  const sfftOf = indexMatches(candidates, ({ sfftMatch }) => sfftMatch);
  const fates = truth.map((source, index): TruthFate => {
    const row = candidateOf.get(index);
    return {
      source,
      candidateId: row === undefined ? null : (ids[row] ?? null),
      separationPx: row === undefined ? null : (candidates[row]?.match?.separationPx ?? null),
      isFoundByZogy: hasCatalogue(job.zogy) ? zogyOf.has(index) : null,
      isFoundBySfft: mode === "annulus" && hasCatalogue(job.sfft) ? sfftOf.has(index) : null,
      missReason: null,
    };
  });
  const missed = fates.filter(({ isFoundByZogy, isFoundBySfft }) => isFoundByZogy !== true && isFoundBySfft !== true);
  const covered = await measureCoverage(
    job,
    missed.map(({ source }) => source),
  );
  for (const [i, fate] of missed.entries()) fate.missReason = missReason(fate.source, job, covered[i] ?? null);
  return fates;
}

/**
 * Counts of what became of truth.
 *
 * @param fates of one job or several
 * @returns how many were found by which, and why the others were not
 */
export function countFates(fates: readonly TruthFate[]): TruthCounts {
  const missed: TruthCounts["missed"] = { outside_image: 0, no_coverage: 0, edge: 0, too_faint: 0, not_detected: 0 };
  for (const { missReason: reason } of fates) if (reason !== null) missed[reason] += 1;
  return {
    total: fates.length,
    foundByZogy: countFound(fates.map(({ isFoundByZogy }) => isFoundByZogy)),
    foundBySfft: countFound(fates.map(({ isFoundBySfft }) => isFoundBySfft)),
    foundByEither: fates.filter((fate) => fate.missReason === null).length,
    missed,
  };
}

/** Null: nobody looked. */
function countFound(found: readonly (boolean | null)[]): number | null {
  return found.every((one) => one === null) ? null : found.filter((one) => one === true).length;
}

function indexMatches(candidates: readonly Candidate[], matchOf: (candidate: Candidate) => TruthMatch | null) {
  const rows = new Map<number, number>();
  for (const [row, candidate] of candidates.entries()) {
    const match = matchOf(candidate);
    if (match !== null && !rows.has(match.index)) rows.set(match.index, row);
  }
  return rows;
}

function missReason({ x, y, mag }: TruthSource, job: DifferenceJob, isCovered: boolean | null): MissReason {
  const isFaint = mag + (job.facts.zeropointMag ?? Number.NaN) > FAINTEST_MAG;
  if (job.imageSize !== null) {
    const { width, height } = job.imageSize;
    const edge = Math.min(x + 0.5, y + 0.5, width - 0.5 - x, height - 0.5 - y);
    if (!(edge >= 0)) return "outside_image";
    if (isCovered === false) return "no_coverage";
    if (edge < EDGE_PX) return "edge";
  }
  return isFaint ? "too_faint" : "not_detected";
}

/** One job's part of the truth table. */
export interface JobFates {
  job: DifferenceJob;
  fates: readonly TruthFate[];
}

/**
 * Truth of several jobs as a table, missed sources included.
 *
 * @param jobs with what became of their truth
 * @param meta what a reader must know of all rows
 * @returns one row per source
 */
export function truthTable(jobs: readonly JobFates[], meta: Record<string, string>): Table {
  const rows = jobs.flatMap(({ job, fates }) => fates.map((fate) => ({ job, ...fate })));
  type Row = (typeof rows)[number];
  const column = (
    name: string,
    type: TableColumn["type"],
    unit: string | null,
    description: string,
    read: (row: Row) => TableValue,
  ): TableColumn => ({ name, type, unit, description, values: rows.map(read) });
  return {
    name: "truth",
    meta,
    columns: [
      column("jid", "text", null, "job", ({ job }) => job.jid),
      column("truth_id", "text", null, "<row>_inj or <object_id>_ou", ({ source }) => source.truthId),
      column("truth_kind", "text", null, "inj: injected; ou: of the simulation", ({ source }) => source.kind),
      column("x", "float64", "px", "0-based in annulus mode, as in the file in reference mode", ({ source }) =>
        numberOf(source.x),
      ),
      column("y", "float64", "px", "0-based in annulus mode, as in the file in reference mode", ({ source }) =>
        numberOf(source.y),
      ),
      column("ra", "float64", "deg", "right ascension", ({ source }) => numberOf(source.raDeg)),
      column("dec", "float64", "deg", "declination", ({ source }) => numberOf(source.decDeg)),
      column("flux", "float64", null, "as in the file", ({ source }) => numberOf(source.flux)),
      column("realized_flux", "float64", null, "as in the file", ({ source }) => numberOf(source.realizedFlux)),
      column("mag", "float64", "mag", "as in the file: instrumental", ({ source }) => numberOf(source.mag)),
      column("zeropoint_mag", "float64", "mag", "ZPTMAG of the science image", ({ job }) => job.facts.zeropointMag),
      column("filter", "text", null, "filter of the science image", ({ job }) => job.facts.filter),
      column("candidate_id", "text", null, "its candidate", (row) => row.candidateId),
      column("truth_sep_px", "float64", "px", "from its candidate", (row) => row.separationPx),
      column(
        "detected_zogy",
        "bool",
        null,
        "ZOGY's detections, matched by themselves; empty without its catalogue",
        (row) => row.isFoundByZogy,
      ),
      column("detected_sfft", "bool", null, "SFFT's; empty in reference mode too", (row) => row.isFoundBySfft),
      column(
        "miss_reason",
        "text",
        null,
        "outside_image, no_coverage, edge (within 5 px), too_faint (mag + zeropoint_mag > 26) or not_detected",
        (row) => row.missReason,
      ),
    ],
  };
}

function numberOf(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
