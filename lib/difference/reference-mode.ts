// Candidates exactly as the published pipeline makes them (AshishMahabal/aireadyrapid, croissant_difference_imaging), faults included:
// both algorithms joined by running number, truth matched to ZOGY alone within 4 px, later truth instead of earlier.

import type { Candidate, TruthMatch } from "./candidate";
import type { AlgorithmCatalogues } from "./catalogues";
import { type Detection, detectionReader } from "./detections";
import type { NumberTable } from "./number-table";
import { PointGrid } from "./point-grid";
import { pandasFloat } from "./published-csv";
import type { TruthSource } from "./truth";

/** Fainter truth is passed over: mag + zero point, mag. */
const FAINTEST_MAG = 26;
const MATCH_RADIUS_PX = 4;
/** ZOGY detections outside are dropped, after matching; SFFT's are kept. */
const CROP_PX = 4090;

const FINDER_FIELDS = [
  ...(["x", "y", "sharpness", "roundness1", "roundness2", "npix", "peak", "flux", "mag", "daofindMag"] as const),
] as const;

/** In place of the rows that a join does not find. */
const NO_ROW = [-1];

/** What a job gives to reference mode. */
export interface ReferenceInput {
  zogy: AlgorithmCatalogues;
  sfft: AlgorithmCatalogues;
  truth: readonly TruthSource[];
  /** ZPTMAG of the injected science image; null: no truth is too faint */
  zeropointMag: number | null;
}

interface ZogyRow {
  detection: Detection;
  match: TruthMatch | null;
}

/**
 * Candidates in the published order: by id, as an outer join sorts them. An id that stands several times gives all its combinations, and
 * a truth id that stands several times one row for each, as joins do.
 *
 * @param input catalogues, truth in file order, zero point
 * @returns one candidate per row of candidates.csv
 */
export function referenceCandidates({ zogy, sfft, truth, zeropointMag }: ReferenceInput): Candidate[] {
  const zogyRows = joinZogy(zogy, matchTruth(zogy.photometry, truth, zeropointMag));
  const sfftRows = joinSfft(sfft);
  const zogyById = groupById(zogyRows, ({ detection }) => detection.id);
  const sfftById = groupById(sfftRows, ({ id }) => id);
  const ids = [...new Set([...zogyById.keys(), ...sfftById.keys()])].sort(byNumber);
  const truthById = groupById(truth, ({ truthId }) => truthId);
  const candidates: Candidate[] = [];
  for (const id of ids) {
    for (const row of zogyById.get(id) ?? [null]) {
      for (const detection of sfftById.get(id) ?? [null]) {
        const candidate = candidateOf(id, row, detection);
        const same = candidate.match === null ? [] : (truthById.get(candidate.match.truth.truthId) ?? []);
        for (const source of same) candidates.push({ ...candidate, isInjected: source.kind === "inj" });
        if (same.length === 0) candidates.push(candidate);
      }
    }
  }
  return candidates;
}

/** The truth of each photometry row: the last one in file order whose nearest detection it is. */
function matchTruth(
  photometry: NumberTable | null,
  truth: readonly TruthSource[],
  zeropointMag: number | null,
): Map<number, TruthMatch> {
  const matches = new Map<number, TruthMatch>();
  const [x, y] = [photometry?.columns.get("x_fit"), photometry?.columns.get("y_fit")];
  if (x === undefined || y === undefined) return matches;
  const grid = new PointGrid({ x, y }, MATCH_RADIUS_PX);
  for (const [index, source] of truth.entries()) {
    // NaN is not larger: a source without magnitude, or a job without zero point, is never passed over
    if (source.mag + (zeropointMag ?? Number.NaN) > FAINTEST_MAG) continue;
    const nearest = grid.nearest(source.x, source.y);
    if (nearest) matches.set(nearest.index, { truth: source, index, separationPx: nearest.separation });
  }
  return matches;
}

/** ZOGY: every photometry row with its finder rows of the same id, cropped; the published flags are always 0. */
function joinZogy({ photometry, finder }: AlgorithmCatalogues, matches: Map<number, TruthMatch>): ZogyRow[] {
  const finderIds = finder?.columns.get("id");
  const finderRows = groupById(rowNumbers(finder), (row) => finderIds?.[row] ?? Number.NaN);
  const detectionAt = detectionReader(photometry, finder);
  const [ids, x, y] = ["id", "x_fit", "y_fit"].map((name) => photometry?.columns.get(name));
  const rows: ZogyRow[] = [];
  for (const row of rowNumbers(photometry)) {
    if (!isInCrop(x?.[row]) || !isInCrop(y?.[row])) continue;
    for (const finderRow of finderRows.get(ids?.[row] ?? Number.NaN) ?? NO_ROW) {
      const detection = detectionAt(row, finderRow);
      detection.flags = 0;
      rows.push({ detection, match: matches.get(row) ?? null });
    }
  }
  return rows;
}

/** SFFT: the finder's rows and centroids as pandas reads them; flags of the photometry row at the same place of its file. */
function joinSfft({ photometry, finder }: AlgorithmCatalogues): Detection[] {
  const flags = photometry?.columns.get("flags");
  const withoutFlags = photometry !== null && flags === undefined ? 0 : Number.NaN;
  const detectionAt = detectionReader(null, finder);
  const isText = finder !== null && !finder.file.includes(".parquet");
  return rowNumbers(finder).map((row) => {
    const detection = detectionAt(-1, row);
    if (isText) for (const field of FINDER_FIELDS) detection[field] = pandasFloat(detection[field]);
    detection.flags = flags?.[row] ?? withoutFlags;
    return detection;
  });
}

function candidateOf(id: number, zogy: ZogyRow | null, sfft: Detection | null): Candidate {
  const place = zogy?.detection ?? sfft;
  const match = zogy?.match ?? null;
  return {
    id,
    x: place?.x ?? Number.NaN,
    y: place?.y ?? Number.NaN,
    zogy: zogy?.detection ?? null,
    sfft,
    isPositive: true,
    separationPx: zogy && sfft ? Math.hypot(zogy.detection.x - sfft.x, zogy.detection.y - sfft.y) : null,
    match,
    isInjected: match?.truth.kind === "inj",
    label: match === null ? 0 : 1,
    zogyMatch: match,
    sfftMatch: null,
    flags: [],
    sextractor: { zogy: null, sfft: null },
  };
}

function isInCrop(value: number | undefined): boolean {
  return value !== undefined && value >= 0 && value < CROP_PX;
}

function rowNumbers(table: NumberTable | null): number[] {
  return Array.from({ length: table?.rowCount ?? 0 }, (_, row) => row);
}

function groupById<Row, Id>(rows: readonly Row[], idOfRow: (row: Row) => Id): Map<Id, Row[]> {
  const groups = new Map<Id, Row[]>();
  for (const row of rows) {
    const id = idOfRow(row);
    const group = groups.get(id);
    if (group === undefined) groups.set(id, [row]);
    else group.push(row);
  }
  return groups;
}

/** Ascending; NaN last. */
function byNumber(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  return a - b;
}
