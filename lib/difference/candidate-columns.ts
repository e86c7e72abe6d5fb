// Columns of the candidate table: the published ones under their published names and types, then ours.

import type { TableColumn, TableValue } from "@/lib/tables";
import { type Candidate, type CandidateMode, detectedBy, type StoredMode, type TruthMatch } from "./candidate";
import { borderDistance, failedCuts } from "./cuts";
import { type Detection, signalToNoise } from "./detections";
import type { Algorithm } from "./roles";
import type { SextractorSource } from "./sextractor";

/** What a row needs to know of its job. */
export interface RowContext {
  jid: string;
  mode: StoredMode;
  filter: string | null;
  sca: number | null;
  mjd: number | null;
  field: string | null;
  imageSize: { width: number; height: number } | null;
  /** unique in the table */
  candidateId: string;
}

/** A column and how a row gets its value. */
export interface CandidateColumn extends Omit<TableColumn, "values"> {
  read(candidate: Candidate, context: RowContext): TableValue;
}

type Value = CandidateColumn["read"];

const column = (
  name: string,
  type: TableColumn["type"],
  unit: string | null,
  description: string,
  read: Value,
): CandidateColumn => ({ name, type, unit, description, read });

/** Features of the published schema: column, field, unit, meaning. */
const FEATURES: [string, (d: Detection) => number, string | null, string][] = [
  ["sharpness", (d) => d.sharpness, null, "sharpness of the star finder"],
  ["roundness1", (d) => d.roundness1, null, "roundness by symmetry"],
  ["roundness2", (d) => d.roundness2, null, "roundness by marginal fits"],
  ["npix", (d) => d.npix, "px", "size of the finder's kernel: a constant, not a measurement"],
  ["peak", (d) => d.peak, "DN/s", "pixel value at the peak"],
  ["flux", (d) => d.flux, "DN/s", "sum of the finder's cutout"],
  ["mag", (d) => d.mag, "mag", "-2.5 log10(flux), instrumental"],
  ["daofind_mag", (d) => d.daofindMag, "mag", "-2.5 log10(convolved peak / threshold)"],
];

const ID = column(
  "id",
  "float64",
  null,
  "running number in the job, of ZOGY's catalogue, else of SFFT's: not unique",
  (c) => numberOf(c.id),
);
const X = column("x", "float64", "px", "position along NAXIS1, 0-based: ZOGY's, else SFFT's", (c) => numberOf(c.x));
const Y = column("y", "float64", "px", "position along NAXIS2, 0-based: ZOGY's, else SFFT's", (c) => numberOf(c.y));
const JID = column("jid", "text", null, "job", (_c, { jid }) => jid);
const MATCH_ID = column("match_id", "text", null, "truth matched: <row>_inj or <object_id>_ou", (c) =>
  truthIdOf(c.match),
);
const TRUTH_ID = column("truth_id", "text", null, "the same, as a key of the truth table", (c) => truthIdOf(c.match));
const INJECTED = column("injected", "bool", null, "its truth was injected by the pipeline", (c) => c.isInjected);
const FILTER = column("filter", "text", null, "filter of the science image", (_c, { filter }) => filter);
const LABEL = column("label", "int64", null, "1 real, 0 bogus; empty: not decided", (c) => c.label);
const IMAGE = column(
  "image_filename",
  "text",
  null,
  "nine-channel array in a dataset",
  (_c, { jid }) => `images/${jid}.npy`,
);

const FLAGS_MEANING = "bits of the PSF photometry; in reference mode 0 for ZOGY and by position for SFFT";

function featuresOf(algorithm: Algorithm): CandidateColumn[] {
  const label = algorithm.toUpperCase();
  const values = FEATURES.map(([name, valueOfRow, unit, description]) =>
    column(`${algorithm}_${name}`, "float64", unit, `${label}: ${description}`, valueFrom(algorithm, valueOfRow)),
  );
  const flags = column(
    `${algorithm}_flags`,
    "float64",
    null,
    `${label}: ${FLAGS_MEANING}`,
    valueFrom(algorithm, (d) => d.flags),
  );
  return [...values, flags];
}

