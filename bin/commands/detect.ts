import { writeFileSync } from "node:fs";
import {
  type DarkRingConfiguration,
  type DarkRingImage,
  type DarkRingMeasurement,
  findDarkRings,
  parseDarkRingConfiguration,
} from "@/lib/dark-rings";
import { FileUnreadableError, NotFoundError, UnsupportedFormatError } from "@/lib/errors";
import { openFile } from "@/lib/files/byte-source";
import { loadDetector } from "@/lib/isr";
import { createKernels, type Kernels } from "@/lib/kernels";
import { type FitsFile, openFits, readImage } from "@/lib/readers/fits";
import { parseSurveyRules, type TranslatedFile, translateFile } from "@/lib/readers/surveys";
import { type DetectedImage, detectionTable } from "@/lib/runs/artifacts/detection-table";
import { parseSetting } from "@/lib/runs/pipelines";
import { requireMeasurable } from "@/lib/runs/tasks/require-measurable";
import { writeTable } from "@/lib/tables";
import { type ImageAddress, parseImageAddress } from "./image-address";
import { printJson } from "./terminal";
import { readMode, readOptions, readTableFormat, readTextFile, UsageError } from "./usage";

const USAGE = `usage: annulus detect FILE[HDU]... [--mode MODE] [--set name=value]... [--isr] [--out FILE] [--json]

  annulus detect dark.fits[1] --mode reference --out x.csv

Needs no database. HDUs count from 0 as in DS9 and astropy, or are named: dark.fits[SCI]; without [HDU] the first image.
Quote the brackets if your shell expands them. The pixels are taken as they are.
--mode   annulus (default) or reference, which agrees with the published system number for number
--set    any setting of find-dark-rings, e.g. nSigma=4
--isr    remove the instrument signature first, and use the mask where there is one
--rules  YAML for files of an unknown survey, with --isr
--out    catalogue as .csv, .ecsv, .parquet or .vot; CSV on standard output when left out
--json   rows and statistics as JSON on standard output`;

const OPTIONS = {
  mode: { type: "string" },
  set: { type: "string", multiple: true },
  isr: { type: "boolean" },
  rules: { type: "string" },
  out: { type: "string", short: "o" },
  json: { type: "boolean" },
} as const;

/** @returns 0 when every image was measured */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = readOptions(args, OPTIONS, USAGE);
  if (positionals.length === 0) throw new UsageError(`detect: expected a file; ${USAGE.split("\n")[0]}`);
  const format = values.out === undefined ? "csv" : readTableFormat(values.out);
  const configuration = configurationOf(readMode(values.mode), values.set ?? []);
  const rules = values.rules === undefined ? null : parseSurveyRules(readTextFile(values.rules));
  const kernels = createKernels();
  const detected: DetectedImage[] = [];
  for (const text of positionals) {
    const address = parseImageAddress(text);
    const one = await detect(address, { configuration, removeSignature: values.isr ?? false, rules, kernels });
    for (const note of one.measurement.notes) process.stderr.write(`${text}: ${note}\n`);
    detected.push(one);
  }
  if (values.json) {
    printJson(detected.map(({ measurement, ...image }) => ({ ...image, configuration, ...measurement })));
  }
  const bytes = writeTable(detectionTable(detected, configuration), format);
  if (values.out !== undefined) writeOut(values.out, bytes);
  else if (!values.json) process.stdout.write(bytes);
  return 0;
}

function configurationOf(mode: string | undefined, settings: readonly string[]): DarkRingConfiguration {
  const parsed = settings.map(parseSetting);
  const strange = parsed.find(({ task }) => task !== "*" && task !== "find-dark-rings");
  if (strange !== undefined) throw new UsageError(`--set ${strange.task}.${strange.name}: expected find-dark-rings`);
  const chosen = Object.fromEntries(parsed.map(({ name, value }) => [name, value]));
  return parseDarkRingConfiguration(mode === undefined ? chosen : { ...chosen, mode });
}

interface DetectOptions {
  configuration: DarkRingConfiguration;
  removeSignature: boolean;
  rules: ReturnType<typeof parseSurveyRules> | null;
  kernels: Kernels;
}

