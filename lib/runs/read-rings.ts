// Rings of an exposure as lib/dark-rings knows them, from the rows of a run.

import { database } from "@/lib/database/client";
import type { RingOnDetector } from "./artifacts/tables";
import { morphologySchema } from "./ring-words";

/**
 * @param runId run that measured them
 * @param instrument of the exposure
 * @param exposureId of the exposure
 * @returns rings in the order of detector and footprint
 */
export async function readRings(runId: number, instrument: string, exposureId: bigint): Promise<RingOnDetector[]> {
  const rows = await database().darkRing.findMany({
    where: { runId, instrument, exposureId },
    omit: { id: true, runId: true, taskKey: true, instrument: true, exposureId: true, rank: true, stampIndex: true },
    orderBy: [{ detector: "asc" }, { footprintId: "asc" }],
  });
  return rows.map(({ detectorName: _name, ...ring }) => ({
    ...ring,
    morphology: morphologySchema.parse(ring.morphology),
  }));
}