/** Published columns that annulus mode writes first: the schema of the dataset, in its documented order. */
export const PUBLISHED_COLUMNS: readonly CandidateColumn[] = [
  ...[ID, X, Y, JID, MATCH_ID, TRUTH_ID, INJECTED, FILTER, LABEL, IMAGE],
  ...featuresOf("zogy"),
  ...featuresOf("sfft"),
];

/** Columns of the published candidates.csv in the order in which it has them: x and y late, without filter, with two that survive a join. */
const PUBLISHED_CSV_COLUMNS: readonly CandidateColumn[] = [
  ID,
  column(
    "xcentroid",
    "float64",
    "px",
    "ZOGY: centroid of the finder",
    valueFrom("zogy", (d) => d.xCentroid),
  ),
  column(
    "ycentroid",
    "float64",
    "px",
    "ZOGY: centroid of the finder",
    valueFrom("zogy", (d) => d.yCentroid),
  ),
  ...featuresOf("zogy"),
  ...featuresOf("sfft"),
  ...[X, Y, MATCH_ID, TRUTH_ID, INJECTED, LABEL, IMAGE, JID],
];

/** What our columns add for each algorithm. */
const ALGORITHM_VALUES: [string, (d: Detection) => number, string | null, string][] = [
  ["id", (d) => d.id, null, "running number in its catalogue"],
  ["x", (d) => d.x, "px", "position along NAXIS1, 0-based"],
  ["y", (d) => d.y, "px", "position along NAXIS2, 0-based"],
  ["x_err", (d) => d.xErr, "px", "error of the fitted position"],
  ["y_err", (d) => d.yErr, "px", "error of the fitted position"],
  ["flux_fit", (d) => d.fluxFit, "DN/s", "flux of the PSF fit"],
  ["flux_err", (d) => d.fluxErr, "DN/s", "its error"],
  ["qfit", (d) => d.qfit, null, "sum of absolute residuals over flux"],
  ["cfit", (d) => d.cfit, null, "central residual over flux"],
  ["reduced_chi2", (d) => d.reducedChi2, null, "reduced chi² of the fit"],
  ["n_pixels_fit", (d) => d.npixFit, "px", "pixels in the fit"],
];

/** What SExtractor's catalogue of the same image adds, where a job has it. */
const SEXTRACTOR_VALUES: [string, (s: SextractorSource) => number, string | null, string][] = [
  ["elongation", (s) => s.elongation, null, "elongation"],
  ["fwhm", (s) => s.fwhmPx, "px", "full width at half maximum"],
  ["snr_3px", (s) => s.snrAperture3, null, "flux over error within 3 px diameter"],
  ["flux_ratio", (s) => s.fluxRatio, null, "flux within 3 px over flux within 6 px diameter"],
  ["sex_flags", (s) => s.flags, null, "extraction flags"],
];

function oursOf(algorithm: Algorithm): CandidateColumn[] {
  const label = algorithm.toUpperCase();
  const matchOf = (candidate: Candidate) => (algorithm === "zogy" ? candidate.zogyMatch : candidate.sfftMatch);
  const snr: Value = (candidate) => numberOf(candidate[algorithm] ? signalToNoise(candidate[algorithm]) : Number.NaN);
  return [
    ...ALGORITHM_VALUES.map(([name, valueOfRow, unit, description]) =>
      column(`${algorithm}_${name}`, "float64", unit, `${label}: ${description}`, valueFrom(algorithm, valueOfRow)),
    ),
    column(`${algorithm}_snr`, "float64", null, `${label}: flux_fit over flux_err`, snr),
    column(`${algorithm}_truth_id`, "text", null, `${label}: truth, this algorithm matched by itself`, (c) =>
      truthIdOf(matchOf(c)),
    ),
    column(
      `${algorithm}_truth_sep_px`,
      "float64",
      "px",
      `${label}: distance to it`,
      (c) => matchOf(c)?.separationPx ?? null,
    ),
    ...SEXTRACTOR_VALUES.map(([name, valueOfRow, unit, description]) =>
      column(`${algorithm}_${name}`, "float64", unit, `${label}, SExtractor: ${description}`, (c) =>
        numberOf(c.sextractor[algorithm] === null ? Number.NaN : valueOfRow(c.sextractor[algorithm].source)),
      ),
    ),
  ];
}

