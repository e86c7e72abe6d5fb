// What the files of a RAPID job folder are, by name: both naming eras (renamed upstream on 2026-04-22, Caltech-IPAC/rapid 47130fb).

/** The two algorithms that are compared; `naive` is the plain difference, which is recognised and not compared. */
export type Algorithm = "zogy" | "sfft";

export type ImageRole =
  | "science-raw"
  | "science"
  | "science-subtracted"
  | "reference"
  | "reference-resampled"
  | "reference-gain-matched"
  | "difference"
  | "difference-decorrelated"
  | "difference-cross-convolved"
  | "uncertainty"
  | "score"
  | "difference-psf";

export type CatalogueRole = "psf-photometry" | "finder" | "sextractor" | "sextractor-psf";

export type JobFileRole =
  | ImageRole
  | CatalogueRole
  | "injected-truth"
  | "simulation-truth"
  | "done-marker"
  | "companion";

/** What the name of a file in a job folder says. */
export interface NamedFile {
  role: JobFileRole;
  /** null where the file belongs to no algorithm */
  algorithm: Algorithm | "naive" | null;
  /** made of reference minus science */
  isNegative: boolean;
  /** the science image has transients injected */
  isInjected: boolean;
  /** A before the renaming, B after it; null for names of both */
  era: "A" | "B" | null;
  /** of the name: filter, pointing and SCA; null where it does not carry them */
  exposure: { filter: string; pointing: string; sca: number } | null;
}

interface Rule extends Partial<Pick<NamedFile, "algorithm" | "isInjected" | "era">> {
  role: JobFileRole;
  pattern: RegExp;
}

/** filter, pointing, SCA; rimtimsim has them in another order. */
const SIMPLE_MODEL = String.raw`Roman_TDS_simple_model_(?<filter>[A-Za-z]\d+)_(?<pointing>\d+)_(?<sca>\d+)_lite`;
const RIMTIMSIM = String.raw`rimtimsim_WFI_(?<filter>[A-Z]\d+)_SCA(?<sca>\d{2})_(?<pointing>\d+)_lite`;

/** Both spellings of a science file with the given ending. */
function scienceRules(role: JobFileRole, ending: string, isInjected: boolean): Rule[] {
  return [SIMPLE_MODEL, RIMTIMSIM].map((stem) => ({ role, isInjected, pattern: new RegExp(`^${stem}${ending}$`) }));
}

/** Files that one subtraction leaves; `stem` as the name begins. */
function subtractionRules(stem: string, algorithm: Algorithm | "naive", era: "A" | "B" | null): Rule[] {
  const of = (role: JobFileRole, rest: string): Rule => ({
    role,
    algorithm,
    era,
    pattern: new RegExp(`^${stem}${rest}$`),
  });
  return [
    of("difference", String.raw`_masked\.fits`),
    of("uncertainty", String.raw`_uncert_masked\.fits`),
    of("psf-photometry", String.raw`_masked_psfcat\.(?:txt|parquet)`),
    of("finder", String.raw`_masked_psfcat_finder\.(?:txt|parquet)`),
    of("sextractor", String.raw`_masked\.txt`),
    of("sextractor-psf", String.raw`_masked_sepsfcat\.txt`),
    of("companion", String.raw`_masked_psfcat_residual\.fits`),
  ];
}

const RULES: readonly Rule[] = [
  ...scienceRules("science-raw", String.raw`\.fits`, false),
  ...scienceRules("science", String.raw`_reformatted\.fits`, false),
  ...scienceRules("science", String.raw`_inject_reformatted\.fits`, true),
  ...scienceRules("injected-truth", String.raw`_inject\.txt`, true),
  ...scienceRules("companion", String.raw`(?:_inject)?(?:_reformatted_(?:pv|unc))?\.fits`, false),
  { role: "simulation-truth", pattern: /^Roman_TDS_index_(?<filter>[A-Za-z]\d+)_(?<pointing>\d+)_(?<sca>\d+)\.txt$/ },
  { role: "science-subtracted", pattern: /^bkg_subbed_science_image\.fits$/ },
  { role: "reference", pattern: /^awaicgen_output_mosaic_image\.fits$/ },
  { role: "reference-resampled", pattern: /^awaicgen_output_mosaic_image_resampled\.fits$/ },
  { role: "reference-gain-matched", pattern: /^awaicgen_output_mosaic_image_resampled_gainmatched\.fits$/ },
  ...subtractionRules("diffimage", "zogy", "A"),
  ...subtractionRules("zogy_diffimage", "zogy", "B"),
  ...subtractionRules("sfftdiffimage", "sfft", null),
  ...subtractionRules("naive_diffimage", "naive", "B"),
  // the documentation prints this name for the naive catalogues
  ...subtractionRules("naive", "naive", "B"),
  { role: "score", algorithm: "zogy", pattern: /^scorrimage_masked\.fits$/ },
  { role: "difference-psf", algorithm: "zogy", pattern: /^diffpsf\.fits$/ },
  { role: "difference-psf", algorithm: "sfft", era: "B", pattern: /^sfftdiffpsf\.fits$/ },
  { role: "difference-decorrelated", algorithm: "sfft", pattern: /^sfftdiffimage_dconv_masked\.fits$/ },
  { role: "difference-cross-convolved", algorithm: "sfft", pattern: /^sfftdiffimage_cconv_masked\.fits$/ },
  { role: "sextractor", algorithm: "sfft", era: "A", pattern: /^sfftdiffimage_cconv_masked\.txt$/ },
  { role: "done-marker", pattern: /^(?:(?:postproc_)?job_config|source_dbload(?:_negative)?)_jid\d+\.done$/ },
  { role: "companion", pattern: /^awaicgen_output_mosaic_\w+\.(?:fits|txt)$/ },
  { role: "companion", pattern: /^refimage_psf\w*\.(?:fits|txt|parquet)$/ },
  { role: "companion", pattern: /^bkg_subbed_science_image_scigainmatchsexcat\.txt$/ },
  { role: "companion", pattern: /^sfftsoln\.fits$/ },
  { role: "companion", pattern: /^WFI_SCA\d{2}_[A-Z]\d+_PSF_DET_DIST_normalized\.fits$/ },
  { role: "companion", pattern: /^product_config_jid\d+\.ini$/ },
];

const NEGATIVE = /_negative(?=\.(?:fits|txt|parquet)$)/;

/**
 * What a file of a job folder is, by its name alone. Names are anchored at both ends; a `.gz` behind them does not matter.
 *
 * @param fileName without folders
 * @returns role and what else the name says; null for a name that no era has
 */
export function nameFile(fileName: string): NamedFile | null {
  const plain = fileName.replace(/\.gz$/, "");
  const isNegative = NEGATIVE.test(plain);
  const name = plain.replace(NEGATIVE, "");
  for (const { pattern, role, algorithm = null, isInjected = false, era = null } of RULES) {
    const match = pattern.exec(name);
    if (match === null) continue;
    return { role, algorithm, isNegative, isInjected, era: isNegative ? "B" : era, exposure: exposureOf(match.groups) };
  }
  return null;
}

function exposureOf(groups: Record<string, string> | undefined): NamedFile["exposure"] {
  if (groups?.filter === undefined || groups.pointing === undefined || groups.sca === undefined) return null;
  return { filter: groups.filter.toUpperCase(), pointing: groups.pointing, sca: Number(groups.sca) };
}
