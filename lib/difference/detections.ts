// One row per detection of an algorithm: photometry and finder joined by their id.

import type { AlgorithmCatalogues } from "./catalogues";
import type { NumberTable } from "./number-table";

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
  if (photometry !== null && photometry === finder) {
    return rowsOf(photometry).map((row) => detectionOf(photometry, row, photometry, row));
  }
  const finderRows = uniqueRows(finder);
  const photometryRows = uniqueRows(photometry);
  const detections: Detection[] = [];
  const used = new Set<number>();
  for (const row of rowsOf(photometry)) {
    const id = cell(photometry, "id", row);
    const finderRow = photometryRows.has(id) ? (finderRows.get(id) ?? -1) : -1;
    if (finderRow >= 0) used.add(finderRow);
    detections.push(detectionOf(photometry, row, finder, finderRow));
  }
  for (const row of rowsOf(finder)) if (!used.has(row)) detections.push(detectionOf(photometry, -1, finder, row));
  return detections;
}

/**
 * One detection from a row of each catalogue.
 *
 * @param photometry catalogue, may be absent
 * @param photometryRow its row; -1 for none
 * @param finder catalogue, may be absent
 * @param finderRow its row; -1 for none
 * @returns the values of both
 */
export function detectionOf(
  photometry: NumberTable | null,
  photometryRow: number,
  finder: NumberTable | null,
  finderRow: number,
): Detection {
  const found = (name: string) => cell(finder, name, finderRow);
  const fitted = (name: string) => cell(photometry, name, photometryRow);
  const [xFit, yFit] = [fitted("x_fit"), fitted("y_fit")];
  const [xCentroid, yCentroid] = [found("xcentroid"), found("ycentroid")];
  const isFitted = Number.isFinite(xFit) && Number.isFinite(yFit);
  return {
    id: photometryRow >= 0 ? fitted("id") : found("id"),
    x: isFitted ? xFit : xCentroid,
    y: isFitted ? yFit : yCentroid,
    xCentroid,
    yCentroid,
    sharpness: found("sharpness"),
    roundness1: found("roundness1"),
    roundness2: found("roundness2"),
    npix: found("npix"),
    peak: found("peak"),
    flux: found("flux"),
    mag: found("mag"),
    daofindMag: found("daofind_mag"),
    flags: fitted("flags"),
    fluxFit: fitted("flux_fit"),
    fluxErr: fitted("flux_err"),
    xErr: fitted("x_err"),
    yErr: fitted("y_err"),
    qfit: fitted("qfit"),
    cfit: fitted("cfit"),
    reducedChi2: fitted("reduced_chi2"),
    npixFit: fitted("npixfit"),
    raDeg: fitted("ra"),
    decDeg: fitted("dec"),
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

function cell(table: NumberTable | null, name: string, row: number): number {
  return row < 0 ? Number.NaN : (table?.columns.get(name)?.[row] ?? Number.NaN);
}

function rowsOf(table: NumberTable | null): number[] {
  return Array.from({ length: table?.rowCount ?? 0 }, (_, row) => row);
}

/** Rows by the ids that stand once. */
function uniqueRows(table: NumberTable | null): Map<number, number> {
  const rows = new Map<number, number>();
  const repeated = new Set<number>();
  for (const row of rowsOf(table)) {
    const id = cell(table, "id", row);
    if (rows.has(id)) repeated.add(id);
    else rows.set(id, row);
  }
  for (const id of repeated) rows.delete(id);
  return rows;
}