/** Ours, behind the published ones of either mode. */
const OUR_COLUMNS: readonly CandidateColumn[] = [
  column("candidate_id", "text", null, "<jid>:<algorithm>:<id>, unique", (_c, { candidateId }) => candidateId),
  column(
    "mode",
    "text",
    null,
    "annulus or reference; negative: annulus on reference minus science, as the database keeps it",
    (_c, { mode }) => mode,
  ),
  column("detected_by", "text", null, "zogy, sfft or both", (c) => detectedBy(c)),
  column("separation_px", "float64", "px", "between the positions of both algorithms", (c) => c.separationPx),
  column("truth_kind", "text", null, "inj or ou", (c) => c.match?.truth.kind ?? null),
  column("truth_sep_px", "float64", "px", "from x, y to the truth", (c) => c.match?.separationPx ?? null),
  column("snr", "float64", null, "flux_fit over flux_err of ZOGY, else of SFFT", (c) => numberOf(snrOf(c))),
  column(
    "edge_distance_px",
    "float64",
    "px",
    "from x, y to the nearest border of the image; negative outside",
    edgeDistance,
  ),
  column(
    "candidate_flags",
    "text",
    null,
    "words, separated by blanks; docs/difference.md",
    (c) => c.flags.join(" ") || null,
  ),
  column(
    "cut_failed",
    "text",
    null,
    "RAPID's cuts that a detection of it fails, as zogy:elongation; empty text: passes all that could be measured; docs/difference.md",
    (c, { imageSize }) => failedCuts(c, imageSize)?.join(" ") ?? null,
  ),
  column("isdiffpos", "bool", null, "found on science minus reference", (c) => c.isPositive),
  column("ra", "float64", "deg", "right ascension of the PSF photometry, ICRS", (c) => numberOf(skyOf(c, "raDeg"))),
  column("dec", "float64", "deg", "declination of the PSF photometry, ICRS", (c) => numberOf(skyOf(c, "decDeg"))),
  column("sca", "int64", null, "detector of the Roman WFI, 1 to 18", (_c, { sca }) => sca),
  column("mjd", "float64", "d", "MJD-OBS of the science image", (_c, { mjd }) => mjd),
  column("field", "text", null, "tile of the survey", (_c, { field }) => field),
  ...oursOf("zogy"),
  ...oursOf("sfft"),
];

/**
 * The columns of a table.
 *
 * @param mode of its rows
 * @param which published: those of the published table only; all: ours behind them
 * @returns columns in their order
 */
export function candidateColumns(mode: CandidateMode, which: "published" | "all"): readonly CandidateColumn[] {
  const published = mode === "reference" ? PUBLISHED_CSV_COLUMNS : PUBLISHED_COLUMNS;
  if (which === "published") return published;
  return mode === "reference" ? [...published, FILTER, ...OUR_COLUMNS] : [...published, ...OUR_COLUMNS];
}

/** Each value has a function of its own, so that reading it is one load: tables have millions of cells. */
function valueFrom(algorithm: Algorithm, valueOfRow: (detection: Detection) => number): Value {
  if (algorithm === "zogy") return ({ zogy }) => (zogy === null ? null : numberOf(valueOfRow(zogy)));
  return ({ sfft }) => (sfft === null ? null : numberOf(valueOfRow(sfft)));
}

/** NaN is no measurement. */
function numberOf(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

function truthIdOf(match: TruthMatch | null): string | null {
  return match?.truth.truthId ?? null;
}

function snrOf({ zogy, sfft }: Candidate): number {
  const first = zogy ?? sfft;
  return first === null ? Number.NaN : signalToNoise(first);
}

function skyOf({ zogy, sfft }: Candidate, field: "raDeg" | "decDeg"): number {
  const own = zogy?.[field] ?? Number.NaN;
  return Number.isNaN(own) ? (sfft?.[field] ?? Number.NaN) : own;
}

function edgeDistance(candidate: Candidate, { imageSize }: RowContext): number | null {
  return numberOf(borderDistance(candidate, imageSize));
}
