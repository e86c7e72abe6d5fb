import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { BAND, expect, takeScreenshots, test } from "./compared-jobs";
import { untilAlive } from "./fixtures";

const OF_BAND = `filter = ${BAND}`;
const candidates = (filter = OF_BAND) => `/candidates?${new URLSearchParams({ filter })}`;
const chips = (page: Page) => page.getByRole("navigation", { name: "Sets of candidates" });
const table = (page: Page) => page.getByRole("table", { name: "Candidates", exact: true });
const filterField = (page: Page) => page.getByRole("textbox", { name: "Filter", exact: true });
const plot = (page: Page, name: string | RegExp) => page.getByRole("figure", { name });

test("chips tell the sets that the simulation knows, and filter to them", async ({
  page,
  compared,
  expectAccessible,
}) => {
  const { both, zogyOnly, sfftOnly } = compared.sets;
  await page.goto(candidates());
  await expect(chips(page)).toContainText(`ZOGY only ${zogyOnly}`);
  await expect(chips(page)).toContainText(`both ${both}`);
  await expect(chips(page)).toContainText(`SFFT only ${sfftOnly}`);
  await expect(page.getByRole("status").filter({ hasText: "candidates" })).toHaveText(
    `${both + zogyOnly + sfftOnly} candidates`,
  );
  await expect(plot(page, /against/)).toHaveAttribute("data-drawn", "true");
  await expectAccessible(page);
  await chips(page)
    .getByRole("button", { name: /^SFFT only/ })
    .click();
  await expect(filterField(page)).toHaveValue(`${OF_BAND} & detected_by = sfft`);
  await expect(page.getByRole("status").filter({ hasText: "candidate" })).toContainText(`${sfftOnly} candidate`);
  await expect(table(page).getByRole("row").nth(1)).toContainText("sfft");
});

test("a filter is refused in words where it stands, and one of any pair is answered", async ({
  page,
  compared: _,
  pool,
  expectAccessible,
}) => {
  await page.goto(candidates());
  await untilAlive(filterField(page));
  await filterField(page).fill("zogy_snr > 5 & zogy_shrapness < 1");
  await expect(page.getByRole("alert").filter({ hasText: "filter, character 16" })).toBeVisible();
  await filterField(page).press("Enter");
  await expect(page).not.toHaveURL(/shrapness/);
  await filterField(page).fill(`${OF_BAND} & zogy_flux_fit > 1.02 * sfft_flux_fit`);
  await filterField(page).press("Enter");
  const { rows } = await pool.query(
    `SELECT count(*)::int AS count FROM candidate WHERE mode = 'annulus' AND filter = $1 AND zogy_flux_fit > 1.02 * sfft_flux_fit`,
    [BAND],
  );
  await expect(page.getByRole("status").filter({ hasText: "candidate" })).toContainText(`${rows[0].count} candidate`);
  await page.goto("/candidates?filter=zogy_snr+%3E");
  await expect(page.getByRole("alert").filter({ hasText: "filter, character" })).toBeVisible();
  await expect(page.getByText("The filter is not understood").filter({ visible: true })).toBeVisible();
  await page.getByRole("button", { name: "Filter help" }).click();
  await expect(page.getByText("any pair, with + - * / and abs()")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "detected_by = zogy, both" }).click();
  await expect(filterField(page)).toHaveValue("detected_by = zogy, both");
});

