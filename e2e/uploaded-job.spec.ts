// A folder of a difference-imaging job through the upload control of the page of mounts, to the job's own page.
import { rmSync } from "node:fs";
import path from "node:path";
import { impliedCounts } from "@/lib/runs/difference/testing/ledger-counts";
import { writeJob } from "@/lib/runs/difference/testing/write-job";
import { untilAlive } from "./fixtures";
import { expect, test } from "./seeded";

const SMALL = { size: 160, injections: 10, galaxies: 30, transients: 6 };

for (const [jid, era] of [
  [7201, "a"],
  [7202, "b"],
] as const) {
  test(`a job folder of era ${era} that is uploaded shows the numbers that its truth implies`, async ({
    page,
    pool,
    home,
  }) => {
    test.setTimeout(120_000);
    const folder = `${home}-uploaded`;
    const summary = writeJob(folder, { ...SMALL, jid, era });
    const counts = impliedCounts(summary);
    await page.goto("/mounts");
    const input = page.getByLabel("Folders of difference-imaging jobs");
    await untilAlive(input);
    await input.setInputFiles(path.join(folder, summary.folder));
    const uploads = page.getByRole("list", { name: "Uploads" });
    // the marker of the job's end is sent last
    await expect(uploads).toContainText(`kept as ${summary.folder}/job_config_${summary.folder}.done`, {
      timeout: 60_000,
    });
    const state = async () => {
      const { rows } = await pool.query<{ state: string }>("SELECT state FROM difference_job WHERE jid = $1", [
        summary.folder,
      ]);
      return rows[0]?.state ?? null;
    };
    await expect.poll(state, { timeout: 60_000 }).toBe("present");
    await page.goto(`/difference/${summary.folder}`);
    const numbers = page.getByRole("region", { name: "Numbers of the job" });
    for (const [label, count] of [
      ["ZOGY only", counts.zogyOnly],
      ["both", counts.both],
      ["SFFT only", counts.sfftOnly],
      ["real", counts.real],
      ["bogus", counts.bogus],
      ["injected found", counts.injectedFound],
      ["missed", counts.injectedMissed],
      ["truth found by ZOGY", counts.foundByZogy],
      ["by SFFT", counts.foundBySfft],
      ["by either", counts.foundByEither],
    ] as const) {
      await expect(numbers.getByText(`${label} ${count}`, { exact: false }).first()).toBeVisible();
    }
    await pool.query(
      "DELETE FROM mount WHERE kind = 'upload' AND id IN (SELECT mount_id FROM difference_job WHERE jid = $1)",
      [summary.folder],
    );
    rmSync(path.join(home, "uploads", summary.folder), { recursive: true, force: true });
    rmSync(folder, { recursive: true, force: true });
  });
}
