// A job folder, file by file: nothing is held longer than the next product needs it.

import { type JobFile, product } from "./files";
import { configText } from "./headers";
import { type JobLedger, type LedgerCatalog, makeLedger } from "./ledger";
import { type JobPlan, type JobToSimulate, planJob } from "./plan";
import { commonNames } from "./products";
import { referenceFiles } from "./reference-files";
import { drawScene, type SceneSource } from "./scene";
import { scienceFiles } from "./science-files";
import { type JobImages, subtractAll } from "./subtractions";
import { indexText, injectionText } from "./truth-text";

/** What the whole folder holds. */
export interface JobSummary {
  jid: number;
  /** jid<N> */
  folder: string;
  era: JobPlan["naming"]["era"];
  filter: string;
  sca: number;
  pointing: number;
  field: number;
  mjd: number;
  size: number;
  seed: string;
  /** ZPTMAG and the band's: AB = both - 2.5 log10(counts) */
  zeropoint: number;
  bandZeropoint: number;
  exposureTimeSeconds: number;
  /** what is added to 0-based positions in the truth files */
  injectionOrigin: number;
  indexOrigin: number;
  /** part of the science grid with a reference */
  coveredFraction: number;
  /** rows of the truth files */
  counts: JobPlan["counts"];
  /** roles that were not written on demand */
  leftOut: string[];
  ledger: JobLedger;
}

/**
 * Simulates one RAPID job folder. The same options give the same bytes.
 *
 * In order: settings and truth, reference, science image, ZOGY, SFFT, naive difference (era B), markers.
 * Holds the mosaic of the reference, later up to nine planes of the science image's size, and one file.
 *
 * @param options which job, size, era, numbers of sources, settings
 * @returns files as they are made; in the end what they hold, with the ledger of truth and detections
 * @throws InvalidParameterError for what cannot be
 */
export function* simulateJob(options: JobToSimulate): Generator<JobFile, JobSummary> {
  const plan = planJob(options);
  const sources = drawScene(plan.counts, plan);
  yield* truthFiles(plan, sources);
  const reference = yield* referenceFiles(plan, sources);
  const science = yield* scienceFiles(plan, sources);
  const images: JobImages = { sources, science, reference };
  const catalogs = yield* subtractAll(plan, images);
  yield* markerFiles(plan);
  return summaryOf(plan, images, catalogs);
}

function* truthFiles(plan: JobPlan, sources: readonly SceneSource[]): Generator<JobFile, void> {
  const names = commonNames(plan.naming);
  const { injectionOrigin, indexOrigin } = plan.settings;
  const index = { origin: indexOrigin, bandZeropoint: plan.filter.bandZeropoint };
  yield* product(plan, "config", names.config, () => configText(plan));
  yield* product(plan, "injection-truth", names["injection-truth"], () => injectionText(sources, injectionOrigin));
  yield* product(plan, "simulation-truth", names["simulation-truth"], () => indexText(sources, plan.world, index));
}

function* markerFiles(plan: JobPlan): Generator<JobFile, void> {
  const job = `jid${plan.naming.jid}.done`;
  const stems = ["job_config_", "postproc_job_config_"];
  if (plan.naming.era === "b") stems.push("source_dbload_", "source_dbload_negative_");
  for (const stem of stems) yield* product(plan, "markers", stem + job, () => "");
}

function summaryOf(
  plan: JobPlan,
  { sources, science, reference }: JobImages,
  catalogs: Record<"zogy" | "sfft", LedgerCatalog>,
): JobSummary {
  const { naming, filter, settings, size, world } = plan;
  const { coverage } = reference;
  const covered = coverage.reduce((total, frames) => total + (frames > 0 ? 1 : 0), 0);
  const context = {
    size,
    world,
    sources,
    coverage,
    cosmicRays: science.cosmicRays,
    exposureTimeSeconds: filter.exposureTimeSeconds,
    saturationCounts: settings.saturationCounts,
  };
  return {
    jid: naming.jid,
    folder: `jid${naming.jid}`,
    era: naming.era,
    filter: filter.name,
    sca: naming.sca,
    pointing: naming.pointing,
    field: plan.field,
    mjd: plan.mjd,
    size,
    seed: plan.seed,
    zeropoint: plan.zeropoint,
    bandZeropoint: filter.bandZeropoint,
    exposureTimeSeconds: filter.exposureTimeSeconds,
    injectionOrigin: settings.injectionOrigin,
    indexOrigin: settings.indexOrigin,
    coveredFraction: covered / coverage.length,
    counts: plan.counts,
    leftOut: [...plan.leftOut],
    ledger: makeLedger(context, catalogs),
  };
}
