// Statistics of an HDU for annulus fits: of an image, or of each column of a table.

import { describeColumns, type FitsColumn, type FitsFile, type Hdu, readTable } from "@/lib/readers/fits";
import { readStatistics, StatisticsCollector, type ValueStatistics } from "@/lib/readers/fits/statistics";

/** As JSON: integers beyond 2^53 as decimal text. A column that holds no real numbers has its number of values only. */
export type StatisticsReport = { [name in keyof ValueStatistics]: number | string | null } | { count: number };

/** Rows of a table are read in portions of about so many bytes. */
const PORTION_BYTES = 32 << 20;

/**
 * Statistics of the physical values; null for an HDU without data.
 * @throws UnsupportedFormatError, MalformedFileError as readPixels and readTable
 */
export async function statisticsOf(
  file: FitsFile,
  hdu: Hdu,
): Promise<StatisticsReport | Record<string, StatisticsReport> | null> {
  if (hdu.type === "empty" || (hdu.type === "image" && hdu.shape.includes(0))) return null;
  if (hdu.type === "bintable" || hdu.type === "table") return columnStatistics(file, hdu);
  return spellOut(await readStatistics(file, hdu.index));
}

async function columnStatistics(file: FitsFile, hdu: Hdu): Promise<Record<string, StatisticsReport>> {
  const [claimed = 0, rowBytes = 1] = hdu.shape;
  // rows without bytes are as many as the header likes
  const rowCount = rowBytes === 0 ? 0 : claimed;
  // a compressed table is read at once: its tiles hold many rows
  const portion = hdu.compression === null ? Math.max(1, Math.floor(PORTION_BYTES / Math.max(1, rowBytes))) : rowCount;
  const names = describeColumns(file, hdu.index).map(({ name }) => name);
  const collected = names.map(() => ({ values: new StatisticsCollector(), count: 0, isNumeric: true }));
  for (let start = 0; start < rowCount; start += portion) {
    const rows = { start, end: Math.min(rowCount, start + portion) };
    const { columns } = await readTable(file, hdu.index, { rows });
    for (const [i, column] of columns.entries()) collect(column, collected[i]!);
  }
  const entries = collected.map(({ values, count, isNumeric }, i): [string, StatisticsReport] => {
    return [nameOf(names, i), isNumeric ? spellOut(values.result()) : { count }];
  });
  return Object.fromEntries(entries);
}

function collect(
  { type, values, isNull }: FitsColumn,
  into: { values: StatisticsCollector; count: number; isNumeric: boolean },
): void {
  into.count += values.length;
  if (Array.isArray(values) || type.startsWith("complex")) into.isNumeric = false;
  else into.values.add(values, isNull);
}

/** A column without a name, or with one that an earlier column has, goes by its number. */
function nameOf(names: string[], index: number): string {
  const name = names[index]!;
  return name !== "" && names.indexOf(name) === index ? name : `#${index + 1}`;
}

function spellOut(statistics: ValueStatistics): StatisticsReport {
  const { min, max, ...others } = statistics;
  return {
    finite: others.finite,
    nan: others.nan,
    min: exact(min),
    max: exact(max),
    mean: others.mean,
    std: others.std,
    sum: others.sum,
  };
}

function exact(value: number | bigint | null): number | string | null {
  if (typeof value !== "bigint") return value;
  return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
}
