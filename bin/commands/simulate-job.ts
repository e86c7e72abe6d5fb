import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type JobSummary, type JobToSimulate, release, simulateJob } from "@/lib/simulate/job";
import { printJson, progressDisplay } from "./terminal";
import { readOptions, readWholeNumber, UsageError } from "./usage";

const USAGE = `usage: annulus simulate job --out DIR [--count N] [--first-jid N] [--size PX] [--era a|b] [--seed TEXT] [--filter H158]
           [--sca N] [--pointing N] [--injections N] [--stars N] [--galaxies N] [--transients N] [--cross-convolution yes|no]
           [--rimtimsim] [--products all|channels] [--missing ROLE]... [--set name=value]... [--json]

Deterministic RAPID job folders jid<N> with known truth: science and reference, ZOGY and SFFT differences, catalogues, truth files.
Beside them simulation_truth_jid<N>.json: what each algorithm found and missed, and why each detection is there.
In each: the raw image before injection (.fits.gz), reformatted science, mosaic and resampled reference with SExtractor's catalogues of
both (gain match) and of the mosaic, in era b PSF photometry of the mosaic too; differences, score images, uncertainties, PSFs; finder,
PSF and SExtractor catalogues of each difference, in era b Parquet and negative twins and the naive subtraction; both truth files, markers.
The same options give the same bytes. At 4089 pixels a job of all products has 1.7 GB in era a, 2.4 GB in era b, and takes 0.9 GB of memory.
--size               pixels a side, 64 to 4089; 512 when left out (RAPID: 4089)
--era                file names of 2025 (a, default) or since April 2026 (b)
--stars, --galaxies, --transients  rows of the simulation index, over the frame and a margin; --injections in the frame
--cross-convolution  SFFT's decorrelated and cross-convolved products in the place of one; yes in era a, no in era b when left out
--rimtimsim          era b: science files called rimtimsim_WFI_...
--products           channels: without raw image, mosaics, gain match, twins, residuals and the naive subtraction
--missing            leave a product out, as sfft-cross-convolved; a wrong name lists them all
--set                e.g. misregistrationPixels=0.2 injectionOrigin=1`;

const OPTIONS = {
  out: { type: "string", short: "o" },
  count: { type: "string" },
  "first-jid": { type: "string" },
  size: { type: "string" },
  era: { type: "string" },
  seed: { type: "string" },
  filter: { type: "string" },
  sca: { type: "string" },
  pointing: { type: "string" },
  injections: { type: "string" },
  stars: { type: "string" },
  galaxies: { type: "string" },
  transients: { type: "string" },
  "cross-convolution": { type: "string" },
  rimtimsim: { type: "boolean" },
  products: { type: "string" },
  missing: { type: "string", multiple: true },
  set: { type: "string", multiple: true },
  json: { type: "boolean" },
} as const;

const MOST = Number.MAX_SAFE_INTEGER;

/**
 * @param args behind `simulate job`
 * @param readSettings of the --set options
 * @returns 0
 */
export function runJobs(args: string[], readSettings: (texts: readonly string[]) => Record<string, unknown>): number {
  const { values, positionals } = readOptions(args, OPTIONS, USAGE);
  if (positionals.length > 0) throw new UsageError(`simulate job ${positionals[0]}: expected only options`);
  if (values.out === undefined) throw new UsageError("simulate job: expected --out DIR");
  const count = readWholeNumber("count", values.count, { first: 1, last: 100_000 }) ?? 1;
  const first = readWholeNumber("first-jid", values["first-jid"], { first: 1, last: 999_000_000 }) ?? 1;
  const number = (name: "size" | "sca" | "pointing" | "injections" | "stars" | "galaxies" | "transients") =>
    readWholeNumber(name, values[name], { first: 0, last: MOST });
  const common: JobToSimulate = {
    size: number("size"),
    era: readOneOf("era", values.era, ["a", "b"]),
    seed: values.seed,
    filter: values.filter,
    sca: number("sca"),
    pointing: number("pointing"),
    injections: number("injections"),
    stars: number("stars"),
    galaxies: number("galaxies"),
    transients: number("transients"),
    crossConvolution: readYesNo(values["cross-convolution"]),
    rimtimsim: values.rimtimsim,
    products: readOneOf("products", values.products, ["all", "channels"]),
    missing: values.missing,
    settings: readSettings(values.set ?? []),
  };
  const jobs = Array.from({ length: count }, (_, index) => ({ ...common, jid: first + index }));
  const written = writeJobs(values.out, jobs, { isQuiet: values.json });
  if (values.json) printJson(written);
  else console.log(summaryLine(written));
  return 0;
}

