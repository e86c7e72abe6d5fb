// Simulated difference-imaging jobs of both eras, mounted on the server under test, with the simulation's own ledger; and the
// real alert sets where they are at hand.
import { rmSync } from "node:fs";
import { writeJob } from "@/lib/runs/difference/testing/write-job";
import { addMount } from "@/lib/runs/requests";
import { scanMount } from "@/lib/runs/scan/scan-mount";
import type { JobSummary } from "@/lib/simulate/job";
import { testDataPath } from "@/lib/testing/test-data";
import { test as base } from "./seeded";

export interface Differenced {
  /** jid7101 of era A, jid7102 of era B */
  jobs: [JobSummary, JobSummary];
}

const SMALL = { size: 224, injections: 16, galaxies: 60, transients: 12 };

export const test = base.extend<object, { differenced: Differenced; alerts: null }>({
  differenced: [
    async ({ home, pool, seeded: _ }, use) => {
      const folder = `${home}-jobs`;
      const first = writeJob(folder, { ...SMALL, jid: 7101 });
      const second = writeJob(folder, { ...SMALL, jid: 7102, era: "b", filter: "F184" });
      const { mountId } = await addMount({ root: folder, name: "jobs-of-browser-tests" });
      await scanMount(mountId);
      await use({ jobs: [first, second] });
      await pool.query("DELETE FROM mount WHERE id = $1", [mountId]);
      await pool.query("DELETE FROM verdict WHERE subject = 'candidate'");
      rmSync(folder, { recursive: true, force: true });
    },
    { scope: "worker", timeout: 120_000 },
  ],
  alerts: [
    async ({ pool, seeded: _ }, use) => {
      const mounts: number[] = [];
      for (const set of ["ztf_stamps", "rubin_stamps"]) {
        const { mountId } = await addMount({ root: testDataPath(`diff/${set}`), name: set });
        await scanMount(mountId);
        mounts.push(mountId);
      }
      await use(null);
      await pool.query("DELETE FROM mount WHERE id = ANY ($1)", [mounts]);
    },
    { scope: "worker", timeout: 120_000 },
  ],
});

export { expect } from "./fixtures";
