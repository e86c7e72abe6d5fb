import { openFile } from "@/lib/files/byte-source";
import { type FitsFile, type Hdu, openFits } from "@/lib/readers/fits";
import { parseImageAddress } from "./image-address";
import { printJson, printTable } from "./terminal";
import { readOptions, UsageError } from "./usage";

const USAGE = `usage: annulus fits FILE[HDU]... [--json]

HDUs of FITS files; with [HDU] that HDU's header. Needs no database.`;

/** @returns 0; 1 when a file is broken somewhere */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = readOptions(args, { json: { type: "boolean" } }, USAGE);
  if (positionals.length === 0) throw new UsageError(`fits: expected a file; ${USAGE.split("\n")[0]}`);
  let exitCode = 0;
  for (const text of positionals) {
    const address = parseImageAddress(text);
    const source = await openFile(address.file);
    try {
      const file = await openFits(source);
      const chosen = file.hdus.filter(
        ({ index, name }) => address.hdu === null || address.hdu === index || address.hdu === name,
      );
      if (values.json) printJson({ file: address.file, problems: file.problems, hdus: chosen.map(describe) });
      else if (address.hdu === null) printHdus(address.file, file, positionals.length > 1);
      else for (const { header } of chosen) for (const { text: card } of header.cards) console.log(card.trimEnd());
      for (const { place, found, expected } of file.problems) {
        process.stderr.write(`annulus: ${place}: ${found}, expected ${expected}\n`);
        exitCode = 1;
      }
    } finally {
      await source.close();
    }
  }
  return exitCode;
}

function describe({ index, name, type, shape, bitpix, compression, dataBytes, header }: Hdu) {
  const cards = header.cards.map(({ keyword, value, comment }) => ({ keyword, value, comment }));
  return { index, name, type, shape, bitpix, compression, dataBytes, cards };
}

function printHdus(name: string, file: FitsFile, isOneOfSeveral: boolean): void {
  if (isOneOfSeveral) console.log(name);
  const rows = file.hdus.map(({ index, name: hdu, type, shape, bitpix, compression, dataBytes }) => {
    const size = [...shape].reverse().join(" x ");
    return [String(index), hdu ?? "", type, size, String(bitpix ?? ""), compression ?? "", String(dataBytes)];
  });
  printTable(["hdu", "name", "type", "size", "bitpix", "compression", "bytes"], rows);
}
