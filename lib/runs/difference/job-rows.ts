// A RAPID job folder as rows: candidates and truth in both modes, counts, notes.

import type { CopyValue } from "@/lib/database/copy-rows";
import type { DifferenceJobToSave, TruthToSave } from "@/lib/database/save-difference";
import {
  type Candidate,
  candidateIds,
  compareModes,
  type DifferenceJob,
  describeModeDifference,
  filesOf,
  followTruth,
  type JobNote,
  jobCandidates,
  type MatchRadii,
  publishedSkipReason,
  readJob,
  type TruthFate,
} from "@/lib/difference";
import type { StoredMode } from "@/lib/difference/candidate";
import { failedCuts } from "@/lib/difference/cuts";
import { JOB_COLUMNS } from "@/lib/difference/stored-columns";
import { countJob, type MeasuredJob } from "./job-counts";

/** What a folder gives, without its place in the mount. failed: it is complete, and nothing in it could be read; the notes say why. */
export type JobRows = Omit<DifferenceJobToSave, "mountId" | "folder" | "checksum" | "codeVersion" | "state"> & {
  state: DifferenceJobToSave["state"] | "failed";
};

/** Columns of the rows, in their order. */
const CANDIDATE_COLUMNS = ["source", ...JOB_COLUMNS.map(({ name }) => name)];

/**
 * Reads a job folder into rows.
 *
 * @param folder absolute
 * @param radii of annulus mode; reference mode has its own
 * @returns rows of both modes; what the folder lacks is in the notes
 * @throws FileUnreadableError when the folder cannot be listed
 */
export async function readJobRows(folder: string, radii: MatchRadii): Promise<JobRows> {
  const job = await readJob(folder, { twin: "parquet", withNegative: true });
  // reference mode reads the text catalogues, as the published pipeline does
  const published = hasParquet(job) ? await readJob(folder, { twin: "text" }) : job;
  const { annulus, negative, origins } = await inAnnulusMode(job, radii);
  const reference = await inReferenceMode(published);
  const measured = [annulus, reference, ...(negative.candidates.length > 0 ? [negative] : [])];
  const bandZeropointMag = bandZeropoint(job);
  const difference = compareModes(reference.candidates, annulus.candidates);
  const { filter, zeropointMag, mjd, sca, field, exposureTimeSeconds, pointing } = job.facts;
  return {
    jid: job.jid,
    source: "rapid",
    era: eraOf(job),
    state: stateOf(job, published),
    ...{ filter, zeropointMag, mjd, field, exposureTimeSeconds, pointing },
    sca: wholeOf(sca),
    width: job.imageSize?.width ?? null,
    height: job.imageSize?.height ?? null,
    channels: job.channels,
    notes: [...job.notes, ...choices(job, bandZeropointMag, negative.candidates.length)],
    origins,
    settings: radii,
    modeSentence: describeModeDifference([difference]),
    counts: measured.map(countJob),
    truth: measured.flatMap((one) => truthOf(one, bandZeropointMag)),
    candidateColumns: CANDIDATE_COLUMNS,
    candidates: candidateValues(measured),
  };
}

/** Detections on reference minus science have a mode of their own: no truth is looked for among them, and no count has them. */
async function inAnnulusMode(job: DifferenceJob, radii: MatchRadii) {
  const rows = jobCandidates(job, { mode: "annulus", ...radii });
  const positive = rows.candidates.filter(({ isPositive }) => isPositive);
  const negative = rows.candidates.filter(({ isPositive }) => !isPositive);
  const fates = await followTruth(job, { ...rows, candidates: positive });
  return {
    annulus: measuredJob(job, "annulus", positive, fates),
    negative: measuredJob(job, "negative", negative, []),
    origins: rows.origins,
  };
}

async function inReferenceMode(job: DifferenceJob): Promise<MeasuredJob> {
  const rows = jobCandidates(job, { mode: "reference" });
  return measuredJob(job, "reference", rows.candidates, await followTruth(job, rows));
}

function measuredJob(job: DifferenceJob, mode: StoredMode, candidates: Candidate[], fates: TruthFate[]): MeasuredJob {
  return { job, mode, candidates, ids: candidateIds(job.jid, candidates), fates };
}

function hasParquet({ folder }: DifferenceJob): boolean {
  const roles = ["psf-photometry", "finder"] as const;
  const files = roles.flatMap((role) =>
    (["zogy", "sfft"] as const).flatMap((algorithm) => filesOf(folder, { role, algorithm })),
  );
  return files.some(({ name }) => name.endsWith(".parquet"));
}

