// The bench of the two algorithms against what the simulation knows, its bins and the sources behind them.
import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { BAND, expect, takeScreenshots, test } from "./compared-jobs";
import { untilAlive } from "./fixtures";

const plot = (page: Page, name: string | RegExp) => page.getByRole("figure", { name });

test("the same injections under both are those that the simulation knows", async ({
  page,
  compared,
  expectAccessible,
}) => {
  const { both, zogyOnly, sfftOnly, neither } = compared.paired;
  await page.goto(`/difference/compare?band=${BAND}&radius=1`);
  const paired = page.getByRole("table", { name: "Paired test" });
  await expect(paired.getByRole("row").nth(1)).toHaveText(`found by ZOGY${both}${zogyOnly}`);
  await expect(paired.getByRole("row").nth(2)).toHaveText(`missed by ZOGY${sfftOnly}${neither}`);
  await expect(page.getByRole("table", { name: "Depths" }).getByRole("row").nth(1)).toContainText(/\d\d\.\d\d/);
  for (const name of ["completeness against magnitude", "purity of snr", "ROC of snr", "precision–recall of snr"])
    await expect(plot(page, name)).toHaveAttribute("data-drawn", "true");
  await expectAccessible(page);
});

test("the match radius is live, and one that was never matched is refused", async ({ page, compared: _ }) => {
  await page.goto(`/difference/compare?band=${BAND}`);
  const paired = page.getByRole("table", { name: "Paired test" });
  const before = await paired.textContent();
  const radius = page.getByRole("textbox", { name: "match radius, px" });
  await untilAlive(radius);
  await radius.fill("0.02");
  await radius.press("Enter");
  await expect.poll(() => paired.textContent()).not.toBe(before);
  await radius.fill("9");
  await radius.press("Enter");
  await expect(page.getByRole("alert").filter({ hasText: "radius" })).toContainText("9");
});

test("sources of a bin are listed, missed ones with the reason, found ones lead to their candidates", async ({
  page,
  compared,
  expectAccessible,
}) => {
  const address = `/difference/compare?band=${BAND}&radius=1`;
  await page.goto(`${address}&found=neither`);
  const sources = page.getByRole("table", { name: "Sources" });
  await expect(sources).toHaveAttribute("aria-rowcount", String(compared.paired.neither + 1));
  await expect(sources.getByRole("row").nth(1)).toContainText(/too faint|not detected/);
  await expectAccessible(page);
  const found = page.getByRole("combobox", { name: "Found by" });
  await untilAlive(found);
  await found.selectOption("sfft only");
  await expect(sources).toHaveAttribute("aria-rowcount", String(compared.paired.sfftOnly + 1));
  await page.getByRole("button", { name: `Their ${compared.paired.sfftOnly} candidates in the table` }).click();
  await expect(page).toHaveURL(/\/candidates\?/);
  await expect(page.getByRole("status").filter({ hasText: "candidate" })).toContainText(
    `${compared.paired.sfftOnly} candidate`,
  );
});

test("a bin of completeness opens its candidates, and the missed ones their place in the job", async ({
  page,
  compared: _,
  expectAccessible,
}) => {
  await page.goto(`/difference/compare?band=${BAND}&radius=1&step=5&magfrom=21`);
  const bins = page.getByRole("table", { name: "Bins of completeness" });
  await expect(bins.getByRole("columnheader")).toHaveText([
    /mag/,
    /sources/,
    /^ZOGY$/,
    /^SFFT$/,
    /either \*/,
    /both \*/,
    /missed/,
  ]);
  await expect(page.getByRole("region", { name: "Bins" })).toContainText("two under either, none under both");
  const first = bins.getByRole("row").nth(1);
  await expectAccessible(page);
  const cells = await first.getByRole("cell").allInnerTexts();
  const [, sources, zogy, , , , missed] = cells;
  await first.getByRole("link").nth(1).click();
  await expect(page).toHaveURL(/\/candidates\?/);
  await expect(page.getByRole("status").filter({ hasText: "candidate" })).toHaveText(`${zogy} candidates`);
  await page.goBack();
  await first.getByRole("link", { name: `${sources} sources` }).click();
  const list = page.getByRole("table", { name: "Sources" });
  await expect(list).toHaveAttribute("aria-rowcount", String(Number(sources) + 1));
  await first.getByRole("link", { name: `${missed} missed` }).click();
  await expect(list).toHaveAttribute("aria-rowcount", String(Number(missed) + 1));
  await list.getByRole("row").nth(1).dblclick();
  await expect(page).toHaveURL(/\/difference\/.*truth=\d+_inj/);
  await expect(page.getByRole("table", { name: "Truth of the job" }).getByRole("row", { selected: true })).toHaveCount(
    1,
  );
  await expect(page.locator("[data-layer=selected] path").first()).toBeAttached();
});

test("depths are told between bins and by the fit", async ({ page, compared: _ }) => {
  await page.goto(`/difference/compare?band=${BAND}&radius=1`);
  const m50 = page.getByRole("table", { name: "Depths" }).getByRole("row").nth(1).getByRole("cell").nth(2);
  await expect(m50).toContainText(/fit \d\d\.\d\d/);
  const [interpolated = 0, fitted = 0] = (((await m50.textContent()) ?? "").match(/\d\d\.\d\d(?= \(|$)/g) ?? []).map(
    Number,
  );
  expect(Math.abs(interpolated - fitted)).toBeLessThan(0.5);
  await expect(page.getByRole("region", { name: "Depths" })).toContainText("logistic curve");
});

test("curves are taken away as CSV", async ({ page, compared }) => {
  await page.goto(`/difference/compare?band=${BAND}&radius=1`);
  const button = page.getByRole("button", { name: "Curves as CSV" });
  await untilAlive(button);
  const [download] = await Promise.all([page.waitForEvent("download"), button.click()]);
  const lines = readFileSync(await download.path(), "utf8")
    .trim()
    .split("\n")
    .map((line) => line.split(","));
  const sum = (set: string, column: number) =>
    lines
      .filter(([curve, of]) => curve === "completeness" && of === set)
      .reduce((all, line) => all + Number(line[column]), 0);
  const { both, zogyOnly, sfftOnly, neither } = compared.paired;
  expect(sum("zogy", 6)).toBe(both + zogyOnly);
  expect(sum("sfft", 6)).toBe(both + sfftOnly);
  expect(sum("either", 7)).toBe(both + zogyOnly + sfftOnly + neither);
});

takeScreenshots({
  comparison: `/difference/compare?band=${BAND}&fp=2`,
  "comparison-sources": `/difference/compare?band=${BAND}&found=missed`,
});
