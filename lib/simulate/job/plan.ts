// A job's options, checked and completed.

import { InvalidParameterError } from "../../errors";
import { RandomStream } from "../random";
import { getJobFilter, headerZeropoint, type JobFilter } from "./filters";
import { type JobEra, type JobNaming, type JobRole, rolesToLeaveOut } from "./products";
import type { SceneCounts } from "./scene";
import { type JobSettings, type JobSettingsInput, parseJobSettings } from "./settings";
import { tangentWorld, type World } from "./world";

/** Which job, how large, and what is in it. */
export interface JobToSimulate {
  /** folder jid<N>; left out: 1 */
  jid?: number;
  /** pixels a side, with the row and column that reformatting appends; left out: 512 (RAPID: 4089) */
  size?: number;
  era?: JobEra;
  seed?: number | string;
  /** F184, H158, J129, K213, R062, Y106 or Z087 */
  filter?: string;
  /** 1 to 18; left out: by the jid */
  sca?: number;
  /** left out: by the jid */
  pointing?: number;
  /** left out: 100, fewer in frames below 450 pixels */
  injections?: number;
  /** over frame and margin; left out: as dense as in OpenUniverse2024, with a least number */
  stars?: number;
  galaxies?: number;
  transients?: number;
  /** SFFT's decorrelated and cross-convolved products in the place of one; left out: in era A */
  crossConvolution?: boolean;
  /** era B: science files called rimtimsim_WFI_... */
  rimtimsim?: boolean;
  /** channels: no mosaic, twins, residuals, naive subtraction; left out: all */
  products?: "all" | "channels";
  /** roles of products.ts to leave out */
  missing?: readonly string[];
  settings?: JobSettingsInput;
}

/** A job that can be made. */
export interface JobPlan {
  naming: JobNaming;
  size: number;
  /** pixels around the frame that the simulation index covers too */
  margin: number;
  mosaicSize: number;
  seed: string;
  filter: JobFilter;
  /** ZPTMAG */
  zeropoint: number;
  field: number;
  mjd: number;
  world: World;
  counts: SceneCounts;
  leftOut: Set<JobRole>;
  settings: JobSettings;
  /** random numbers of this job alone, one stream a name */
  stream: (name: string) => RandomStream;
}

const SMALLEST_SIZE = 64;
const LARGEST_SIZE = 4089;
const MOST_SOURCES = 200_000;
const FULL_MARGIN = 512;
const FULL_SIDE = 4089 + 2 * FULL_MARGIN;
/** Rows of the index Y106_35967_3 of OpenUniverse2024. */
const FULL_COUNTS = { galaxies: 23_921, stars: 290, transients: 76 };
const SQUARE_PIXELS_AN_INJECTION = 2000;
const FIRST_MJD = 62_000;
const FIELD_RA_DEG = 7.55;
const FIELD_DEC_DEG = -44.7;

/**
 * Checks and completes a job's options.
 *
 * @param options of the caller
 * @returns the plan
 * @throws InvalidParameterError naming what cannot be
 */
export function planJob(options: JobToSimulate): JobPlan {
  const jid = wholeNumber("jid", options.jid ?? 1, 1, 999_999_999);
  const size = wholeNumber("size", options.size ?? 512, SMALLEST_SIZE, LARGEST_SIZE);
  const era = options.era ?? "a";
  const filter = getJobFilter(options.filter ?? "H158");
  const settings = parseJobSettings(options.settings ?? {});
  const margin = Math.min(FULL_MARGIN, Math.floor(size / 8));
  const counts = countsOf(options, size, margin);
  const naming: JobNaming = {
    era,
    jid,
    filter: filter.name,
    pointing: wholeNumber("pointing", options.pointing ?? 10_000 + jid, 0, 999_999_999),
    sca: wholeNumber("SCA", options.sca ?? 1 + ((jid - 1) % 18), 1, 18),
    hasInjections: counts.injections > 0,
    crossConvolution: options.crossConvolution ?? era === "a",
    rimtimsim: options.rimtimsim ?? false,
  };
  if (naming.rimtimsim && era === "a") throw refusal("rimtimsim names in era a", "era b");
  const seed = String(options.seed ?? 1);
  const random = new RandomStream(`job ${seed} ${jid} pointing`);
  const raDeg = FIELD_RA_DEG + random.uniform(-0.4, 0.4);
  const decDeg = FIELD_DEC_DEG + random.uniform(-0.3, 0.3);
  const world = tangentWorld(size, raDeg, decDeg, random.uniform(0, 360));
  return {
    naming,
    size,
    margin,
    mosaicSize: Math.ceil((size * 7000) / LARGEST_SIZE),
    seed,
    filter,
    zeropoint: headerZeropoint(filter),
    field: 4_000_000 + naming.sca,
    mjd: FIRST_MJD + 5 * (jid % 146) + random.uniform(0, 0.9),
    world,
    counts,
    leftOut: rolesToLeaveOut(options.missing ?? [], options.products ?? "all"),
    settings,
    stream: (name) => new RandomStream(`job ${seed} ${jid} ${filter.name} ${name}`),
  };
}

function countsOf(options: JobToSimulate, size: number, margin: number): SceneCounts {
  const area = ((size + 2 * margin) / FULL_SIDE) ** 2;
  const dense = (count: number, least: number) => Math.max(least, Math.round(count * area));
  const most = Math.min(100, Math.floor((size * size) / SQUARE_PIXELS_AN_INJECTION));
  return {
    stars: wholeNumber("number of stars", options.stars ?? dense(FULL_COUNTS.stars, 40), 0, MOST_SOURCES),
    galaxies: wholeNumber("number of galaxies", options.galaxies ?? dense(FULL_COUNTS.galaxies, 10), 0, MOST_SOURCES),
    transients: wholeNumber("number of transients", options.transients ?? dense(FULL_COUNTS.transients, 6), 0, 10_000),
    injections: wholeNumber("number of injections", options.injections ?? most, 0, 10_000),
  };
}

function wholeNumber(name: string, value: number, first: number, last: number): number {
  if (Number.isInteger(value) && value >= first && value <= last) return value;
  throw refusal(`${name} ${value}`, `a whole number from ${first} to ${last}`);
}

function refusal(found: string, expected: string): InvalidParameterError {
  return new InvalidParameterError({ place: "simulated job", found, expected });
}
