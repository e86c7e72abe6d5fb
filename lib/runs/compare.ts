// Two runs side by side: exposures they share, and what each found on one of them.

import { database, pool } from "@/lib/database/client";
import { NotFoundError } from "@/lib/errors";
import { matchRings, type RingMatch } from "./match-rings";

/** A ring as a comparison shows it. */
export interface ComparedRing {
  detector: number;
  detectorName: string;
  footprintId: number;
  area: number;
  centerX: number;
  centerY: number;
  gaussianLikeScore: number | null;
  ringScore: number | null;
  integratedDepthSigma: number | null;
  morphology: string | null;
  flags: string[];
  rank: number | null;
  stampIndex: number | null;
}

export interface RunComparison {
  /** the same ring in both, for score against score */
  both: RingMatch<ComparedRing>[];
  onlyA: ComparedRing[];
  onlyB: ComparedRing[];
  /** detectors that only one of the runs has measured: their rings say nothing about the other run */
  detectorsOnlyA: number[];
  detectorsOnlyB: number[];
}

/**
 * Compare what two runs found on one exposure. Rings on detectors that only one run has measured are left out and
 * the detectors named instead.
 *
 * @param runA id of a run
 * @param runB id of another
 * @param instrument of the exposure
 * @param exposureId of the exposure
 * @returns pairs within 2 px, and rings that only one run has
 * @throws NotFoundError when one of the runs has not measured the exposure
 */
export async function compareRuns(
  runA: number,
  runB: number,
  instrument: string,
  exposureId: bigint,
): Promise<RunComparison> {
  const [detectorsA, detectorsB] = await Promise.all([
    readMeasuredDetectors(runA, instrument, exposureId),
    readMeasuredDetectors(runB, instrument, exposureId),
  ]);
  const shared = [...detectorsA].filter((detector) => detectorsB.has(detector));
  const read = (runId: number) => readRingsToCompare(runId, instrument, exposureId, shared);
  const [a, b] = await Promise.all([read(runA), read(runB)]);
  return {
    ...matchRings(a, b),
    detectorsOnlyA: [...detectorsA].filter((detector) => !detectorsB.has(detector)),
    detectorsOnlyB: [...detectorsB].filter((detector) => !detectorsA.has(detector)),
  };
}

/** Detectors that a run has measured, or whose rings it took over from another run. */
async function readMeasuredDetectors(runId: number, instrument: string, exposureId: bigint): Promise<Set<number>> {
  const tasks = await pool().query<{ detector: number }>(
    `SELECT detector FROM task WHERE run_id = $1 AND instrument = $2 AND exposure_id = $3
       AND state = 'done' AND detector IS NOT NULL
     UNION SELECT detector FROM dark_ring WHERE run_id = $1 AND instrument = $2 AND exposure_id = $3
     ORDER BY detector`,
    [runId, instrument, String(exposureId)],
  );
  if (tasks.rows.length > 0) return new Set(tasks.rows.map(({ detector }) => detector));
  throw new NotFoundError({
    place: `run ${runId}, ${instrument} exposure ${exposureId}`,
    found: "no measured detector",
    expected: "an exposure that both runs have measured",
  });
}

async function readRingsToCompare(
  runId: number,
  instrument: string,
  exposureId: bigint,
  detectors: number[],
): Promise<ComparedRing[]> {
  return database().darkRing.findMany({
    where: { runId, instrument, exposureId, detector: { in: detectors } },
    select: {
      detector: true,
      detectorName: true,
      footprintId: true,
      area: true,
      centerX: true,
      centerY: true,
      gaussianLikeScore: true,
      ringScore: true,
      integratedDepthSigma: true,
      morphology: true,
      flags: true,
      rank: true,
      stampIndex: true,
    },
    orderBy: [{ detector: "asc" }, { footprintId: "asc" }],
  });
}

/**
 * Exposures that both runs have measured.
 *
 * @param runA id of a run
 * @param runB id of another
 * @returns in the order of instrument and exposure
 */
export async function listSharedExposures(
  runA: number,
  runB: number,
): Promise<{ instrument: string; exposureId: bigint }[]> {
  const shared = await pool().query<{ instrument: string; exposure_id: string }>(
    `SELECT instrument, exposure_id FROM task WHERE run_id = $1 AND state = 'done'
     INTERSECT SELECT instrument, exposure_id FROM task WHERE run_id = $2 AND state = 'done'
     ORDER BY instrument, exposure_id`,
    [runA, runB],
  );
  return shared.rows.map((row) => ({ instrument: row.instrument, exposureId: BigInt(row.exposure_id) }));
}
