// The detection behind `annulus detect`: images in, one table out.

import { writeFileSync } from "node:fs";
import {
  type DarkRingConfiguration,
  type DarkRingImage,
  findDarkRings,
  parseDarkRingConfiguration,
} from "@/lib/dark-rings";
import { FileUnreadableError, NotFoundError, UnsupportedFormatError } from "@/lib/errors";
import { openFile } from "@/lib/files/byte-source";
import { loadDetector } from "@/lib/isr";
import type { Kernels } from "@/lib/kernels";
import { openFits } from "@/lib/readers/fits";
import { parseSurveyRules, type SurveyRules, type TranslatedFile, translateFile } from "@/lib/readers/surveys";
import { type DetectedImage, detectionTable } from "@/lib/runs/artifacts/detection-table";
import { parseSetting } from "@/lib/runs/pipelines";
import { requireMeasurable } from "@/lib/runs/tasks/require-measurable";
import { type TableFormat, writeTable } from "@/lib/tables";
import type { ImageAddress } from "./image-address";
import { chooseHdu, type PlainImage, startPlainImage } from "./plain-image";
import { printJson } from "./terminal";
import { readTextFile, UsageError } from "./usage";

interface DetectOptions {
  mode: "annulus" | "reference" | undefined;
  /** settings as typed */
  set?: string[];
  isr?: boolean;
  /** file of survey rules */
  rules?: string;
  out?: string;
  json?: boolean;
  format: TableFormat;
  kernels: Kernels;
}

/** An image to measure, and what its file says of it. */
interface LoadedImage {
  image: DarkRingImage;
  hdu: number;
  translated: TranslatedFile | null;
  notes: string[];
  close: () => void;
}

/**
 * Measures images one after the other and writes one table of all.
 *
 * @param addresses of the images
 * @param reading the first image when it is on its way already
 * @param options of the command
 */
export async function detectImages(
  addresses: readonly ImageAddress[],
  reading: Promise<PlainImage> | null,
  options: DetectOptions,
): Promise<void> {
  const { kernels, format, out } = options;
  const configuration = configurationOf(options.mode, options.set ?? []);
  const rules = options.rules === undefined ? null : parseSurveyRules(readTextFile(options.rules));
  const bottom = kernels.mark();
  const detected: DetectedImage[] = [];
  for (const [i, address] of addresses.entries()) {
    const loaded = options.isr
      ? await loadWithoutSignature(address, rules)
      : loadPlain(
          address,
          await (i === 0 && reading ? reading : (await startPlainImage(address, kernels)).image),
          rules,
        );
    requireMeasurable(`${address.file}, HDU ${loaded.hdu}`, loaded.image);
    const measured = measure(address, loaded, configuration, kernels);
    for (const note of measured.measurement.notes) process.stderr.write(`${nameOf(address)}: ${note}\n`);
    detected.push(measured);
    loaded.close();
    kernels.release(bottom);
  }
  if (options.json) {
    printJson(detected.map(({ measurement, ...image }) => ({ ...image, configuration, ...measurement })));
  }
  const bytes = writeTable(detectionTable(detected, configuration), format);
  if (out !== undefined) writeOut(out, bytes);
  else if (!options.json) process.stdout.write(bytes);
}

function nameOf({ file, hdu }: ImageAddress): string {
  return hdu === null ? file : `${file}[${hdu}]`;
}

function configurationOf(mode: string | undefined, settings: readonly string[]): DarkRingConfiguration {
  const parsed = settings.map(parseSetting);
  const strange = parsed.find(({ task }) => task !== "*" && task !== "find-dark-rings");
  if (strange !== undefined) throw new UsageError(`--set ${strange.task}.${strange.name}: expected find-dark-rings`);
  const chosen = Object.fromEntries(parsed.map(({ name, value }) => [name, value]));
  return parseDarkRingConfiguration(mode === undefined ? chosen : { ...chosen, mode });
}

/** Pixels as they are; a file that no survey knows is none the worse for it. */
function loadPlain(address: ImageAddress, plain: PlainImage, rules: SurveyRules | null): LoadedImage {
  const { file, hdu, width, height, pixels, again } = plain;
  const image = { width, height, pixels, bad: null, amplifiers: null, readAgain: again?.readBox };
  const loaded = { image, hdu, notes: [], close: () => again?.close() };
  try {
    return { ...loaded, translated: translateFile(file, address.file, rules) };
  } catch (error) {
    if (error instanceof UnsupportedFormatError) return { ...loaded, translated: null };
    throw error;
  }
}

async function loadWithoutSignature(address: ImageAddress, rules: SurveyRules | null): Promise<LoadedImage> {
  const source = await openFile(address.file);
  try {
    const file = await openFits(source);
    const hdu = chooseHdu(file, address);
    const translated = translateFile(file, address.file, rules);
    const image = address.hdu === null ? translated.images[0] : translated.images.find((one) => one.hdu === hdu);
    if (image === undefined) {
      const expected = `an HDU that begins a detector: ${translated.images.map((one) => one.hdu).join(", ") || "none here"}`;
      throw new NotFoundError({ place: `${address.file}[${hdu}]`, found: "no detector", expected });
    }
    const { notes, ...loaded } = await loadDetector(file, image, translated.exposure, { removeSignature: true });
    const amplifiers = loaded.amplifiers.length > 0 ? loaded.amplifiers : null;
    return { image: { ...loaded, amplifiers }, hdu: image.hdu, translated, notes, close: () => undefined };
  } finally {
    await source.close();
  }
}

function measure(
  { file }: ImageAddress,
  { image, hdu, translated, notes }: LoadedImage,
  configuration: DarkRingConfiguration,
  kernels: Kernels,
): DetectedImage {
  const measurement = findDarkRings(image, configuration, kernels);
  measurement.notes.unshift(...notes);
  // an id that was made up to have one is none here
  const isTold = (fact: string): boolean => !translated?.exposure.missing.some((one) => one.startsWith(`${fact}:`));
  const known = translated?.images.find((one) => one.hdu === hdu) ?? translated?.images[0];
  return {
    file,
    hdu,
    instrument: isTold("instrument") ? (translated?.exposure.instrument ?? null) : null,
    exposureId: isTold("exposureId") ? (translated?.exposure.exposureId ?? null) : null,
    detector: isTold("detector") ? (known?.detector ?? null) : null,
    measurement,
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