function readYesNo(text: string | undefined): boolean | undefined {
  const answer = readOneOf("cross-convolution", text, ["yes", "no"]);
  return answer === undefined ? undefined : answer === "yes";
}

function readOneOf<T extends string>(name: string, text: string | undefined, allowed: readonly T[]): T | undefined {
  if (text === undefined) return undefined;
  const found = allowed.find((one) => one === text);
  if (found !== undefined) return found;
  throw new UsageError(`--${name} ${text}: expected ${allowed.join(" or ")}`);
}

/** What was written, in numbers. */
export interface WrittenJobs {
  folder: string;
  files: number;
  bytes: number;
  jobs: { jid: number; folder: string; detections: { zogy: number; sfft: number }; truths: number }[];
}

/**
 * Simulates jobs into a folder, one folder a job, and writes the ledger of each beside it.
 *
 * @param out folder, made when it is not there
 * @param jobs which
 * @param options isQuiet: no progress
 * @returns what was written
 */
function writeJobs(
  out: string,
  jobs: readonly JobToSimulate[],
  { isQuiet = false }: { isQuiet?: boolean } = {},
): WrittenJobs {
  const display = progressDisplay(isQuiet);
  const written: WrittenJobs = { folder: out, files: 0, bytes: 0, jobs: [] };
  for (const [index, job] of jobs.entries()) {
    const summary = writeJob(out, job, (fileName, bytes) => {
      written.files++;
      written.bytes += bytes;
      display.show({ fraction: index / jobs.length, text: `simulating jid${job.jid ?? 1}: ${fileName}` });
    });
    const { jid, folder, ledger } = summary;
    const detections = { zogy: ledger.detections.zogy.length, sfft: ledger.detections.sfft.length };
    written.jobs.push({ jid, folder, detections, truths: ledger.truths.length });
  }
  display.end();
  return written;
}

function writeJob(out: string, job: JobToSimulate, onFile: (fileName: string, bytes: number) => void): JobSummary {
  const files = simulateJob(job);
  const folder = path.join(out, `jid${job.jid ?? 1}`);
  let next = files.next();
  mkdirSync(folder, { recursive: true });
  while (!next.done) {
    const { fileName, bytes } = next.value;
    writeFileSync(path.join(folder, fileName), bytes);
    onFile(fileName, bytes.length);
    release(bytes);
    next = files.next();
  }
  const ledger = `${JSON.stringify(next.value, null, 1)}\n`;
  writeFileSync(path.join(out, `simulation_truth_jid${next.value.jid}.json`), ledger);
  return next.value;
}

function summaryLine({ folder, files, bytes, jobs }: WrittenJobs): string {
  const sum = (count: (job: WrittenJobs["jobs"][number]) => number) =>
    jobs.reduce((total, job) => total + count(job), 0);
  const detections = `${sum((job) => job.detections.zogy)} ZOGY and ${sum((job) => job.detections.sfft)} SFFT detections`;
  const size = `${(bytes / 1e6).toFixed(1)} MB`;
  return `${jobs.length} jobs, ${files} files, ${size}, ${detections}, ${sum((job) => job.truths)} truths in ${folder}`;
}
