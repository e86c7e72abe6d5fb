import { readdirSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import {
  type CandidateMode,
  CandidateTable,
  compareModes,
  countFates,
  DEFAULT_MATCH_RADIUS_PX,
  DEFAULT_MERGE_RADIUS_PX,
  type DifferenceJob,
  describeModeDifference,
  describeNote,
  followTruth,
  type JobCandidates,
  type JobFates,
  jobCandidates,
  type ModeDifference,
  publishedSkipReason,
  readJob,
  truthTable,
} from "@/lib/difference";
import { hasCatalogue } from "@/lib/difference/catalogues";
import { failedCuts } from "@/lib/difference/cuts";
import { FileUnreadableError, isAnnulusError } from "@/lib/errors";
import { codeVersion } from "@/lib/runs/code-version";
import { writeTable } from "@/lib/tables";
import { printJson, progressDisplay } from "./terminal";
import { readMode, readOptions, readTableFormat, UsageError } from "./usage";

const USAGE = `usage: annulus candidates JOBDIR... --out FILE [--mode MODE] [--truth-out FILE] [--json]

  annulus candidates jobs/jid* --out candidates.parquet --truth-out truth.csv

Detections of ZOGY and SFFT of RAPID job folders (or of all jid<N> in a folder), merged and matched to truth: one row per candidate, all jobs in one table.
Needs no database. What a folder lacks is said on standard error, with what that costs; the rest is used.
--out           .csv, .ecsv, .parquet or .vot: the published columns first, then ours
--mode          annulus (default): merged and matched by position, one-to-one; reference: the published pipeline to the letter
--merge-radius  between ZOGY and SFFT, px; ${DEFAULT_MERGE_RADIUS_PX} when left out; annulus mode only
--match-radius  between detection and truth, px; ${DEFAULT_MATCH_RADIUS_PX} when left out; annulus mode only
--columns       all (default) or published: in reference mode exactly candidates.csv
--negative      with detections on reference minus science; annulus mode only
--compare       say in one sentence how many rows differ between the modes, and why
--truth-out     every source of truth, missed ones included, with what found it
--json          what was found in each job, on standard output`;

const OPTIONS = {
  out: { type: "string", short: "o" },
  mode: { type: "string" },
  "merge-radius": { type: "string" },
  "match-radius": { type: "string" },
  columns: { type: "string" },
  negative: { type: "boolean" },
  compare: { type: "boolean" },
  "truth-out": { type: "string" },
  json: { type: "boolean" },
} as const;

const LARGEST_RADIUS_PX = 100;

/** What the command was asked for. */
interface Wish {
  mode: CandidateMode;
  mergeRadiusPx: number;
  matchRadiusPx: number;
  withNegative: boolean;
  /** also the other mode, to compare with */
  isCompared: boolean;
}

/** A job, measured. */
interface MeasuredJob extends JobFates {
  rows: JobCandidates;
  /** null: not asked for */
  difference: ModeDifference | null;
}

/** @returns 0; 1 when a folder could not be read, or has no catalogue of either algorithm */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = readOptions(args, OPTIONS, USAGE);
  if (positionals.length === 0) throw new UsageError(`candidates: expected a job folder; ${USAGE.split("\n")[0]}`);
  if (values.out === undefined) throw new UsageError(`candidates: expected --out FILE; ${USAGE.split("\n")[0]}`);
  const format = readTableFormat(values.out);
  const truthFormat = values["truth-out"] === undefined ? null : readTableFormat(values["truth-out"]);
  if (values["truth-out"] !== undefined && path.resolve(values["truth-out"]) === path.resolve(values.out)) {
    throw new UsageError(`--truth-out ${values["truth-out"]}: expected another file than --out`);
  }
  const columns = readColumns(values.columns);
  const wish = readWish(values);
  const display = progressDisplay(values.json === true);
  const table = new CandidateTable(wish.mode, columns);
  const measured: MeasuredJob[] = [];
  const folders = listJobs(positionals, wish.mode);
  let failures = 0;
  for (const [i, folder] of folders.entries()) {
    display.show({ fraction: i / folders.length, text: `${i} of ${folders.length} jobs, ${folder}` });
    const one = await measureJob(folder, wish);
    if (one === null || !(hasCatalogue(one.job.zogy) || hasCatalogue(one.job.sfft))) failures += 1;
    if (one === null) continue;
    table.add(one.job, one.rows);
    measured.push(one);
  }
  display.end();
  const meta = metaOf(wish, measured);
  writeOut(values.out, table.toBytes(format, meta));
  if (values["truth-out"] !== undefined && truthFormat !== null) {
    writeOut(values["truth-out"], writeTable(truthTable(measured, meta), truthFormat));
  }
  const differences = measured.flatMap(({ difference }) => difference ?? []);
  const sentence = differences.length === 0 ? null : describeModeDifference(differences);
  if (values.json) {
    printJson({ ...meta, out: values.out, rows: table.rowCount, modes: sentence, jobs: measured.map(summaryOf) });
  } else {
    console.log(`${table.rowCount} candidates of ${measured.length} jobs in ${values.out}`);
    if (sentence !== null) console.log(sentence);
  }
  return failures > 0 ? 1 : 0;
}

