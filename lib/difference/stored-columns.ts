// Columns of the candidate table in the database: the published ones and ours under the names of the written table, then those of
// alert sets. What a filter, a sort, a plot and an export may name. Pure: pages use it too.

import type { TableColumnType } from "@/lib/tables";
import { type CandidateColumn, candidateColumns } from "./candidate-columns";

/** A column of the database's table. */
export interface StoredColumn {
  name: string;
  /** texts: a list of words (candidate_flags, cut_failed) */
  type: TableColumnType | "texts";
  unit: string | null;
  description: string;
  /** a number that can be plotted, percentiled and cut */
  isFeature: boolean;
  /** the database has it in order: sorting by it costs a page, not the table */
  isIndexed: boolean;
  /** of the pair zogy_*, sfft_*: the other algorithm's column of the same measurement; null: none */
  twin: string | null;
  /** it stands in the table of truth: whose match leads there; null: in the candidate's own row */
  match: TruthMatchOf | null;
}

/** The match of the candidate, or the one of an algorithm by itself. */
export type TruthMatchOf = "truth" | "zogy" | "sfft";

/** Not stored: match_id is truth_id again, image_filename follows from jid. */
const DERIVED = new Set(["match_id", "image_filename"]);

/** Numbers that name or count something, or are one for all rows. */
const NO_FEATURES = new Set([
  "id",
  "zogy_id",
  "sfft_id",
  "label",
  "zogy_npix",
  "sfft_npix",
  "zogy_flags",
  "sfft_flags",
]);

/** Measurements of each algorithm that the database keeps in order. */
const INDEXED_OF_ALGORITHM = [
  ...[
    "sharpness",
    "roundness1",
    "roundness2",
    "peak",
    "flux",
    "mag",
    "daofind_mag",
    "flux_fit",
    "flux_err",
    "qfit",
    "cfit",
  ],
  ...["reduced_chi2", "snr", "truth_sep_px", "elongation", "fwhm", "snr_3px", "flux_ratio"],
];

/** Columns that the database keeps in order: prisma/schema.prisma has one index for each. */
const INDEXED = new Set([
  ...["x", "y", "snr", "separation_px", "truth_sep_px", "edge_distance_px", "mjd", "score"],
  ...["jid", "filter", "detected_by", "label"],
  ...["zogy", "sfft"].flatMap((algorithm) => INDEXED_OF_ALGORITHM.map((name) => `${algorithm}_${name}`)),
]);

/** Columns of the table of reference mode, which is the longer one, under one value a name. */
export const JOB_COLUMNS: readonly CandidateColumn[] = candidateColumns("reference", "all").filter(
  ({ name }) => !DERIVED.has(name),
);

/** Lists of words, which blanks part in the written table. */
const LISTS = new Set(["candidate_flags", "cut_failed"]);

type Described = Pick<StoredColumn, "name" | "type" | "unit" | "description"> & Partial<Pick<StoredColumn, "match">>;

const SOURCE: Described = {
  name: "source",
  type: "text",
  unit: null,
  description: "rapid, or the survey of an alert set: ztf, rubin",
};

/** What alert sets bring; empty in RAPID's rows. */
const ALERT_COLUMNS: readonly Described[] = [
  { name: "object_id", type: "text", unit: null, description: "the survey's object that the alert belongs to" },
  {
    name: "score",
    type: "float64",
    unit: null,
    description: "real-bogus score of the survey's own classifier (drb, else rb, or reliability): an opinion, no truth",
  },
  { name: "rb", type: "float64", unit: null, description: "ZTF: random forest's score, 0 bogus to 1 real" },
  { name: "drb", type: "float64", unit: null, description: "ZTF: braai's score, 0 bogus to 1 real" },
  { name: "reliability", type: "float64", unit: null, description: "Rubin: reliability, 0 bogus to 1 real" },
  { name: "magpsf", type: "float64", unit: "mag", description: "ZTF: magnitude of the PSF fit" },
  { name: "sigmapsf", type: "float64", unit: "mag", description: "ZTF: its error" },
  { name: "psf_flux_njy", type: "float64", unit: "nJy", description: "Rubin: psfFlux, flux of the PSF fit" },
  { name: "psf_flux_err_njy", type: "float64", unit: "nJy", description: "Rubin: psfFluxErr, its error" },
];

function magnitudeOf(name: string, match: TruthMatchOf, whose: string): Described {
  return { name, type: "float64", unit: "mag", description: `AB magnitude of the truth ${whose}`, match };
}

/** Magnitudes of the truth, read where the truth stands: the bins of completeness are cut in them. */
const TRUTH_COLUMNS: readonly Described[] = [
  magnitudeOf("truth_mag", "truth", "that it is matched to"),
  magnitudeOf("zogy_truth_mag", "zogy", "that ZOGY's detection is matched to by itself"),
  magnitudeOf("sfft_truth_mag", "sfft", "that SFFT's detection is matched to by itself"),
];

/** Every stored column, in the order of the table. */
export const STORED_COLUMNS: readonly StoredColumn[] = [
  SOURCE,
  ...JOB_COLUMNS.map(described),
  ...ALERT_COLUMNS,
  ...TRUTH_COLUMNS,
].map((column, _index, all) => {
  const { name, match = null } = column;
  const isFeatureOfRow = match === null && isFeature(column);
  return { ...column, match, isFeature: isFeatureOfRow, isIndexed: INDEXED.has(name), twin: twinOf(name, all) };
});

const BY_NAME = new Map(STORED_COLUMNS.map((column) => [column.name, column]));

/**
 * A column by its name.
 *
 * @param name as published; match_id is truth_id
 * @returns null for no such column
 */
export function findStoredColumn(name: string): StoredColumn | null {
  return BY_NAME.get(name === "match_id" ? "truth_id" : name) ?? null;
}

/** Columns that plots, percentiles and cuts offer. */
export const FEATURE_COLUMNS: readonly StoredColumn[] = STORED_COLUMNS.filter((column) => column.isFeature);

function described({ name, type, unit, description }: CandidateColumn): Described {
  return { name, type: LISTS.has(name) ? "texts" : type, unit, description };
}

function isFeature({ name, type }: Described): boolean {
  return (type === "float64" || type === "int64") && !NO_FEATURES.has(name);
}

function twinOf(name: string, all: readonly Described[]): string | null {
  const twin = name.replace(/^(zogy|sfft)_/, (prefix) => (prefix === "zogy_" ? "sfft_" : "zogy_"));
  return twin !== name && all.some((column) => column.name === twin) ? twin : null;
}
