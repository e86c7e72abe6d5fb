// Two runs beside each other: what they share, and what each found on one exposure of it.
import "server-only";
import { InvalidParameterError } from "@/lib/errors";
import { compareRuns, listSharedExposures, type RunComparison } from "@/lib/runs/compare";
import { findRun, type RunDetails } from "./runs";

export interface ComparedExposure {
  instrument: string;
  exposureId: string;
}

export interface Comparison {
  a: RunDetails;
  b: RunDetails;
  exposures: ComparedExposure[];
  /** the exposure compared; null: the runs share none */
  exposure: ComparedExposure | null;
  rings: RunComparison | null;
}

/**
 * Compares two runs on one exposure that both have measured.
 *
 * @param asked instrument and exposure; null: the first that both have
 * @returns null when one of the runs does not exist
 * @throws InvalidParameterError when the exposure asked for is not shared
 */
export async function findComparison(a: number, b: number, asked: ComparedExposure | null): Promise<Comparison | null> {
  const [runA, runB, shared] = await Promise.all([findRun(a), findRun(b), listSharedExposures(a, b)]);
  if (runA === null || runB === null) return null;
  const exposures = shared.map(({ instrument, exposureId }) => ({ instrument, exposureId: String(exposureId) }));
  const exposure = asked === null ? (exposures[0] ?? null) : chooseExposure(exposures, asked, a, b);
  const rings = exposure ? await compareRuns(a, b, exposure.instrument, BigInt(exposure.exposureId)) : null;
  return { a: runA, b: runB, exposures, exposure, rings };
}

function chooseExposure(
  exposures: ComparedExposure[],
  asked: ComparedExposure,
  a: number,
  b: number,
): ComparedExposure {
  const found = exposures.find((one) => one.instrument === asked.instrument && one.exposureId === asked.exposureId);
  if (found) return found;
  throw new InvalidParameterError({
    place: `comparison of runs ${a} and ${b}`,
    found: `${asked.instrument} exposure ${asked.exposureId}`,
    expected: "an exposure that both have measured",
  });
}