function readWish(values: {
  mode?: string;
  "merge-radius"?: string;
  "match-radius"?: string;
  negative?: boolean;
  compare?: boolean;
}): Wish {
  const mode = readMode(values.mode) ?? "annulus";
  for (const name of ["merge-radius", "match-radius", "negative"] as const) {
    if (mode === "reference" && values[name] !== undefined) {
      throw new UsageError(`--${name}: expected annulus mode; reference mode has the published radii and no negative`);
    }
  }
  return {
    mode,
    mergeRadiusPx: readRadius("merge-radius", values["merge-radius"]) ?? DEFAULT_MERGE_RADIUS_PX,
    matchRadiusPx: readRadius("match-radius", values["match-radius"]) ?? DEFAULT_MATCH_RADIUS_PX,
    withNegative: values.negative === true,
    isCompared: values.compare === true,
  };
}

function readRadius(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() !== "" && value > 0 && value <= LARGEST_RADIUS_PX) return value;
  throw new UsageError(`--${name} ${text}: expected pixels, above 0 and at most ${LARGEST_RADIUS_PX}`);
}

function readColumns(text: string | undefined): "published" | "all" {
  if (text === undefined || text === "all") return "all";
  if (text === "published") return text;
  throw new UsageError(`--columns ${text}: expected all or published`);
}

/** Job folders themselves, and those in a folder of job folders, each once. The published pipeline takes them by name: jid10 before jid2. */
function listJobs(folders: readonly string[], mode: CandidateMode): string[] {
  const jobs = folders.flatMap((folder) => {
    const inside = jobsIn(folder);
    return inside.length > 0 ? inside : [folder];
  });
  const once = [...new Map(jobs.map((job) => [path.resolve(job), job])).values()];
  return mode === "reference" ? once.sort(byJobName) : once;
}

function jobsIn(folder: string): string[] {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return [];
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && /^jid\d+$/.test(entry.name))
    .map(({ name }) => name);
  return names.sort().map((name) => path.join(folder, name));
}

function byJobName(a: string, b: string): number {
  const [first, second] = [path.basename(a), path.basename(b)];
  if (first === second) return 0;
  return first < second ? -1 : 1;
}

async function measureJob(folder: string, wish: Wish): Promise<MeasuredJob | null> {
  try {
    const twin = wish.mode === "reference" ? "text" : "parquet";
    const job = await readJob(folder, { twin, withNegative: wish.withNegative });
    const rows = jobCandidates(job, wish);
    const difference = wish.isCompared ? differenceOf(job, rows, wish) : null;
    const measured = { job, rows, fates: await followTruth(job, rows), difference };
    for (const line of linesOf(measured)) process.stderr.write(`${line}\n`);
    return measured;
  } catch (error) {
    if (!isAnnulusError(error)) throw error;
    process.stderr.write(`annulus: ${error.message}\n`);
    return null;
  }
}

