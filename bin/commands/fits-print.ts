// The report of annulus fits, as it is printed and as --json gives it.

import type { CardValue, Hdu } from "@/lib/readers/fits";
import type { StatisticsReport } from "./fits-statistics";
import { printTable } from "./terminal";

export interface HduReport extends Pick<Hdu, "index" | "name" | "type" | "shape" | "bitpix" | "compression"> {
  /** With --statistics: of an image, or by name of column; null where there is none or it could not be had. */
  statistics?: StatisticsReport | Record<string, StatisticsReport> | null;
  /** With --header. */
  cards?: { keyword: string; value: CardValue; comment: string; text: string }[];
}

export interface FitsReport {
  file: string;
  hdus: HduReport[];
  /** `hdu` is null where the whole file could not be read. */
  errors: { hdu: number | null; place: string; found: string; expected: string }[];
  /** With --out. */
  out?: { file: string; hdu: number; type: string; shape: number[] };
}

const STATISTICS = ["count", "finite", "nan", "min", "max", "mean", "std", "sum"] as const;

/** Prints a report as text; errors are the caller's. */
export function printReport(report: FitsReport, how: { isOneOfSeveral: boolean; onlyHeader: boolean }): void {
  if (how.isOneOfSeveral) console.log(report.file);
  if (!how.onlyHeader && report.hdus.length > 0) printHdus(report.hdus);
  const measured = report.hdus.filter((hdu) => hdu.statistics);
  if (measured.length > 0) printStatistics(measured);
  for (const { index, name, cards } of report.hdus) {
    if (!cards) continue;
    if (!how.onlyHeader) console.log(`\nHDU ${index}${name === null ? "" : ` ${name}`}`);
    for (const { text } of cards) {
      for (const line of text.split("\n")) console.log(line.trimEnd());
    }
  }
  if (report.out)
    console.log(`${report.out.file}: HDU ${report.out.hdu}, ${report.out.type} ${spell(report.out.shape)}`);
}

function printHdus(hdus: HduReport[]): void {
  const rows = hdus.map(({ index, name, type, shape, bitpix, compression }) => {
    return [String(index), name ?? "", type, spell(shape), String(bitpix ?? ""), compression ?? ""];
  });
  printTable(["hdu", "name", "type", "shape", "bitpix", "compression"], rows);
}

function printStatistics(hdus: HduReport[]): void {
  const rows = hdus.flatMap(({ index, name, statistics }) => {
    const isImage = statistics && "finite" in statistics && typeof statistics.finite === "number";
    const parts = isImage ? [["", statistics]] : Object.entries(statistics ?? {});
    return parts.map(([column, values]) => [String(index), name ?? "", String(column), ...cellsOf(values)]);
  });
  console.log("");
  printTable(["hdu", "name", "column", ...STATISTICS.slice(1)], rows);
}

/** A text column has a count only: it stands where numbers have theirs. */
function cellsOf(values: unknown): string[] {
  const report = typeof values === "object" && values !== null ? Object.entries(values) : [];
  const cells = new Map(report.map(([name, value]) => [name, value === null ? "" : String(value)]));
  return STATISTICS.slice(1).map(
    (name) => (name === "finite" ? (cells.get("finite") ?? cells.get("count")) : cells.get(name)) ?? "",
  );
}

function spell(shape: readonly number[]): string {
  return shape.join(" x ");
}