test("the strongest come first, a click on a head sorts on the server, Enter opens the row", async ({
  page,
  compared: _,
  pool,
}) => {
  const first = async (direction: "ASC" | "DESC") => {
    const { rows } = await pool.query<{ id: string; jid: string }>(
      `SELECT candidate_id AS id, jid FROM candidate WHERE mode = 'annulus' AND filter = $1 AND snr IS NOT NULL
       ORDER BY snr ${direction}, row_id ${direction} LIMIT 1`,
      [BAND],
    );
    return rows[0]!;
  };
  const row = table(page).getByRole("row").nth(1);
  await page.goto(candidates());
  await expect(row).toContainText((await first("DESC")).jid);
  const head = table(page).getByRole("button", { name: "snr" });
  await untilAlive(head);
  await head.click();
  await expect(page).toHaveURL(/sort=snr/);
  const weakest = await first("ASC");
  await expect(row).toContainText(weakest.jid);
  await row.getByText(weakest.jid).click();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/candidates/${encodeURIComponent(weakest.id)}`));
});

test("a row under the cursor opens its drawer: nine stamps, blinking, both algorithms side by side", async ({
  page,
  compared: _,
  pool,
  expectAccessible,
}) => {
  await page.goto(`${candidates(`${OF_BAND} & detected_by = both`)}&sort=-snr`);
  await untilAlive(table(page).getByRole("row").nth(1));
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  const { rows } = await pool.query<{ id: string; snr: number; truth: string }>(
    `SELECT candidate_id AS id, snr, truth_id AS truth FROM candidate WHERE mode = 'annulus' AND filter = $1 AND detected_by = 'both'
       AND snr IS NOT NULL ORDER BY snr DESC, row_id DESC LIMIT 2`,
    [BAND],
  );
  const { id, truth } = rows[1]!;
  const drawer = page.getByRole("complementary", { name: `Candidate ${id}` });
  await expect(page).toHaveURL(new RegExp(`row=${id}`));
  const stamps = drawer.getByRole("region", { name: `Stamps of ${id}` }).getByRole("img");
  await expect(stamps).toHaveCount(9);
  await expect(stamps.last()).toHaveAttribute("data-painted", "true");
  await expect(drawer).toContainText(`nearest truth${truth}`);
  await expect(drawer.getByRole("row", { name: /^flux_fit/ }).getByRole("cell")).toHaveCount(4);
  await page.keyboard.press("b");
  await expect(stamps.first()).toHaveAccessibleName("2 reference image");
  await page.keyboard.press("b");
  await expect(stamps.first()).toHaveAccessibleName("1 science image");
  await stamps.first().hover();
  // one cursor: every stamp tells its value at the same pixel; era B has no SFFT score image
  await expect(drawer.getByText(/^32, 3[12]: /)).toHaveCount(8);
  await expectAccessible(page);
  await page.reload();
  await expect(stamps).toHaveCount(9);
  await untilAlive(drawer.getByRole("button", { name: "Close the candidate" }));
  await page.keyboard.press("Escape");
  await expect(drawer).toHaveCount(0);
  await expect(page).not.toHaveURL(/row=/);
  await page.keyboard.press("k");
  await expect(page.getByRole("complementary", { name: `Candidate ${rows[0]!.id}` })).toBeVisible();
  await page.keyboard.press("o");
  await expect(page).toHaveURL(new RegExp(`/candidates/${encodeURIComponent(rows[0]!.id)}`));
});

test("sets of columns and features are in the address", async ({ page, compared: _ }) => {
  await page.goto(candidates());
  const columns = page.getByRole("combobox", { name: "Columns" });
  await untilAlive(columns);
  await columns.selectOption("sfft");
  await expect(page).toHaveURL(/cols=sfft/);
  await expect(table(page).getByRole("columnheader", { name: /^sfft_roundness1/ })).toBeVisible();
  await page.getByRole("combobox", { name: "Feature along" }).selectOption("zogy_sharpness");
  await page.getByRole("button", { name: "its twin" }).click();
  await expect(plot(page, "sfft_sharpness against zogy_sharpness")).toHaveAttribute("data-drawn", "true");
});

test("a view is kept under a name, opened and taken away", async ({ page, compared: _ }) => {
  await page.goto(`${candidates(`${OF_BAND} & label = 0`)}&sort=-snr&cols=zogy`);
  const views = page.getByRole("button", { name: "Views" });
  await untilAlive(views);
  await views.click();
  await page.getByRole("textbox", { name: "Name of the view" }).fill("bogus of K213");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  const link = page.getByRole("link", { name: "bogus of K213" });
  await expect(link).toBeVisible();
  await page.goto("/candidates");
  await untilAlive(views);
  await views.click();
  await link.click();
  await expect(filterField(page)).toHaveValue(`${OF_BAND} & label = 0`);
  await expect(page).toHaveURL(/sort=-snr&cols=zogy/);
  await views.click();
  await page.getByRole("button", { name: "Delete the view bogus of K213" }).click();
  await expect(link).toHaveCount(0);
});

test("a box drawn around points filters to what is in it", async ({ page, compared: _ }) => {
  await page.goto(candidates());
  const scatter = plot(page, /against/);
  await expect(scatter).toHaveAttribute("data-drawn", "true");
  await scatter.hover();
  await scatter.locator('[data-title="Box Select"]').click();
  const area = await scatter.locator(".nsewdrag").first().boundingBox();
  if (!area) throw new Error("the plot has no area");
  const at = (x: number, y: number) => [area.x + x * area.width, area.y + y * area.height] as const;
  await page.mouse.move(...at(0.3, 0.1));
  await page.mouse.down();
  await page.mouse.move(...at(0.95, 0.9), { steps: 5 });
  await page.mouse.up();
  await expect(filterField(page)).toHaveValue(/ & zogy_snr >= \S+ & zogy_snr <= \S+ & sfft_snr >= \S+ & sfft_snr <= /);
  await expect(table(page).getByRole("row").nth(1)).toContainText("both");
});

test("injected missed ones are those of the filter's jobs, and listed", async ({ page, compared: _, pool }) => {
  await page.goto(candidates(`${OF_BAND} & jid = jid97001 & zogy_snr > 5`));
  const { rows } = await pool.query<{ missed: number }>(
    `SELECT n.injected_missed AS missed FROM difference_job j JOIN difference_job_counts n ON n.job_id = j.id
     WHERE n.mode = 'annulus' AND j.jid = 'jid97001'`,
  );
  const { missed } = rows[0]!;
  const chip = chips(page).getByRole("link", { name: /injected missed/ });
  await expect(chip).toHaveText(`○ injected missed ${missed}`);
  await chip.click();
  await expect(page.getByRole("textbox", { name: "jobs" })).toHaveValue(`${OF_BAND} & jid = jid97001`);
  await expect(page.getByRole("table", { name: "Sources" })).toHaveAttribute("aria-rowcount", String(missed + 1));
  await page.goto("/difference/compare?jobs=zogy_snr+%3E+5");
  await expect(page.getByRole("alert").filter({ hasText: "parameter jobs" })).toContainText("conditions on jid");
});

test("completeness of the filter's jobs stands beside the scatter plot", async ({ page, compared }) => {
  await page.goto(candidates(`${OF_BAND} & zogy_snr > 5`));
  const choice = page.getByRole("combobox", { name: "Feature of the histogram" });
  await untilAlive(choice);
  await choice.selectOption("completeness");
  await expect(plot(page, "completeness against magnitude")).toHaveAttribute("data-drawn", "true");
  const { both, zogyOnly, sfftOnly, neither } = compared.paired;
  await expect(page.getByRole("region", { name: "Completeness" })).toContainText(
    `${both + zogyOnly + sfftOnly + neither} sources in 2 jobs (jobs with ${OF_BAND};`,
  );
  await expect(page).toHaveURL(/of=completeness/);
});

test("the candidates of the filter are taken away with all columns", async ({ page, compared: _, pool }) => {
  await page.goto(`${candidates(`${OF_BAND} & detected_by = both`)}&sort=-snr`);
  const button = page.getByRole("button", { name: "Export", exact: true });
  await untilAlive(button);
  await button.click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("menuitem", { name: "CSV", exact: true }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("candidates.csv");
  const [head = "", ...lines] = readFileSync(await download.path(), "utf8")
    .trim()
    .split("\n");
  const at = head.split(",").indexOf("candidate_id");
  const { rows } = await pool.query<{ id: string }>(
    `SELECT candidate_id AS id FROM candidate WHERE mode = 'annulus' AND filter = $1 AND detected_by = 'both'
     ORDER BY snr DESC NULLS LAST, row_id DESC`,
    [BAND],
  );
  expect(lines.map((line) => line.split(",")[at])).toEqual(rows.map(({ id }) => id));
  // the command line gives the same
  const out = `${await download.path()}.csv`;
  const options = ["--filter", `${OF_BAND} & detected_by = both`, "--sort=-snr", "--out", out];
  const command = spawnSync("bin/annulus", ["export", "candidates", ...options], { encoding: "utf8" });
  expect([command.status, command.stdout]).toEqual([0, `${rows.length} rows in ${out}\n`]);
  expect(readFileSync(out, "utf8")).toBe(readFileSync(await download.path(), "utf8"));
  for (const format of ["ecsv", "parquet", "votable"]) {
    const response = await page.request.get(`/api/v1/candidates/export?format=${format}&filter=${OF_BAND}`);
    expect([format, response.ok(), (await response.body()).length > 1000]).toEqual([format, true, true]);
  }
});

test("search and rail lead to candidates and to the comparison", async ({ page, compared: _ }) => {
  await page.goto(candidates());
  await expect(
    page.getByRole("navigation", { name: "Rooms" }).getByRole("link", { name: "Difference" }),
  ).toHaveAttribute("aria-current", "page");
  const search = page.getByRole("combobox", { name: "Search" });
  await untilAlive(search);
  await page.keyboard.press("/");
  await page.keyboard.type("compare zogy");
  await page.getByRole("option", { name: /Compare ZOGY and SFFT/ }).click();
  await expect(page).toHaveURL(/\/difference\/compare/);
  await search.fill("jid97001");
  await expect(page.getByRole("option", { name: /jid97001/ })).toBeVisible();
  await search.fill("jid97001:zogy:1");
  await page.getByRole("option", { name: /candidate jid97001:zogy:1/ }).click();
  await expect(page).toHaveURL(/\/candidates\/jid97001%3Azogy%3A1/);
});

takeScreenshots({
  candidates: candidates(),
  "candidates-refused": "/candidates?filter=zogy_snr+%3E",
  "candidates-drawer": `${candidates()}&of=completeness&row=jid97001:zogy:9`,
});