function differenceOf(job: DifferenceJob, rows: JobCandidates, wish: Wish): ModeDifference {
  const other = jobCandidates(job, { ...wish, mode: wish.mode === "reference" ? "annulus" : "reference" });
  const [reference, annulus] = wish.mode === "reference" ? [rows, other] : [other, rows];
  return compareModes(reference.candidates, annulus.candidates);
}

/** What a person should know of a job, one line each. */
function linesOf({ job, rows, fates }: MeasuredJob): string[] {
  const lines = job.notes.map(describeNote);
  const skip = publishedSkipReason(job.channels);
  if (rows.mode === "reference" && skip !== null)
    lines.push(`the published pipeline skips this job (${skip}); it is not skipped here`);
  if (rows.mode === "annulus" && job.hasNegative && job.negative === null) {
    lines.push("negative detections are left out: --negative adds them");
  }
  for (const [kind, origin] of Object.entries(rows.origins)) {
    if (origin === null || (origin.isMeasured && origin.offsetPx === 0)) continue;
    const medians = `median offset ${origin.medianDx?.toFixed(2) ?? "?"}, ${origin.medianDy?.toFixed(2) ?? "?"} px of ${origin.pairs} pairs`;
    const verdict = origin.isMeasured
      ? "counts pixels from 1, shifted by 1 px"
      : "origin not measured, taken as 0-based";
    lines.push(`${kind === "inj" ? "injected" : "simulation"} truth ${verdict} (${medians})`);
  }
  const { total, foundByEither, foundByZogy, foundBySfft, missed } = countFates(fates);
  if (total > 0) {
    const reasons = Object.entries(missed).filter(([, count]) => count > 0);
    const why = reasons.map(([reason, count]) => `${count} ${reason.replace("_", " ")}`).join(", ");
    const byEach = [
      foundByZogy === null ? "" : `, ${foundByZogy} by ZOGY`,
      foundBySfft === null ? "" : `, ${foundBySfft} by SFFT`,
    ];
    const undetected = total - foundByEither;
    lines.push(
      `${total} sources of truth: ${foundByEither} found${byEach.join("")}; ${undetected} undetected${why && `: ${why}`}`,
    );
  }
  return lines.map((line) => `${job.jid}: ${line}`);
}

function metaOf(wish: Wish, measured: readonly MeasuredJob[]): Record<string, string> {
  const radii =
    wish.mode === "reference"
      ? { merge_radius_px: "by id", match_radius_px: "4" }
      : { merge_radius_px: String(wish.mergeRadiusPx), match_radius_px: String(wish.matchRadiusPx) };
  const origins = Object.fromEntries(measured.map(({ job, rows }) => [job.jid, rows.origins]));
  return { mode: wish.mode, ...radii, code_version: codeVersion(), truth_origins: JSON.stringify(origins) };
}

function summaryOf({ job, rows, fates, difference }: MeasuredJob) {
  const modes = difference === null ? null : { ...difference, pairSeparationsPx: undefined };
  const count = (isWanted: (candidate: JobCandidates["candidates"][number]) => boolean) =>
    rows.candidates.filter(isWanted).length;
  return {
    jid: job.jid,
    folder: job.folder.path,
    isDone: job.folder.isDone,
    facts: job.facts,
    imageSize: job.imageSize,
    channels: job.channels,
    candidates: {
      total: rows.candidates.length,
      both: count(({ zogy, sfft }) => zogy !== null && sfft !== null),
      zogyOnly: count(({ sfft }) => sfft === null),
      sfftOnly: count(({ zogy }) => zogy === null),
      real: count(({ label }) => label === 1),
      injected: count(({ isInjected }) => isInjected),
      notDecided: count(({ label }) => label === null),
      passesCuts: count((candidate) => failedCuts(candidate, job.imageSize)?.length === 0),
    },
    truth: countFates(fates),
    origins: rows.origins,
    modes,
    notes: job.notes,
  };
}

function writeOut(file: string, bytes: Uint8Array): void {
  try {
    writeFileSync(file, bytes);
  } catch (cause) {
    const found = cause instanceof Error ? cause.message : String(cause);
    throw new FileUnreadableError({ place: file, found, expected: "a file that can be written" }, { cause });
  }
}
