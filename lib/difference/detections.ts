// One row per detection of an algorithm: photometry and finder joined by their id.

import type { AlgorithmCatalogues } from "./catalogues";
import type { NumberTable } from "./number-table";

const FINDER_COLUMNS = [
  ...([
    "id",
    "xcentroid",
    "ycentroid",
    "sharpness",
    "roundness1",
    "roundness2",
    "npix",
    "peak",
    "flux",
    "mag",
  ] as const),
  "daofind_mag",
] as const;
const PHOTOMETRY_COLUMNS = [
  ...(["id", "x_fit", "y_fit", "flux_fit", "flux_err", "x_err", "y_err", "flags", "qfit", "cfit"] as const),
  ...(["reduced_chi2", "npixfit", "ra", "dec"] as const),
] as const;

/** Values of one detection; NaN where the catalogues have none. Positions in pixels, 0-based. */
export interface Detection {
  id: number;
  /** fitted position, or the finder's where there was no fit */
  x: number;
  y: number;
  xCentroid: number;
  yCentroid: number;
  sharpness: number;
  roundness1: number;
  roundness2: number;
  /** of the finder: size of its kernel, a constant */
  npix: number;
  peak: number;
  /** of the finder: sum of the cutout, DN/s */
  flux: number;
  mag: number;
  daofindMag: number;
  flags: number;
  /** of the PSF fit, DN/s */
  fluxFit: number;
  fluxErr: number;
  xErr: number;
  yErr: number;
  qfit: number;
  cfit: number;
  reducedChi2: number;
  npixFit: number;
  raDeg: number;
  decDeg: number;
}

/**
 * Detections of an algorithm, photometry in the order of its file, then finder rows that have no photometry.
 * An id that stands more than once in either catalogue joins nothing: which rows belong together is not guessed.
 *
 * @param catalogues of one difference image
 * @returns one row per detection; none where both catalogues are missing
 */
export function joinDetections({ photometry, finder }: AlgorithmCatalogues): Detection[] {
  const detectionAt = detectionReader(photometry, finder);
  if (photometry !== null && photometry === finder) return rowsOf(photometry).map((row) => detectionAt(row, row));
  const finderRows = uniqueRows(finder);
  const photometryRows = uniqueRows(photometry);
  const ids = photometry?.columns.get("id");
  const detections: Detection[] = [];
  const used = new Set<number>();
  for (const row of rowsOf(photometry)) {
    const id = ids?.[row] ?? Number.NaN;
    const finderRow = photometryRows.has(id) ? (finderRows.get(id) ?? -1) : -1;
    if (finderRow >= 0) used.add(finderRow);
    detections.push(detectionAt(row, finderRow));
  }
  for (const row of rowsOf(finder)) if (!used.has(row)) detections.push(detectionAt(-1, row));
  return detections;
}

/**
 * Gives detections by the rows of both catalogues.
 *
 * @param photometry catalogue, may be absent
 * @param finder catalogue, may be absent
 * @returns a function of a row of each, -1 for none
 */
export function detectionReader(
  photometry: NumberTable | null,
  finder: NumberTable | null,
): (photometryRow: number, finderRow: number) => Detection {
  const fitted = columnsOf(photometry, PHOTOMETRY_COLUMNS);
  const found = columnsOf(finder, FINDER_COLUMNS);
  return (photometryRow, finderRow) => {
    const xFit = cell(fitted.x_fit, photometryRow);
    const yFit = cell(fitted.y_fit, photometryRow);
    const xCentroid = cell(found.xcentroid, finderRow);
    const yCentroid = cell(found.ycentroid, finderRow);
    const isFitted = Number.isFinite(xFit) && Number.isFinite(yFit);
    return {
      id: photometryRow >= 0 ? cell(fitted.id, photometryRow) : cell(found.id, finderRow),
      x: isFitted ? xFit : xCentroid,
      y: isFitted ? yFit : yCentroid,
      xCentroid,
      yCentroid,
      sharpness: cell(found.sharpness, finderRow),
      roundness1: cell(found.roundness1, finderRow),
      roundness2: cell(found.roundness2, finderRow),
      npix: cell(found.npix, finderRow),
      peak: cell(found.peak, finderRow),
      flux: cell(found.flux, finderRow),
      mag: cell(found.mag, finderRow),
      daofindMag: cell(found.daofind_mag, finderRow),
      flags: cell(fitted.flags, photometryRow),
      fluxFit: cell(fitted.flux_fit, photometryRow),
      fluxErr: cell(fitted.flux_err, photometryRow),
      xErr: cell(fitted.x_err, photometryRow),
      yErr: cell(fitted.y_err, photometryRow),
      qfit: cell(fitted.qfit, photometryRow),
      cfit: cell(fitted.cfit, photometryRow),
      reducedChi2: cell(fitted.reduced_chi2, photometryRow),
      npixFit: cell(fitted.npixfit, photometryRow),
      raDeg: cell(fitted.ra, photometryRow),
      decDeg: cell(fitted.dec, photometryRow),
    };
  };
}

/**
 * Significance of the fitted flux.
 *
 * @param detection with flux and its error
 * @returns flux over error; NaN where the error is no positive number
 */
export function signalToNoise({ fluxFit, fluxErr }: Detection): number {
  return fluxErr > 0 ? fluxFit / fluxErr : Number.NaN;
}

/** Columns under constant names, so that a row is read without looking them up. */
function columnsOf<Name extends string>(
  table: NumberTable | null,
  names: readonly Name[],
): Partial<Record<Name, Float64Array>> {
  const columns: Partial<Record<Name, Float64Array>> = {};
  for (const name of names) columns[name] = table?.columns.get(name);
  return columns;
}

function cell(column: Float64Array | undefined, row: number): number {
  return row < 0 || column === undefined ? Number.NaN : (column[row] ?? Number.NaN);
}

function rowsOf(table: NumberTable | null): number[] {
  return Array.from({ length: table?.rowCount ?? 0 }, (_, row) => row);
}

/** Rows by the ids that stand once. */
function uniqueRows(table: NumberTable | null): Map<number, number> {
  const rows = new Map<number, number>();
  const repeated = new Set<number>();
  const ids = table?.columns.get("id");
  for (const row of rowsOf(table)) {
    const id = ids?.[row] ?? Number.NaN;
    if (rows.has(id)) repeated.add(id);
    else rows.set(id, row);
  }
  for (const id of repeated) rows.delete(id);
  return rows;
}
