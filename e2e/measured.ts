// Three tiny simulated exposures, mounted and measured by the worker of the server under test: from FITS files to the screen.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { addMount, requestRun } from "@/lib/runs/requests";
import { scanMount } from "@/lib/runs/scan/scan-mount";
import { simulateExposures } from "@/lib/simulate";
import { test as base } from "./seeded";

export interface Measured {
  instrument: string;
  /** in order; the simulation puts its fixed defects at the same places in all */
  exposureIds: string[];
  detectorName: string;
  runId: number;
  /** rings of the first exposure */
  ringCount: number;
}

const INSTRUMENT = "LSSTComCam";
const SEQUENCE = [11, 12, 13];
const FRAME = {
  instrument: INSTRUMENT,
  dayObs: 20241101,
  detectors: [3, 4, 5],
  width: 320,
  height: 312,
  seed: "browser tests",
};

/** a detector; deep enough to be found, whatever the threshold */
const FEATURES = { rings: 2, blobs: 3, recurrentRings: 1, recurrentBlobs: 2, depthSigma: [25, 60] as [number, number] };

async function writeFrames(folder: string): Promise<void> {
  const settings = { maximumReadNoiseElectrons: 12, ...FEATURES };
  for await (const file of simulateExposures(SEQUENCE.map((seqNum) => ({ ...FRAME, seqNum, settings })))) {
    mkdirSync(path.join(folder, file.folder), { recursive: true });
    writeFileSync(path.join(folder, file.folder, file.fileName), file.bytes);
  }
}

export const test = base.extend<{ freshVerdicts: undefined }, { measured: Measured }>({
  measured: [
    async ({ home, pool, seeded: _ }, use) => {
      // a mount may not lie in the data home
      const folder = `${home}-frames`;
      await writeFrames(folder);
      const { mountId } = await addMount({ root: folder, name: "browser-tests" });
      await scanMount(mountId);
      const { runId } = await requestRun({ pipeline: "dark-rings", query: `instrument='${INSTRUMENT}'` });
      let state = "";
      while (state !== "done") {
        await new Promise((resolve) => setTimeout(resolve, 200));
        state =
          (await pool.query<{ state: string }>("SELECT state FROM run WHERE id = $1", [runId])).rows[0]?.state ?? "";
        if (state === "failed" || state === "cancelled") throw new Error(`run ${runId} is ${state}, expected done`);
      }
      const exposureIds = SEQUENCE.map((seqNum) => `20241101${String(seqNum).padStart(5, "0")}`);
      const { rows } = await pool.query<{ count: number; name: string }>(
        `SELECT count(*)::int AS count, min(detector_name) AS name FROM dark_ring WHERE run_id = $1 AND exposure_id = $2`,
        [runId, exposureIds[0]],
      );
      await use({
        instrument: INSTRUMENT,
        exposureIds,
        detectorName: rows[0]?.name ?? "",
        runId,
        ringCount: rows[0]?.count ?? 0,
      });
      rmSync(folder, { recursive: true, force: true });
    },
    { scope: "worker", timeout: 60_000 },
  ],

  freshVerdicts: [
    async ({ pool }, use) => {
      await pool.query("DELETE FROM verdict WHERE instrument = $1", [INSTRUMENT]);
      await use(undefined);
    },
    { auto: true },
  ],
});

export { expect } from "./fixtures";
