// The photutils catalogues of RAPID as text (astropy "basic": one line of names, single blanks) and as Parquet.

import { type BasicType, parquetWriteBuffer } from "hyparquet-writer";
import type { FoundSource } from "./finder";
import type { FittedSource } from "./photometry";
import type { JobEra } from "./products";
import { pythonFixed, pythonFloat } from "./python-text";
import { pixelToSky, type World } from "./world";

interface TextColumn<Row> {
  name: string;
  isInteger: boolean;
  /** null: as Python prints a float */
  decimals: number | null;
  value: (row: Row, index: number) => number;
}

/** A catalogue's row with its place on the sky. */
interface PlacedSource extends FittedSource {
  raDeg: number;
  decDeg: number;
}

function integer<Row>(name: string, value: TextColumn<Row>["value"]): TextColumn<Row> {
  return { name, isInteger: true, decimals: null, value };
}

function float<Row>(name: string, decimals: number | null, value: TextColumn<Row>["value"]): TextColumn<Row> {
  return { name, isInteger: false, decimals, value };
}

const PSF_COLUMNS: readonly TextColumn<PlacedSource>[] = [
  integer("id", (_, i) => i + 1),
  integer("group_id", (_, i) => i + 1),
  integer("group_size", () => 1),
  float("local_bkg", 4, () => 0),
  float("x_init", 4, (row) => row.xInit),
  float("y_init", 4, (row) => row.yInit),
  float("flux_init", 6, (row) => row.fluxInit),
  float("x_fit", 4, (row) => row.x),
  float("y_fit", 4, (row) => row.y),
  float("flux_fit", 6, (row) => row.flux),
  float("x_err", 4, (row) => row.xError),
  float("y_err", 4, (row) => row.yError),
  float("flux_err", 5, (row) => row.fluxError),
  integer("npixfit", (row) => row.pixelCount),
  float("qfit", 4, (row) => row.qfit),
  float("cfit", 4, (row) => row.cfit),
  float("reduced_chi2", 4, (row) => row.reducedChiSquare),
  integer("flags", (row) => row.flags),
  float("ra", null, (row) => row.raDeg),
  float("dec", null, (row) => row.decDeg),
];

const FINDER_COLUMNS: readonly TextColumn<FoundSource>[] = [
  integer("id", (_, i) => i + 1),
  float("xcentroid", null, (row) => row.x),
  float("ycentroid", null, (row) => row.y),
  float("sharpness", null, (row) => row.sharpness),
  float("roundness1", null, (row) => row.roundness1),
  float("roundness2", null, (row) => row.roundness2),
  integer("npix", (row) => row.pixelCount),
  float("peak", null, (row) => row.peak),
  float("flux", null, (row) => row.flux),
  float("mag", null, (row) => row.magnitude),
  float("daofind_mag", null, (row) => row.daofindMagnitude),
];

const ERA_B_NAMES: Record<string, string> = {
  npixfit: "n_pixels_fit",
  xcentroid: "x_centroid",
  ycentroid: "y_centroid",
  npix: "n_pixels",
};

/** photutils before 2.3 has no reduced chi square. */
const ERA_B_ONLY = "reduced_chi2";

/**
 * psfcat.txt.
 *
 * @param sources in the order of their ids
 * @param world for ra and dec
 * @param era decides on names and columns
 * @returns the file's text
 */
export function psfCatalogText(sources: readonly FittedSource[], world: World, era: JobEra): string {
  return tableText(placed(sources, world), columnsOf(PSF_COLUMNS, era));
}

/**
 * psfcat_finder.txt.
 *
 * @param sources in the order of their ids
 * @param era decides on names
 * @returns the file's text
 */
export function finderCatalogText(sources: readonly FoundSource[], era: JobEra): string {
  return tableText(sources, columnsOf(FINDER_COLUMNS, era));
}

/**
 * psfcat.parquet: the columns of both catalogues side by side, id once, numbers not rounded.
 *
 * @param fitted in the order of their ids
 * @param found of the same ids
 * @param world for ra and dec
 * @returns the file
 */
export function catalogParquet(
  fitted: readonly FittedSource[],
  found: readonly FoundSource[],
  world: World,
): Uint8Array<ArrayBuffer> {
  const columnData = [
    ...parquetColumns(placed(fitted, world), columnsOf(PSF_COLUMNS, "b")),
    ...parquetColumns(found, columnsOf(FINDER_COLUMNS, "b").slice(1)),
  ];
  return new Uint8Array(parquetWriteBuffer({ columnData }));
}

function columnsOf<Row>(columns: readonly TextColumn<Row>[], era: JobEra): TextColumn<Row>[] {
  if (era === "a") return columns.filter(({ name }) => name !== ERA_B_ONLY);
  return columns.map((column) => ({ ...column, name: ERA_B_NAMES[column.name] ?? column.name }));
}

function placed(sources: readonly FittedSource[], world: World): PlacedSource[] {
  return sources.map((source) => {
    const [raDeg, decDeg] = pixelToSky(world, source.x, source.y);
    return { ...source, raDeg, decDeg };
  });
}

function tableText<Row>(rows: readonly Row[], columns: readonly TextColumn<Row>[]): string {
  const lines = rows.map((row, i) => columns.map((column) => cellText(column, row, i)).join(" "));
  return [columns.map(({ name }) => name).join(" "), ...lines, ""].join("\n");
}

function cellText<Row>({ isInteger, decimals, value }: TextColumn<Row>, row: Row, index: number): string {
  const number = value(row, index);
  if (isInteger) return String(number);
  return decimals === null ? pythonFloat(number) : pythonFixed(number, decimals);
}

function parquetColumns<Row>(rows: readonly Row[], columns: readonly TextColumn<Row>[]) {
  return columns.map(({ name, isInteger, value }) => {
    const type: BasicType = isInteger ? "INT64" : "DOUBLE";
    const numbers = rows.map(value);
    return { name, type, data: isInteger ? numbers.map(BigInt) : numbers };
  });
}
