import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { expect, test } from "./measured";

const TRIAGE = "/dark-rings?instrument=LSSTComCam";
const verdicts = (page: Page) => page.getByRole("region", { name: "Verdicts" });
const strip = (page: Page) => page.getByRole("region", { name: "Filmstrip" }).getByRole("button");
const current = (page: Page) => page.getByRole("region", { name: "Filmstrip" }).getByRole("button", { pressed: true });

/** Triage with its first stamp painted. */
async function open(page: Page, address = TRIAGE) {
  await page.goto(address);
  await expect(page.getByRole("img", { name: /^stamp, / })).toHaveAttribute("data-painted", "true");
}

test("keys are verdicts: each is saved at once and the next ring is there", async ({
  page,
  measured,
  pool,
  expectAccessible,
}) => {
  await open(page);
  const first = await current(page).getAttribute("title");
  await page.keyboard.press("1");
  await expect.poll(() => current(page).getAttribute("title")).not.toBe(first);
  await page.keyboard.press("2");
  await expect(verdicts(page)).toContainText("2 done");
  await expect(verdicts(page)).toContainText("all saved");
  const { rows } = await pool.query(
    "SELECT label FROM verdict WHERE instrument = $1 AND undone_at IS NULL ORDER BY at",
    [measured.instrument],
  );
  expect(rows.map((row) => row.label)).toEqual(["ring", "blob"]);
  await expect(strip(page).first()).toContainText("R");
  await expectAccessible(page);
});

test("keys in one frame are all verdicts, on one ring each", async ({ page, measured, pool }) => {
  await open(page);
  await page.evaluate(() => {
    for (const key of ["1", "2", "3", "9"])
      document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
  });
  await expect(verdicts(page)).toContainText("4 done");
  await expect(verdicts(page)).toContainText("all saved");
  const { rows } = await pool.query(
    "SELECT count(DISTINCT (exposure_id, detector, x, y))::int AS places FROM verdict WHERE instrument = $1",
    [measured.instrument],
  );
  expect(rows[0].places).toBe(4);
});

test("u takes verdicts back, one by one, and goes back to their rings", async ({ page, measured, pool }) => {
  await open(page);
  const first = await current(page).getAttribute("title");
  await page.keyboard.press("1");
  await page.keyboard.press("2");
  await expect(verdicts(page)).toContainText("2 done");
  await page.keyboard.press("u");
  await page.keyboard.press("u");
  await expect(verdicts(page)).toContainText("0 done");
  await expect.poll(() => current(page).getAttribute("title")).toBe(first);
  await expect(verdicts(page)).toContainText("all saved");
  const { rows } = await pool.query(
    "SELECT count(*)::int AS kept, count(undone_at)::int AS undone FROM verdict WHERE instrument = $1",
    [measured.instrument],
  );
  expect(rows[0]).toEqual({ kept: 2, undone: 2 });
});

test("verdicts survive a server that is away, and a reload", async ({ page, measured, pool, expectedErrors }) => {
  expectedErrors.push(/Failed to load resource/);
  await open(page);
  await page.route("**/api/v1/verdicts", (route) => route.abort());
  await page.keyboard.press("1");
  await page.keyboard.press("3");
  await expect(verdicts(page)).toContainText("2 not saved yet: the server does not answer, trying again");
  await expect(verdicts(page)).toContainText("2 done");
  await page.reload();
  await expect(verdicts(page)).toContainText("2 not saved yet");
  await page.unroute("**/api/v1/verdicts");
  await expect(verdicts(page)).toContainText("all saved");
  const { rows } = await pool.query("SELECT label FROM verdict WHERE instrument = $1 ORDER BY at", [
    measured.instrument,
  ]);
  expect(rows.map((row) => row.label)).toEqual(["ring", "lobe"]);
});

test("arrows move, + and − change the context, the address follows", async ({ page, measured: _ }) => {
  await open(page);
  const first = await current(page).getAttribute("title");
  await page.keyboard.press("ArrowRight");
  await expect.poll(() => current(page).getAttribute("title")).not.toBe(first);
  await page.keyboard.press("k");
  await expect.poll(() => current(page).getAttribute("title")).toBe(first);
  await expect(page).toHaveURL(/ring=\d+/);
  await page.keyboard.press("+");
  await expect(page.getByRole("img", { name: "stamp, 128 px" })).toHaveAttribute("data-painted", "true");
  await expect(page).toHaveURL(/size=128/);
  await page.keyboard.press("s");
  await expect(page).toHaveURL(/stretch=/);
});

test("a verdict shows on the exposure's page, and a judged ring can be filtered away", async ({ page, measured }) => {
  await open(page);
  await page.keyboard.press("1");
  await expect(verdicts(page)).toContainText("all saved");
  await page.getByRole("combobox", { name: "Verdict" }).selectOption("none");
  await expect(page).toHaveURL(/verdict=none/);
  await expect(strip(page).first()).not.toContainText(/^R$/);
  await page.goto(`/dark-rings?instrument=${measured.instrument}&verdict=ring`);
  await expect(strip(page)).toHaveCount(1);
});

test("a filter that keeps nothing says what to do", async ({ page, measured }) => {
  await page.goto(`/dark-rings?instrument=${measured.instrument}&minscore=0.99999`);
  await expect(page.getByText("No ring passes the filter").filter({ visible: true })).toBeVisible();
  await page.goto(`/dark-rings?minscore=deep`);
  await expect(page.getByRole("alert").filter({ hasText: "parameter minscore" })).toBeVisible();
});

test("all rings of the filter are exported by the server", async ({ page, measured, pool }) => {
  await open(page);
  await page.getByRole("button", { name: "Export" }).click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("menuitem", { name: "CSV", exact: true }).click(),
  ]);
  const lines = readFileSync(await download.path(), "utf8")
    .trim()
    .split("\n");
  const { rows } = await pool.query(
    "SELECT count(gaussian_like_score)::int AS count FROM dark_ring WHERE run_id = $1",
    [measured.runId],
  );
  expect(lines).toHaveLength(rows[0].count + 1);
});

test("rings that come back at the same place are on a map and in a table", async ({
  page,
  measured,
  expectAccessible,
}) => {
  await page.goto(`/dark-rings?view=recurrence&instrument=${measured.instrument}`);
  await expect(page.getByRole("figure", { name: /recurring rings/ })).toHaveAttribute("data-drawn", "true");
  const table = page.getByRole("table", { name: "Recurrences" });
  await expect(table.getByRole("row").nth(1)).toContainText(/R22_S1\d/);
  const stamps = page.getByRole("region", { name: "Stamps of the place" }).getByRole("link");
  await expect(stamps).not.toHaveCount(0);
  await table.getByRole("row").nth(1).click();
  await expect(page).toHaveURL(/place=/);
  await expectAccessible(page);
  await page.getByRole("textbox", { name: "exposures" }).fill("9");
  await page.getByRole("textbox", { name: "exposures" }).press("Enter");
  await expect(page.getByText("No recurrence").filter({ visible: true })).toBeVisible();
});