/** A folder that is still being written may be empty; a complete one of which nothing can be read is no job without candidates. */
function stateOf(job: DifferenceJob, published: DifferenceJob): JobRows["state"] {
  if (!job.folder.isDone) return "unfinished";
  return hasAnything(job) || hasAnything(published) ? "present" : "failed";
}

/** Whether a catalogue, an image or a list of truth could be read. */
function hasAnything({ zogy, sfft, negative, sextractor, channels, truth }: DifferenceJob): boolean {
  const catalogues = [zogy, sfft, ...(negative === null ? [] : [negative.zogy, negative.sfft])];
  return (
    catalogues.some(({ photometry, finder }) => photometry !== null || finder !== null) ||
    sextractor.zogy !== null ||
    sextractor.sfft !== null ||
    channels.some(({ state }) => state === "present") ||
    truth.hasInjected ||
    truth.hasSimulation
  );
}

function eraOf({ folder }: DifferenceJob): string | null {
  const eras = new Set(folder.files.flatMap(({ era }) => era ?? []));
  return eras.size > 1 ? "mixed" : ([...eras][0] ?? null);
}

/** What was decided without being asked. */
function choices(job: DifferenceJob, bandZeropointMag: number | null, negativeCount: number): JobNote[] {
  const notes: JobNote[] = [];
  const skip = publishedSkipReason(job.channels);
  if (skip !== null) {
    notes.push({
      kind: "choice",
      found: `the published pipeline skips this job (${skip})`,
      cost: "it is not skipped here",
    });
  }
  if (negativeCount > 0) {
    const found = `${negativeCount} candidates on reference minus science`;
    notes.push({ kind: "choice", found, cost: "kept apart as mode negative: matched to no truth, in no count" });
  }
  if (job.truth.hasInjected && bandZeropointMag === null) {
    const found = "no simulated transient tells the zero point of the band";
    notes.push({ kind: "absent", found, cost: "AB magnitudes of injected sources not measured" });
  }
  return notes;
}

/** mag + 2.5 log10(flux) is one number in all rows of the simulation: what ZPTMAG lacks to be of AB. */
function bandZeropoint({ truth }: DifferenceJob): number | null {
  const zeropoints = truth.sources
    .filter(({ kind, flux, mag }) => kind === "ou" && flux > 0 && Number.isFinite(mag))
    .map(({ flux, mag }) => mag + 2.5 * Math.log10(flux))
    .sort((a, b) => a - b);
  return zeropoints[zeropoints.length >> 1] ?? null;
}

function truthOf({ job, mode, candidates, fates }: MeasuredJob, bandZeropointMag: number | null): TruthToSave[] {
  const zogy = separations(candidates, "zogyMatch");
  const sfft = separations(candidates, "sfftMatch");
  const zeropointMag = job.facts.zeropointMag;
  return fates.map(({ source, candidateId, separationPx, missReason }, position) => {
    const { truthId, kind, x, y, raDeg, decDeg, flux, mag } = source;
    const instrumental =
      kind === "ou"
        ? mag
        : bandZeropointMag === null || !(flux > 0)
          ? Number.NaN
          : bandZeropointMag - 2.5 * Math.log10(flux);
    return {
      mode,
      position,
      ...{ truthId, kind, x, y, raDeg, decDeg, flux, mag, candidateId, separationPx, missReason },
      magAb: zeropointMag === null ? null : instrumental + zeropointMag,
      zogySeparationPx: zogy.get(position) ?? null,
      sfftSeparationPx: sfft.get(position) ?? null,
    };
  });
}

function separations(candidates: readonly Candidate[], match: "zogyMatch" | "sfftMatch"): Map<number, number> {
  return new Map(
    candidates.flatMap((candidate) => {
      const found = candidate[match];
      return found === null ? [] : [[found.index, found.separationPx] as const];
    }),
  );
}

function* candidateValues(measured: readonly MeasuredJob[]): Generator<CopyValue[]> {
  for (const { job, mode, candidates, ids } of measured) {
    const { filter, mjd, field } = job.facts;
    const common = { jid: job.jid, mode, filter, mjd, field, sca: wholeOf(job.facts.sca) };
    for (const [i, candidate] of candidates.entries()) {
      const context = { ...common, imageSize: job.imageSize, candidateId: ids[i] ?? "" };
      const values: CopyValue[] = ["rapid"];
      for (const { name, read } of JOB_COLUMNS) {
        if (name === "candidate_flags") values.push(candidate.flags);
        else if (name === "cut_failed") values.push(failedCuts(candidate, job.imageSize));
        else values.push(read(candidate, context));
      }
      yield values;
    }
  }
}

/** A number of a header that should be whole; another one is no detector. */
function wholeOf(value: number | null): number | null {
  return value !== null && Number.isInteger(value) && Math.abs(value) < 2 ** 31 ? value : null;
}
