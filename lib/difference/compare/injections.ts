// The rows that completeness is made of: one per injected source that could have been found, with what each algorithm made of it.

import { InvalidParameterError } from "../../errors";

/** Outcome of an algorithm that was not run on the source's job, or whose products are missing: neither found nor missed. */
export const NOT_MEASURED = 2;

/** Whose detections count: of one algorithm, of at least one, of both. */
export const DETECTION_SETS = ["zogy", "sfft", "either", "both"] as const;
export type DetectionSet = (typeof DETECTION_SETS)[number];

/** Injected sources as columns of one length. Leave out those without coverage or at the edge before: they could not be found. */
export interface Injections {
  /** number of the job of each row, 0 <= job < jobCount */
  job: Uint32Array;
  jobCount: number;
  /** injected AB magnitude; NaN when the truth has none: such a row counts in the 2 x 2 table only */
  magnitude: Float64Array;
  /** 1 found, 0 missed, 2 (NOT_MEASURED) */
  detectedByZogy: Uint8Array;
  detectedBySfft: Uint8Array;
}

/** One injected source as a database row has it. */
export interface InjectionRow {
  job: string;
  /** AB magnitude */
  magnitude: number | null;
  /** null: not measured */
  detectedByZogy: boolean | null;
  detectedBySfft: boolean | null;
}

/**
 * Puts rows into columns; jobs are numbered in order of appearance.
 *
 * @param rows in any order
 * @returns columns, and the name of each job number
 */
export function collectInjections(rows: readonly InjectionRow[]): { injections: Injections; jobs: string[] } {
  const numbers = new Map<string, number>();
  const job = new Uint32Array(rows.length);
  const magnitude = new Float64Array(rows.length);
  const detectedByZogy = new Uint8Array(rows.length);
  const detectedBySfft = new Uint8Array(rows.length);
  rows.forEach((row, i) => {
    let number = numbers.get(row.job);
    if (number === undefined) {
      number = numbers.size;
      numbers.set(row.job, number);
    }
    job[i] = number;
    magnitude[i] = row.magnitude ?? Number.NaN;
    detectedByZogy[i] = outcomeCode(row.detectedByZogy);
    detectedBySfft[i] = outcomeCode(row.detectedBySfft);
  });
  const injections = { job, jobCount: numbers.size, magnitude, detectedByZogy, detectedBySfft };
  return { injections, jobs: [...numbers.keys()] };
}

function outcomeCode(detected: boolean | null): number {
  return detected === null ? NOT_MEASURED : Number(detected);
}

/**
 * What a set of algorithms made of each injection. `either` and `both` are measured where both algorithms are: a job that only
 * one of them ran on would make `either` look worse than it is.
 *
 * @param injections columns
 * @param set whose detections count
 * @returns 1 found, 0 missed, 2 not measured; a view of the column itself for one algorithm, not to be changed
 * @throws InvalidParameterError when columns differ in length
 */
export function outcomesOf(injections: Injections, set: DetectionSet): Uint8Array {
  checkLengths(injections);
  const { detectedByZogy, detectedBySfft } = injections;
  if (set === "zogy") return detectedByZogy;
  if (set === "sfft") return detectedBySfft;
  const outcomes = new Uint8Array(detectedByZogy.length);
  for (let i = 0; i < outcomes.length; i++) {
    const [zogy, sfft] = [detectedByZogy[i]!, detectedBySfft[i]!];
    if (zogy === NOT_MEASURED || sfft === NOT_MEASURED) outcomes[i] = NOT_MEASURED;
    else outcomes[i] = set === "either" ? zogy | sfft : zogy & sfft;
  }
  return outcomes;
}

/**
 * The injections that both algorithms were measured on: the paired design.
 *
 * @param injections columns
 * @returns new columns, jobs keep their numbers
 * @throws InvalidParameterError when columns differ in length
 */
export function pairedInjections(injections: Injections): Injections {
  checkLengths(injections);
  const { job, jobCount, magnitude, detectedByZogy, detectedBySfft } = injections;
  const isPaired = (_: number, i: number) => detectedByZogy[i] !== NOT_MEASURED && detectedBySfft[i] !== NOT_MEASURED;
  return {
    job: job.filter(isPaired),
    jobCount,
    magnitude: magnitude.filter(isPaired),
    detectedByZogy: detectedByZogy.filter(isPaired),
    detectedBySfft: detectedBySfft.filter(isPaired),
  };
}

function checkLengths({ job, magnitude, detectedByZogy, detectedBySfft }: Injections): void {
  const lengths = [job, magnitude, detectedByZogy, detectedBySfft].map(({ length }) => length);
  if (new Set(lengths).size > 1)
    throw new InvalidParameterError({
      place: "injections",
      found: `columns of ${lengths.join(", ")} rows`,
      expected: "one length",
    });
}
