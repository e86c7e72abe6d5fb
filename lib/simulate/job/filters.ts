// Filters of Roman's time-domain survey as the simulated jobs have them.

import { InvalidParameterError } from "../../errors";

/** What a filter changes in a job. */
export interface JobFilter {
  name: string;
  /** number in RAPID's reference headers (FID) */
  fid: number;
  wavelengthMicrometres: number;
  exposureTimeSeconds: number;
  /** AB magnitude of one count a second and square centimetre; Y106 as in the OpenUniverse2024 index, the others near it */
  bandZeropoint: number;
}

/** Exposure times as of OpenUniverse2024's time-domain survey, rounded. */
const FILTERS: readonly JobFilter[] = [
  { name: "F184", fid: 1, wavelengthMicrometres: 1.84, exposureTimeSeconds: 901.175, bandZeropoint: 14.5 },
  { name: "H158", fid: 2, wavelengthMicrometres: 1.58, exposureTimeSeconds: 302.275, bandZeropoint: 15.0 },
  { name: "J129", fid: 3, wavelengthMicrometres: 1.29, exposureTimeSeconds: 302.275, bandZeropoint: 15.0 },
  { name: "K213", fid: 4, wavelengthMicrometres: 2.13, exposureTimeSeconds: 901.175, bandZeropoint: 14.6 },
  { name: "R062", fid: 5, wavelengthMicrometres: 0.62, exposureTimeSeconds: 161.025, bandZeropoint: 15.3 },
  { name: "Y106", fid: 6, wavelengthMicrometres: 1.06, exposureTimeSeconds: 302.275, bandZeropoint: 15.0235472 },
  { name: "Z087", fid: 7, wavelengthMicrometres: 0.87, exposureTimeSeconds: 101.7, bandZeropoint: 15.0 },
];

const MIRROR_SQUARE_CENTIMETRES = 37_570;

/**
 * A filter by its name.
 *
 * @param name letter and three digits, as H158
 * @returns its facts
 * @throws InvalidParameterError for another name
 */
export function getJobFilter(name: string): JobFilter {
  const found = FILTERS.find((filter) => filter.name === name);
  if (found) return found;
  const expected = FILTERS.map((filter) => filter.name).join(", ");
  throw new InvalidParameterError({ place: "simulated job", found: `filter ${name}`, expected });
}

/**
 * ZPTMAG of OpenUniverse2024's headers: 2.5 log10(exposure time × mirror).
 *
 * @param filter which
 * @returns magnitudes; AB = ZPTMAG + band zero point - 2.5 log10(counts)
 */
export function headerZeropoint(filter: JobFilter): number {
  return 2.5 * Math.log10(filter.exposureTimeSeconds * MIRROR_SQUARE_CENTIMETRES);
}

/**
 * Counts of a source in one exposure.
 *
 * @param filter which
 * @param magnitude AB
 * @returns counts (electrons; the gain is 1)
 */
export function countsOf(filter: JobFilter, magnitude: number): number {
  return 10 ** (-0.4 * (magnitude - headerZeropoint(filter) - filter.bandZeropoint));
}
