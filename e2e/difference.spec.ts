// From job folders on the disk to the numbers on the screen, and vetting by keyboard alone.
import { existsSync } from "node:fs";
import type { Page } from "@playwright/test";
import { testDataPath } from "@/lib/testing/test-data";
import { expect, test } from "./differenced";
import { untilAlive } from "./fixtures";

const jobs = (page: Page) => page.getByRole("table", { name: "Jobs" });
const verdicts = (page: Page) => page.getByRole("region", { name: "Verdicts" });
const heading = (page: Page) => page.getByRole("heading", { level: 1 });

/** A candidate's page with its first stamp painted and its queue there. */
async function openFirst(page: Page, jid: string) {
  await page.goto(`/difference/${jid}`);
  await page.getByRole("button", { name: "Vet candidates" }).click();
  await expect(page.getByRole("img", { name: "1 science image" })).toHaveAttribute("data-painted", "true");
}

test("jobs are listed with the numbers of the simulation's ledger", async ({ page, differenced, expectAccessible }) => {
  await page.goto("/difference?q=jid710");
  for (const { folder, filter, sca, ledger } of differenced.jobs) {
    const { zogyOnly, both, sfftOnly } = ledger.sets;
    const row = jobs(page).getByRole("row").filter({ hasText: folder });
    await expect(row).toBeVisible();
    const cells = await row.getByRole("cell").allInnerTexts();
    expect(cells.slice(1, 3)).toEqual([folder, filter]);
    expect(cells[4]).toBe(String(sca));
    expect(cells.slice(6, 10)).toEqual([zogyOnly + both + sfftOnly, zogyOnly, both, sfftOnly].map(String));
  }
  const sum = differenced.jobs.reduce((total, { ledger }) => total + ledger.sets.both, 0);
  await expect(page.getByRole("region", { name: "Totals of 2 jobs" })).toContainText(`both ${sum}`);
  await expect(page.getByRole("status")).toContainText("2 jobs");
  await expectAccessible(page);
});

test("an empty list says what would fill it, a filtered one how to widen it", async ({ page, differenced: _ }) => {
  await page.goto("/difference?q=nothing-is-called-so");
  await expect(page.getByRole("region", { name: "No job passes the filter" })).toBeVisible();
  await page.getByRole("button", { name: "Clear the filter" }).click();
  await expect(jobs(page)).toContainText("jid7101");
});

test("a job shows its images with candidates and truth; table and images select together", async ({
  page,
  differenced,
  expectAccessible,
}) => {
  const [{ folder, ledger }] = differenced.jobs;
  await page.goto(`/difference/${folder}`);
  const candidates = page.getByRole("table", { name: "Candidates of the job" });
  await expect(candidates).toBeVisible();
  await expect(page.getByRole("region", { name: "Numbers of the job" })).toContainText(`both ${ledger.sets.both}`);
  const marks = (layer: string) => page.locator(`[data-layer="${layer}"]`).first();
  for (const layer of ["both", "found", "missed"]) await expect(marks(layer)).toBeAttached();
  await candidates.getByRole("row").nth(1).click();
  await expect(page).toHaveURL(/row=jid7101/);
  await expect(page).toHaveURL(/[?&]at=/);
  await page.getByRole("button", { name: /^Truth/ }).click();
  await expect(page.getByRole("table", { name: "Truth of the job" })).toContainText("_inj");
  await page.getByRole("button", { name: /^Images and notes/ }).click();
  await expect(page.getByRole("region", { name: "What the job consists of" })).toContainText("6 SFFT score image");
  await expectAccessible(page);
});

test("from the list to a verdict by keys alone, and back", async ({ page, differenced: _, expectAccessible }) => {
  await page.goto("/difference?q=jid710&sort=jid");
  await untilAlive(jobs(page).getByRole("row").nth(1));
  await page.keyboard.press("j");
  await expect(jobs(page).getByRole("row", { selected: true })).toContainText("jid7101");
  await page.keyboard.press("Enter");
  const rows = page.getByRole("table", { name: "Candidates of the job" }).getByRole("row");
  await expect(page).toHaveURL(/\/difference\/jid7101/);
  await untilAlive(rows.nth(1));
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/candidates\/jid7101/);
  await expect(page.getByRole("img", { name: "1 science image" })).toHaveAttribute("data-painted", "true");
  const first = (await heading(page).textContent()) ?? "";
  await page.keyboard.press("6");
  await expect(heading(page)).not.toHaveText(first);
  await page.keyboard.press("?");
  const keys = page.getByRole("dialog", { name: "Keys of this page" });
  for (const words of ["Take the last verdict back", "Blink ZOGY and SFFT", "Hide labels and scores"])
    await expect(keys).toContainText(words);
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await page.keyboard.press("u");
  await expect(heading(page)).toHaveText(first);
  await expect(verdicts(page)).toContainText("all saved");
  await page.getByRole("navigation").getByRole("link", { name: "Candidates" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("textbox", { name: "Filter", exact: true })).toHaveValue("jid = jid7101");
});

