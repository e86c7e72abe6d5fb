import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { InvalidParameterError } from "@/lib/errors";
import { type FitsHduToWrite, writeFits } from "@/lib/readers/fits";
import { parseSetting } from "@/lib/runs/pipelines";
import {
  type CalibrationTruth,
  type ExposureToSimulate,
  type RawExposureToSimulate,
  type RawType,
  simulateExposures,
  simulateRawExposure,
  type TruthRow,
  truthColumns,
} from "@/lib/simulate";
import { writeTable } from "@/lib/tables";
import { runJobs } from "./simulate-job";
import { printJson, progressDisplay } from "./terminal";
import { readOptions, readWholeNumber, UsageError } from "./usage";

const USAGE = `usage: annulus simulate job --out DIR [options]: RAPID job folders; annulus simulate job --help lists them
       annulus simulate exposure --out DIR [--instrument NAME] [--day-obs YYYYMMDD] [--seq-num N] [--count N]
           [--detectors 0,1,R22_S11] [--size WIDTHxHEIGHT] [--seed TEXT] [--type TYPE] [--variance] [--set name=value]... [--json]

Deterministic post-ISR darks with known truth: one FITS file a detector, and truth.csv, truth.ecsv, truth.parquet.
--type       bias, dark or flat: raw exposures of an LSST camera instead, one HDU an amplifier with overscan, and the sensor behind
             them (bias, dark current, response) in sensor/; --size a multiple of 8 by a multiple of 2
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
  type: { type: "string" },
  variance: { type: "boolean" },
  set: { type: "string", multiple: true },
  json: { type: "boolean" },
} as const;

/** @returns 0 */
export async function run(args: string[]): Promise<number> {
  if (args[0] === "job") return runJobs(args.slice(1), readSettings);
  const { values, positionals } = readOptions(args, OPTIONS, USAGE);
  if (positionals[0] !== "exposure") throw new UsageError(`simulate ${positionals[0] ?? ""}: expected exposure or job`);
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
    settings: readSettings(values.set ?? []),
  };
  const type = readType(values.type);
  if (type !== null) {
    if (values.variance) throw new UsageError("--variance: expected no --type");
    const raws = Array.from({ length: count }, (_, index) => ({ ...common, type, seqNum: first + index }));
    const raw = await writeRawExposures(values.out, raws, { isQuiet: values.json });
    if (values.json) printJson(raw);
    else console.log(`${raw.files} raw files in ${values.out}`);
    return 0;
  }
  const exposures = Array.from({ length: count }, (_, index) => ({
    ...common,
    hasVariance: values.variance,
    seqNum: first + index,
  }));
  const written = await writeExposures(values.out, exposures, { isQuiet: values.json });
  if (values.json) printJson(written);
  else console.log(`${written.files} files, ${written.truthRows} rows of truth in ${values.out}`);
  return 0;
}

function readType(text: string | undefined): RawType | null {
  if (text === undefined) return null;
  if (text === "bias" || text === "dark" || text === "flat") return text;
  throw new UsageError(`--type ${text}: expected bias, dark or flat`);
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

/**
 * Simulate raw calibration exposures into a folder, each in a folder of its own, and the sensors behind them into sensor/.
 *
 * @param out folder, made when it is not there
 * @param exposures which
 * @param options isQuiet: no progress
 * @returns what was written
 */
export async function writeRawExposures(
  out: string,
  exposures: readonly RawExposureToSimulate[],
  { isQuiet = false }: { isQuiet?: boolean } = {},
): Promise<{ folder: string; files: number }> {
  const display = progressDisplay(isQuiet);
  const sensors = new Set<string>();
  let files = 0;
  for (const exposure of exposures) {
    for await (const { fileName, bytes, detector, sensor } of simulateRawExposure(exposure)) {
      const folder = path.join(out, fileName.replace(`_${detector.name}.fits`, ""));
      mkdirSync(folder, { recursive: true });
      writeFileSync(path.join(folder, fileName), bytes);
      files++;
      display.show({ fraction: null, text: `simulating: ${files} files, ${fileName}` });
      if (sensors.has(detector.name)) continue;
      sensors.add(detector.name);
      writeSensor(path.join(out, "sensor"), detector.name, sensor);
    }
  }
  display.end();
  return { folder: out, files };
}

/** As .truth, so that a scan of the folder does not take it for an exposure. */
function writeSensor(folder: string, name: string, { width, height, bias, dark, flat }: CalibrationTruth): void {
  mkdirSync(folder, { recursive: true });
  const planes = [
    { name: "BIAS", unit: "electron", pixels: bias },
    { name: "DARK", unit: "electron/s", pixels: dark },
    { name: "FLAT", unit: "", pixels: flat },
  ];
  const hdus = planes.map(({ name: extname, unit, pixels }): FitsHduToWrite => {
    const cards: FitsHduToWrite["cards"] = [["EXTNAME", extname]];
    if (unit !== "") cards.push(["BUNIT", unit]);
    return { cards, image: { width, height, pixels } };
  });
  writeFileSync(path.join(folder, `${name}.fits.truth`), writeFits([{ cards: [["DETNAME", name]] }, ...hdus]));
}
