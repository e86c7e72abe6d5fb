import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { InvalidParameterError } from "@/lib/errors";
import { parseSetting } from "@/lib/runs/pipelines";
import { type ExposureToSimulate, simulateExposures, type TruthRow, truthColumns } from "@/lib/simulate";
import { writeTable } from "@/lib/tables";
import { printJson, progressDisplay } from "./terminal";
import { readOptions, readWholeNumber, UsageError } from "./usage";

const USAGE = `usage: annulus simulate exposure --out DIR [--instrument NAME] [--day-obs YYYYMMDD] [--seq-num N] [--count N]
           [--detectors 0,1,R22_S11] [--size WIDTHxHEIGHT] [--seed TEXT] [--variance] [--set name=value]... [--json]

Deterministic post-ISR darks with known truth: one FITS file a detector, and truth.csv, truth.ecsv, truth.parquet.
--detectors  ids or names; all science detectors when left out
--size       of each frame; the detector's own size when left out
--set        e.g. rings=3 depthSigma=[8,30] cosmicRaysPerMegapixel=0`;

const OPTIONS = {
  out: { type: "string", short: "o" },
  instrument: { type: "string" },
  "day-obs": { type: "string" },
  "seq-num": { type: "string" },
  count: { type: "string" },
  detectors: { type: "string" },
  size: { type: "string" },
  seed: { type: "string" },
  variance: { type: "boolean" },
  set: { type: "string", multiple: true },
  json: { type: "boolean" },
} as const;

/** @returns 0 */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = readOptions(args, OPTIONS, USAGE);
  if (positionals[0] !== "exposure") throw new UsageError(`simulate ${positionals[0] ?? ""}: expected exposure`);
  if (positionals.length > 1) throw new UsageError(`simulate exposure ${positionals[1]}: expected only options`);
  if (values.out === undefined) throw new UsageError(`simulate exposure: expected --out DIR`);
  const first = readWholeNumber("seq-num", values["seq-num"], { first: 0, last: 99_999 }) ?? 1;
  const count = readWholeNumber("count", values.count, { first: 1, last: 10_000 }) ?? 1;
  const common = {
    instrument: values.instrument ?? "LSSTCam",
    dayObs: readWholeNumber("day-obs", values["day-obs"], { first: 19_000_101, last: 29_991_231 }) ?? 20250613,
    detectors: values.detectors?.split(",").map((one) => (/^\d+$/.test(one) ? Number(one) : one)),
    ...readSize(values.size),
    seed: values.seed,
    hasVariance: values.variance,
    settings: readSettings(values.set ?? []),
  };
  const exposures = Array.from({ length: count }, (_, index) => ({ ...common, seqNum: first + index }));
  const written = await writeExposures(values.out, exposures, { isQuiet: values.json });
  if (values.json) printJson(written);
  else console.log(`${written.files} files, ${written.truthRows} rows of truth in ${values.out}`);
  return 0;
}

function readSize(text: string | undefined): { width?: number; height?: number } {
  if (text === undefined) return {};
  const match = /^(\d+)x(\d+)$/.exec(text);
  if (match === null) throw new UsageError(`--size ${text}: expected WIDTHxHEIGHT, as 512x512`);
  return { width: Number(match[1]), height: Number(match[2]) };
}

function readSettings(texts: readonly string[]): Record<string, unknown> {
  const settings = texts.map(parseSetting);
  const strange = settings.find(({ task }) => task !== "*");
  if (strange !== undefined) {
    throw new InvalidParameterError({
      place: "setting",
      found: `${strange.task}.${strange.name}`,
      expected: "name=value",
    });
  }
  return Object.fromEntries(settings.map(({ name, value }) => [name, value]));
}

/**
 * Simulate exposures into a folder, each in a folder of its own, and write the truth of all.
 *
 * @param out folder, made when it is not there
 * @param exposures which
 * @param options isQuiet: no progress; truthFolder: where truth.csv, .ecsv and .parquet go, `out` if left out
 * @returns what was written
 */
export async function writeExposures(
  out: string,
  exposures: readonly ExposureToSimulate[],
  { isQuiet = false, truthFolder = out }: { isQuiet?: boolean; truthFolder?: string } = {},
): Promise<{ folder: string; files: number; truthRows: number }> {
  const display = progressDisplay(isQuiet);
  const truth: TruthRow[] = [];
  let files = 0;
  for await (const { folder, fileName, bytes, truth: rows } of simulateExposures(exposures)) {
    mkdirSync(path.join(out, folder), { recursive: true });
    writeFileSync(path.join(out, folder, fileName), bytes);
    truth.push(...rows);
    files++;
    display.show({ fraction: null, text: `simulating: ${files} files, ${folder}` });
  }
  display.end();
  const table = { name: "truth", meta: {}, columns: truthColumns(truth) };
  mkdirSync(truthFolder, { recursive: true });
  for (const format of ["csv", "ecsv", "parquet"] as const) {
    writeFileSync(path.join(truthFolder, `truth.${format}`), writeTable(table, format));
  }
  return { folder: out, files, truthRows: truth.length };
}