test("[ and ] step through jobs", async ({ page, differenced: _ }) => {
  await page.goto("/difference/jid7101");
  await untilAlive(page.getByRole("table", { name: "Candidates of the job" }).getByRole("row").nth(1));
  const next = page.getByRole("link", { name: "jid7102 ]" });
  const key = (await next.count()) > 0 ? "]" : "[";
  await page.keyboard.press(key);
  await expect(page).toHaveURL(/jid7102/);
});

test("keys are verdicts, and u takes them back", async ({ page, differenced: _, pool, expectAccessible }) => {
  await openFirst(page, "jid7101");
  const first = (await heading(page).textContent()) ?? "";
  await page.keyboard.press("1");
  await expect(heading(page)).not.toHaveText(first);
  await page.keyboard.press("2");
  await expect(verdicts(page)).toContainText("2 decided");
  await expect(verdicts(page)).toContainText("all saved");
  const said = async () => {
    const { rows } = await pool.query<{ label: string; candidate: string; isTimed: boolean }>(
      `SELECT label, candidate_id AS candidate, seconds > 0 AS "isTimed" FROM verdict
       WHERE subject = 'candidate' AND candidate_id LIKE 'jid7101:%' AND undone_at IS NULL ORDER BY at`,
    );
    return rows;
  };
  expect((await said()).map(({ label }) => label)).toEqual(["real", "dipole"]);
  expect((await said())[0]).toEqual({ label: "real", candidate: first, isTimed: true });
  await expectAccessible(page);
  await page.keyboard.press("u");
  await page.keyboard.press("u");
  await expect(heading(page)).toHaveText(first);
  await expect(verdicts(page)).toContainText("0 decided");
  await expect(verdicts(page)).toContainText("all saved");
  expect(await said()).toEqual([]);
});

test("keys pressed while the queue is on its way are obeyed once it is here, and u outlives a reload", async ({
  page,
  differenced: _,
  pool,
}) => {
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await page.route(/\/api\/v1\/candidates\?/, async (route) => {
    await held;
    await route.continue();
  });
  await openFirst(page, "jid7101");
  const first = (await heading(page).textContent()) ?? "";
  await page.keyboard.press("2");
  await expect(verdicts(page)).toContainText("1 decided");
  await expect(heading(page)).toHaveText(first);
  letGo();
  await expect(heading(page)).not.toHaveText(first);
  const second = (await heading(page).textContent()) ?? "";
  await expect(page).toHaveTitle(new RegExp(second));
  await expect(verdicts(page)).toContainText("all saved");
  const said = async () =>
    (
      await pool.query("SELECT candidate_id AS id, label FROM verdict WHERE candidate_id = $1 AND undone_at IS NULL", [
        first,
      ])
    ).rows;
  expect(await said()).toEqual([{ id: first, label: "dipole" }]);
  await page.reload();
  await expect(heading(page)).toHaveText(second);
  await expect(verdicts(page)).toContainText(/\d+ left/);
  await expect(page.getByRole("img", { name: "1 science image" })).toHaveAttribute("data-painted", "true");
  await page.keyboard.press("u");
  await expect(heading(page)).toHaveText(first);
  await expect.poll(said).toEqual([]);
});

test("blind mode hides truth, labels and scores, and is told with the verdict", async ({
  page,
  differenced: _,
  pool,
}) => {
  await openFirst(page, "jid7102");
  const about = page.getByRole("complementary", { name: "About the candidate" });
  await expect(about).toContainText("nearest truth");
  await page.keyboard.press("h");
  await expect(about).toContainText("hidden (blind)");
  await expect(about).not.toContainText("nearest truth");
  await expect(about).not.toContainText("truth_sep_px");
  await expect(page).toHaveURL(/blind=1/);
  await page.getByRole("textbox", { name: "Your name" }).fill("second reader");
  await page.keyboard.press("Enter");
  await page.getByRole("textbox", { name: "Your name" }).blur();
  await page.keyboard.press("3");
  await expect(verdicts(page)).toContainText("1 decided");
  await expect(verdicts(page)).toContainText("all saved");
  const { rows } = await pool.query(
    "SELECT label, person, is_blind FROM verdict WHERE candidate_id LIKE 'jid7102:%' AND undone_at IS NULL",
  );
  expect(rows).toEqual([{ label: "cosmic-ray", person: "second reader", is_blind: true }]);
});

