// annulus fits: what is in FITS files, without a database.

import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { FileUnreadableError, isAnnulusError, NotFoundError } from "@/lib/errors";
import { openFile } from "@/lib/files/byte-source";
import { describeSystemError } from "@/lib/files/system-error";
import { type FitsFile, type Hdu, openFits, readPixels, typeOfPixels, verifyFits } from "@/lib/readers/fits";
import { writeNpy } from "@/lib/readers/npy/write-npy";
import { type FitsReport, type HduReport, printReport } from "./fits-print";
import { statisticsOf } from "./fits-statistics";
import { type ImageAddress, parseImageAddress } from "./image-address";
import { printJson } from "./terminal";
import { readOptions, UsageError } from "./usage";

const USAGE = `usage: annulus fits FILE[HDU]... [--hdu N] [--statistics] [--header] [--verify] [--out FILE.npy] [--json]

HDUs of FITS files: index, name, type, shape (slowest axis first, as numpy), BITPIX and compression. Needs no database.

  FILE[HDU]       one HDU, by index or name, with its header
  --hdu N         only this HDU, by index or name
  --statistics    finite and undefined values, least, largest, mean, standard deviation and sum of the physical values
                  of images, and of every column of tables
  --header        the cards of the header
  --verify        check against FITS 4.0, checksums included, and say which section is broken
  --out FILE.npy  write the physical pixels of the HDU, or of the first image, as a numpy array
  --json          one object a file

Exit code 0; 1 when a file is broken somewhere; 2 for wrong usage.`;

const OPTIONS = {
  hdu: { type: "string" },
  statistics: { type: "boolean" },
  header: { type: "boolean" },
  verify: { type: "boolean" },
  out: { type: "string" },
  json: { type: "boolean" },
} as const;

interface Wishes {
  statistics: boolean;
  header: boolean;
  verify: boolean;
  out: string | null;
}

/** @returns 0; 1 when a file is broken somewhere */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = readOptions(args, OPTIONS, USAGE);
  if (positionals.length === 0) throw new UsageError(`fits: expected a file; ${USAGE.split("\n")[0]}`);
  const addresses = positionals.map((text) => addressOf(text, values.hdu));
  const out = values.out ?? null;
  if (out !== null) requireOut(out, addresses);
  let exitCode = 0;
  for (const address of addresses) {
    const isOneOfBrackets = address.hdu !== null && values.hdu === undefined;
    const wishes = {
      statistics: values.statistics ?? false,
      header: values.header ?? (isOneOfBrackets && !values.statistics && !values.verify && out === null),
      verify: values.verify ?? false,
      out,
    };
    const report = await reportOf(address, wishes);
    if (values.json) printJson(report);
    else printReport(report, { isOneOfSeveral: addresses.length > 1, onlyHeader: isOneOfBrackets && wishes.header });
    for (const { place, found, expected } of values.json ? [] : report.errors) {
      process.stderr.write(`annulus: ${place}: ${found}, expected ${expected}\n`);
    }
    if (wishes.verify && !values.json && report.errors.length === 0) console.log("verified: no fault found");
    if (report.errors.length > 0) exitCode = 1;
  }
  return exitCode;
}

function addressOf(text: string, hdu: string | undefined): ImageAddress {
  const address = parseImageAddress(text);
  if (hdu === undefined) return address;
  if (hdu.trim() === "" || /^-\d+$/.test(hdu)) {
    throw new UsageError(`--hdu ${hdu}: expected an index from 0 or the name of an HDU`);
  }
  if (address.hdu !== null) throw new UsageError(`${text} --hdu ${hdu}: expected one of the two`);
  return { file: address.file, hdu: /^\d+$/.test(hdu) ? Number(hdu) : hdu };
}

function requireOut(out: string, addresses: ImageAddress[]): void {
  if (!out.toLowerCase().endsWith(".npy")) throw new UsageError(`--out ${out}: expected a name that ends in .npy`);
  if (addresses.length > 1) throw new UsageError(`--out ${out}: ${addresses.length} files, expected one`);
}