async function detect(address: ImageAddress, options: DetectOptions): Promise<DetectedImage> {
  const source = await openFile(address.file);
  try {
    const file = await openFits(source);
    const hdu = chooseHdu(file, address);
    const translated = findTranslation(file, address, options);
    const image = translated?.images.find((one) => one.hdu === hdu) ?? null;
    const loaded = options.removeSignature
      ? await loadWithoutSignature(file, hdu, address, translated)
      : { image: await loadPlain(file, hdu, options.kernels), notes: [], hdu };
    requireMeasurable(`${address.file}, HDU ${loaded.hdu}`, loaded.image);
    const measurement: DarkRingMeasurement = findDarkRings(loaded.image, options.configuration, options.kernels);
    measurement.notes.unshift(...loaded.notes);
    // an id that was made up to have one is none here
    const isTold = (fact: string): boolean => !translated?.exposure.missing.some((one) => one.startsWith(`${fact}:`));
    const detector = image?.detector ?? translated?.images[0]?.detector ?? null;
    return {
      file: address.file,
      hdu: loaded.hdu,
      instrument: isTold("instrument") ? (translated?.exposure.instrument ?? null) : null,
      exposureId: isTold("exposureId") ? (translated?.exposure.exposureId ?? null) : null,
      detector: isTold("detector") ? detector : null,
      measurement,
    };
  } finally {
    await source.close();
  }
}

function chooseHdu(file: FitsFile, { hdu, file: name }: ImageAddress): number {
  if (hdu === null) {
    const first = file.hdus.find(({ type }) => type === "image");
    if (first !== undefined) return first.index;
    throw new NotFoundError({ place: name, found: `no image in ${file.hdus.length} HDUs`, expected: "an image HDU" });
  }
  const found = file.hdus.find(
    (one) => one.index === hdu || (typeof hdu === "string" && one.name === hdu.toUpperCase()),
  );
  if (found !== undefined) return found.index;
  const names = file.hdus.map((one) => one.name ?? one.index).join(", ");
  throw new NotFoundError({ place: `${name}[${hdu}]`, found: "no such HDU", expected: `one of ${names}` });
}

/** What the file says of exposure and detector; null when no survey knows it: detection goes on without. */
function findTranslation(file: FitsFile, address: ImageAddress, options: DetectOptions): TranslatedFile | null {
  try {
    return translateFile(file, address.file, options.rules);
  } catch (error) {
    if (error instanceof UnsupportedFormatError && !options.removeSignature) return null;
    throw error;
  }
}

/** Straight into the memory of the kernels, which saves a copy. */
async function loadPlain(file: FitsFile, hdu: number, kernels: Kernels): Promise<DarkRingImage> {
  const allocate = (count: number) => kernels.float32(kernels.allocate(4 * count), count);
  const { width, height, pixels } = await readImage(file, hdu, { allocate });
  return { width, height, pixels, bad: null, amplifiers: null };
}

async function loadWithoutSignature(
  file: FitsFile,
  hdu: number,
  address: ImageAddress,
  translated: TranslatedFile | null,
): Promise<{ image: DarkRingImage; notes: string[]; hdu: number }> {
  const images = translated?.images ?? [];
  const image = address.hdu === null ? images[0] : images.find((one) => one.hdu === hdu);
  if (translated === null || image === undefined) {
    const expected = `an HDU that begins a detector: ${images.map((one) => one.hdu).join(", ") || "none here"}`;
    throw new NotFoundError({ place: `${address.file}[${hdu}]`, found: "no detector", expected });
  }
  const pixels = await loadDetector(file, image, translated.exposure, { removeSignature: true });
  const { width, height, bad, amplifiers, notes } = pixels;
  const known = amplifiers.length > 0 ? amplifiers : null;
  return { image: { width, height, pixels: pixels.pixels, bad, amplifiers: known }, notes, hdu: image.hdu };
}

function writeOut(file: string, bytes: Uint8Array): void {
  try {
    writeFileSync(file, bytes);
  } catch (cause) {
    const found = cause instanceof Error ? cause.message : String(cause);
    throw new FileUnreadableError({ place: file, found, expected: "a file that can be written" }, { cause });
  }
}