test("two readers are compared: kappa, and the candidates on which they differ", async ({ page, differenced: _ }) => {
  const judge = async (person: string, keys: readonly string[]) => {
    await page.goto("/difference/jid7102");
    await page.getByRole("button", { name: "Vet candidates" }).click();
    await expect(heading(page)).toBeVisible();
    await page.goto(`${page.url()}&person=${person}`);
    for (const [i, key] of keys.entries()) {
      await expect(page.getByRole("img", { name: "1 science image" })).toHaveAttribute("data-painted", "true");
      await page.keyboard.press(key);
      await expect(verdicts(page)).toContainText(`${i + 1} decided`);
    }
    await expect(verdicts(page)).toContainText("all saved");
  };
  await judge("ada", ["1", "1", "2", "2"]);
  await judge("ben", ["1", "1", "2", "1"]);
  await page.getByRole("textbox", { name: "Second reader" }).fill("ada");
  await page.keyboard.press("Enter");
  const agreement = page.getByRole("region", { name: "Agreement of readers" });
  // observed 3/4, by chance 1/2: kappa 1/2
  await expect(agreement).toContainText("4 judged by both · κ 0.50");
  await expect(agreement).toContainText("1 disagreements");
  const differing = agreement.getByRole("button");
  await expect(differing).toHaveCount(1);
  const id = (await differing.locator(".mono").textContent()) ?? "";
  await differing.click();
  await expect(heading(page)).toHaveText(id);
});

test("features of both algorithms stand side by side with their place in the job", async ({ page, differenced: _ }) => {
  await openFirst(page, "jid7101");
  const row = page.getByRole("region", { name: "Features" }).getByRole("row", { name: /^flux_fit/ });
  await expect(row.getByRole("cell")).toHaveCount(4);
  await expect(page.getByRole("figure", { name: "radial profiles" })).toHaveAttribute("data-drawn", "true");
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "FITS" }).click();
  expect((await download).suggestedFilename()).toMatch(/\.fits$/);
});

test("those that pass the published cuts, and those of reference minus science, are lists of their own", async ({
  page,
  differenced: _,
  pool,
  expectAccessible,
}) => {
  const count = async (mode: string, condition: string) => {
    const { rows } = await pool.query<{ count: number; name: string }>(
      `SELECT count(*)::int AS count, min(candidate_id) AS name FROM candidate WHERE jid = 'jid7102' AND mode = $1 AND ${condition}`,
      [mode],
    );
    return rows[0]!;
  };
  const status = page.getByRole("status").filter({ hasText: "candidate" });
  const passing = await count("annulus", "cut_failed = '{}'");
  expect(passing.count).toBeGreaterThan(0);
  await page.goto(`/candidates?${new URLSearchParams({ filter: "jid = jid7102 & cut_failed = none" })}`);
  await expect(status).toHaveText(`${passing.count} candidates`);
  const negative = await count("negative", "NOT isdiffpos");
  await page.goto(`/candidates?${new URLSearchParams({ filter: "jid = jid7102" })}`);
  const mode = page.getByRole("combobox", { name: "Mode" });
  await untilAlive(mode);
  await mode.selectOption("mode: negative");
  await expect(status).toHaveText(`${negative.count} candidates`);
  await expectAccessible(page);
  await page.goto(`/candidates/${encodeURIComponent(negative.name)}`);
  await expect(heading(page)).toHaveText(negative.name);
  await expect(page.getByRole("img", { name: "1 science image" })).toHaveAttribute("data-painted", "true");
});

for (const [name, set, count] of [
  ["ZTF", "ztf_stamps", 108],
  ["LSSTCam", "rubin_stamps", 25],
] as const) {
  // the fixture reads the data: it may not even be asked for where there is none
  (existsSync(testDataPath(`diff/${set}`)) ? test : test.skip)(
    `the real ${name} triplets are vetted by keyboard alone`,
    async ({ page, pool, alerts: _ }) => {
      test.setTimeout(120_000);
      await page.goto(`/difference/${set}`);
      await page.getByRole("button", { name: "Vet candidates" }).focus();
      await page.keyboard.press("Enter");
      await expect(page.getByRole("img", { name: /^1 science/ })).toHaveAttribute("data-painted", "true");
      await expect(page.getByRole("img", { name: /^[123] / })).toHaveCount(3);
      await expect(verdicts(page)).toContainText(`${count} left`);
      for (let i = 0; i < count; i++) {
        await expect(page.getByRole("img", { name: /^3 difference/ })).toHaveAttribute("data-painted", "true");
        await page.keyboard.press(String(1 + (i % 7)));
        await expect(verdicts(page)).toContainText(`${i + 1} decided`);
      }
      await expect(verdicts(page)).toContainText("0 left");
      await expect(verdicts(page)).toContainText("all saved");
      const { rows } = await pool.query<{ subjects: number }>(
        `SELECT count(DISTINCT candidate_id)::int AS subjects FROM verdict
       WHERE subject = 'candidate' AND candidate_id LIKE $1 AND undone_at IS NULL`,
        [`${set}:%`],
      );
      expect(rows[0]?.subjects).toBe(count);
    },
  );
}
