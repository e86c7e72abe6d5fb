// What the command line asks of a detection. Only what reading needs is loaded here: the rest of the program (detect-images.ts) comes
// while the pixels of the first image do.

import { createKernels } from "@/lib/kernels";
import { parseImageAddress } from "./image-address";
import { loadKeptKernels } from "./kept-kernels";
import { startPlainImage } from "./plain-image";
import { readMode, readOptions, readTableFormat, UsageError } from "./usage";

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
  const [first, ...others] = positionals.map(parseImageAddress);
  if (first === undefined) throw new UsageError(`detect: expected a file; ${USAGE.split("\n")[0]}`);
  const format = values.out === undefined ? "csv" : readTableFormat(values.out);
  const mode = readMode(values.mode);
  loadKeptKernels(process.env.ANNULUS_PROJECT_ROOT);
  const kernels = createKernels();
  const reading = values.isr ? null : await startPlainImage(first, kernels, mode !== "reference");
  const { detectImages } = await import("./detect-images");
  await detectImages([first, ...others], reading?.image ?? null, { ...values, mode, format, kernels });
  return 0;
}