/** Everything that was asked for; what goes wrong with one HDU stands among `errors` and does not stop the others. */
async function reportOf({ file: path, hdu: wanted }: ImageAddress, wishes: Wishes): Promise<FitsReport> {
  const report: FitsReport = { file: path, hdus: [], errors: [] };
  await keepErrors(report, null, async () => {
    const source = await openFile(path);
    // a gzip file is inflated into memory, and its source is closed by that
    let file: FitsFile | null = null;
    try {
      file = await openFits(source);
      report.errors.push(...file.problems);
      const chosen = chooseHdus(file, wanted);
      const { hdus } = report;
      for (const hdu of chosen) hdus.push(await describeHdu(file, hdu, wishes, report));
      if (wishes.verify) addProblems(report, await verifyFits(file), wanted === null ? null : chosen);
      if (wishes.out !== null) await writeOut(file, chosen, wishes.out, report);
    } finally {
      await (file?.source ?? source).close();
    }
  });
  return report;
}

/** The HDUs of an address: all, the one of that index, or those of that name, whose case does not matter (FITS 4.0, 4.4.2.6). */
function chooseHdus(file: FitsFile, wanted: ImageAddress["hdu"]): Hdu[] {
  if (wanted === null) return file.hdus;
  const isWanted = ({ index, name }: Hdu) =>
    typeof wanted === "number" ? index === wanted : name?.toUpperCase() === wanted.toUpperCase();
  const chosen = file.hdus.filter(isWanted);
  if (chosen.length > 0) return chosen;
  const names = file.hdus.flatMap(({ name }) => (name === null ? [] : [name]));
  const expected = `an index from 0 to ${file.hdus.length - 1}${names.length > 0 ? ` or one of ${[...new Set(names)].join(", ")}` : ""}`;
  throw new NotFoundError({ place: file.name, found: `no HDU ${wanted}`, expected });
}

async function describeHdu(file: FitsFile, hdu: Hdu, wishes: Wishes, report: FitsReport): Promise<HduReport> {
  const { index, name, type, shape, bitpix, compression, header } = hdu;
  const described: HduReport = { index, name, type, shape, bitpix, compression };
  if (wishes.statistics) {
    described.statistics = null;
    await keepErrors(report, index, async () => {
      described.statistics = await statisticsOf(file, hdu);
    });
  }
  if (wishes.header) {
    described.cards = header.cards.map(({ keyword, value, comment, text }) => ({ keyword, value, comment, text }));
  }
  return described;
}

/** Runs a piece of work; what is wrong with the file goes into the report, anything else is thrown. */
async function keepErrors(report: FitsReport, hdu: number | null, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!isAnnulusError(error)) throw error;
    addProblems(report, [{ hdu, place: error.place, found: error.found, expected: error.expected }], null);
  }
}

/** What is told twice (by opening, verifying and reading) is told once. */
function addProblems(report: FitsReport, problems: FitsReport["errors"], only: Hdu[] | null): void {
  for (const { hdu, place, found, expected } of problems) {
    if (only && !only.some(({ index }) => index === hdu)) continue;
    const isKnown = report.errors.some(
      (error) => error.place === place && error.found === found && error.expected === expected,
    );
    if (!isKnown) report.errors.push({ hdu, place, found, expected });
  }
}

async function writeOut(file: FitsFile, chosen: Hdu[], out: string, report: FitsReport): Promise<void> {
  const hdu = chosen.find(({ type }) => type === "image") ?? chosen[0];
  if (!hdu) return;
  await keepErrors(report, hdu.index, async () => {
    const { pixels, shape } = await readPixels(file, hdu.index);
    await writeParts(out, writeNpy(pixels, shape));
    report.out = { file: out, hdu: hdu.index, type: typeOfPixels(pixels), shape };
  });
}

async function writeParts(path: string, parts: Uint8Array[]): Promise<void> {
  const stream = createWriteStream(path);
  try {
    for (const part of parts) if (!stream.write(part)) await once(stream, "drain");
    stream.end();
    await once(stream, "finish");
  } catch (cause) {
    const found = describeSystemError(cause);
    throw new FileUnreadableError({ place: path, found, expected: "a file that can be written" }, { cause });
  }
}
