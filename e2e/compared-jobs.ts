// Two simulated jobs of both eras, mounted and read by a scan, beside what the simulation itself knows of them: from files to the screen.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { addMount } from "@/lib/runs/requests";
import { scanMount } from "@/lib/runs/scan/scan-mount";
import { type JobLedger, type JobToSimulate, simulateJob } from "@/lib/simulate/job";
import { expect } from "./fixtures";
import { test as base } from "./seeded";

/** No other test has jobs in this filter. */
export const BAND = "K213";
const SIZE = 320;
const EDGE_PX = 5;

const JOBS = [
  { jid: 97_001, era: "a" },
  { jid: 97_002, era: "b" },
] satisfies JobToSimulate[];

export interface ComparedJobs {
  /** detections of the algorithms within 1 px of each other, and of one alone */
  sets: { both: number; zogyOnly: number; sfftOnly: number };
  /** injected sources that could be found, at a match radius of 1 px */
  paired: { both: number; zogyOnly: number; sfftOnly: number; neither: number };
}

function writeJobs(folder: string): JobLedger[] {
  return JOBS.map((job) => {
    const place = path.join(folder, `jid${job.jid}`);
    mkdirSync(place, { recursive: true });
    const settings = { injectionMagnitudes: [21, 27] as [number, number] };
    const made = simulateJob({ ...job, size: SIZE, filter: BAND, seed: "compared", injections: 80, settings });
    let step = made.next();
    while (!step.done) {
      writeFileSync(path.join(place, step.value.fileName), step.value.bytes);
      step = made.next();
    }
    return step.value.ledger;
  });
}

function knownNumbers(ledgers: readonly JobLedger[]): ComparedJobs {
  const sets = { both: 0, zogyOnly: 0, sfftOnly: 0 };
  const paired = { both: 0, zogyOnly: 0, sfftOnly: 0, neither: 0 };
  for (const ledger of ledgers) {
    for (const name of ["both", "zogyOnly", "sfftOnly"] as const) sets[name] += ledger.sets[name];
    for (const { kind, x, y, isOnImage, isCovered, zogy, sfft } of ledger.truths) {
      const edge = Math.min(x + 0.5, y + 0.5, SIZE - 0.5 - x, SIZE - 0.5 - y);
      const [byZogy, bySfft] = ["id" in zogy, "id" in sfft];
      if (kind !== "injected" || !isOnImage || edge < EDGE_PX || !(isCovered || byZogy || bySfft)) continue;
      paired[byZogy ? (bySfft ? "both" : "zogyOnly") : bySfft ? "sfftOnly" : "neither"]++;
    }
  }
  return { sets, paired };
}

export const test = base.extend<object, { compared: ComparedJobs }>({
  compared: [
    async ({ home, pool, seeded: _ }, use) => {
      // a mount may not lie in the data home
      const folder = `${home}-compared-jobs`;
      const ledgers = writeJobs(folder);
      const { mountId } = await addMount({ root: folder, name: "compared-jobs" });
      await scanMount(mountId);
      await use(knownNumbers(ledgers));
      await pool.query("DELETE FROM mount WHERE id = $1", [mountId]);
      rmSync(folder, { recursive: true, force: true });
    },
    { scope: "worker", timeout: 120_000 },
  ],
});

/** Pictures of pages with these jobs, by name, light and dark, in two sizes. */
export function takeScreenshots(addresses: Record<string, string>): void {
  for (const [name, address] of Object.entries(addresses))
    test(`screenshots of ${name}`, async ({ page, compared: _ }) => {
      test.skip(!process.env.SCREENSHOTS, "SCREENSHOTS=1 takes them");
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        for (const size of [
          { width: 1440, height: 900 },
          { width: 2560, height: 1440 },
        ]) {
          await page.setViewportSize(size);
          await page.goto(address);
          const isPlotted = name !== "candidates-refused";
          if (isPlotted) await expect(page.locator('figure[data-drawn="true"]')).not.toHaveCount(0);
          await expect(page.locator('figure[data-drawn="false"]')).toHaveCount(0);
          await page.waitForTimeout(800);
          await page.screenshot({ path: `build/test-results/screenshots/${name}-${size.width}-${colorScheme}.png` });
        }
      }
    });
}

export { expect };
