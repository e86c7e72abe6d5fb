// Checks a file against the FITS standard, version 4.0. Rules are in verify-*.ts, one file per part of the standard.

import { BLOCK_BYTES } from "./header";
import type { FitsFile, FitsProblem } from "./open-fits";
import { verifyCards } from "./verify-cards";
import { verifyChecksums } from "./verify-checksums";
import { verifyBinaryColumns, verifyTextColumns } from "./verify-columns";
import { verifyCompressed } from "./verify-compressed";
import { verifyBinaryRows, verifyFill, verifyTextRows } from "./verify-data";
import { verifyMandatory } from "./verify-mandatory";
import { type Checked, checkedOf, openReport } from "./verify-report";
import { verifyReserved } from "./verify-reserved";

/**
 * Every rule of the standard that the file breaks, in the order of its HDUs, those that openFits found among them. What the standard
 * only recommends or deprecates is no problem. Reads all bytes of tables and of HDUs with checksums, of other images only the fill;
 * of binary tables the rows, not the heap's contents; nothing is decompressed.
 * @returns `place` names HDU, card or part, and section of the standard: "HDU 2 of x.fits, card 14 (BLANK), 4.4.2.5"; at most 100
 *   problems an HDU, with one more that counts the others; empty for a file without fault
 * @throws FileUnreadableError when bytes cannot be had
 */
export async function verifyFits(file: FitsFile): Promise<FitsProblem[]> {
  const problems: FitsProblem[] = [];
  for (const hdu of file.hdus) {
    problems.push(...file.problems.filter((problem) => problem.hdu === hdu.index));
    const { report, close } = openReport(file, hdu.index, problems);
    await verifyHdu(checkedOf(file, hdu, report));
    close();
  }
  problems.push(...file.problems.filter((problem) => problem.hdu >= file.hdus.length));
  verifyLength(file, problems);
  return problems;
}

async function verifyHdu(checked: Checked): Promise<void> {
  const { file, hdu, report } = checked;
  verifyCards(checked);
  verifyMandatory(checked);
  verifyReserved(checked);
  verifyCompressed(checked);
  const extension = hdu.index === 0 ? "" : (hdu.header.getText("XTENSION")?.trim() ?? "");
  const isWhole = hdu.dataStart + hdu.dataBytes <= file.byteLength;
  if (extension === "BINTABLE") {
    const fields = verifyBinaryColumns(checked);
    if (fields && isWhole) await verifyBinaryRows(checked, fields);
  } else if (extension === "TABLE") {
    const fields = verifyTextColumns(checked);
    if (fields && isWhole) await verifyTextRows(checked, fields);
  }
  await verifyFill(checked);
  if (hdu.dataStart + Math.ceil(hdu.dataBytes / BLOCK_BYTES) * BLOCK_BYTES > file.byteLength) return;
  const sums = await verifyChecksums(file, hdu.index);
  if (sums.datasum === "wrong")
    report("DATASUM", "4.4.2.7", "another sum of the data", hdu.header.getText("DATASUM") ?? "");
  if (sums.checksum === "wrong") report("CHECKSUM", "4.4.2.7", "another sum of the HDU", "all ones");
}

/** Bytes behind the last HDU that openFits took for padding. */
function verifyLength(file: FitsFile, problems: FitsProblem[]): void {
  const last = file.hdus.at(-1);
  if (!last || file.problems.some((problem) => problem.hdu >= file.hdus.length)) return;
  const end = last.dataStart + Math.ceil(last.dataBytes / BLOCK_BYTES) * BLOCK_BYTES;
  if (file.byteLength <= end) return;
  const { report } = openReport(file, last.index, problems);
  report("", "3.5", `${file.byteLength - end} bytes behind the last HDU`, `a file of ${end} bytes`);
}
