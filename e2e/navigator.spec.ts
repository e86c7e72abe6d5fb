import type { Page } from "@playwright/test";
import { expect, test } from "./seeded";

const table = (page: Page) => page.getByRole("table", { name: "Exposures" });
const firstRow = (page: Page) => table(page).getByRole("row").nth(1);

test("the newest exposures come first, and more are fetched at the end of the table", async ({
  page,
  expectAccessible,
}) => {
  await page.goto("/exposures?instrument=LATISS");
  await expect(firstRow(page)).toContainText("2025061300300");
  await expect(page.getByRole("status")).toContainText("12 000 exposures");
  await expectAccessible(page);
  const isFetched = page.waitForResponse(/api\/v1\/exposures\?.*after=/);
  await table(page).hover();
  await page.mouse.wheel(0, 5000);
  expect((await isFetched).status()).toBe(200);
  await expect(table(page).getByText("2025061300101")).toBeVisible();
});

test("filters and sort are in the address, and Back takes one of them away", async ({ page }) => {
  await page.goto("/exposures");
  await page.getByRole("combobox", { name: "instrument" }).click();
  await page.getByRole("option", { name: "LSSTCam" }).click();
  await expect(page).toHaveURL(/instrument=LSSTCam/);
  await expect(page.getByRole("status")).toContainText("60 exposures");
  await table(page).getByRole("button", { name: "rings" }).click();
  await expect(page).toHaveURL(/sort=rings/);
  await expect(table(page).getByRole("columnheader", { name: "rings" })).toHaveAttribute("aria-sort", "descending");
  await page.goBack();
  await expect(page).not.toHaveURL(/sort=rings/);
  await expect(page).toHaveURL(/instrument=LSSTCam/);
});

test("an exposure that was not measured has no numbers, and says so", async ({ page }) => {
  await page.goto("/exposures?instrument=LSSTCam&sort=exposure&desc=1");
  await expect(firstRow(page)).toContainText("2025061300259");
  await expect(firstRow(page).getByRole("img", { name: "not measured: no run has ended on it" })).toBeVisible();
  await expect(firstRow(page).getByText("not measured: no run has ended on it").first()).toBeAttached();
});

test("states are told apart: some failed, running, all measured, not measured", async ({ page }) => {
  await page.goto("/exposures?status=fail");
  await expect(firstRow(page).getByRole("img", { name: /detectors failed/ })).toBeVisible();
  await page.goto("/exposures?status=running");
  await expect(firstRow(page).getByRole("img", { name: /running: \d+ tasks to go/ })).toBeVisible();
});

test("j and k move the cursor, Enter opens the exposure", async ({ page }) => {
  await page.goto("/exposures?instrument=LSSTCam&sort=exposure&desc=0");
  await expect(firstRow(page)).toContainText("2025061300200");
  const cursor = table(page).getByRole("row", { selected: true });
  await expect(async () => {
    // keys count once the page is alive
    await page.keyboard.press("k");
    await expect(cursor).toContainText("2025061300200", { timeout: 500 });
  }).toPass();
  for (const key of ["j", "j", "j", "k"]) await page.keyboard.press(key);
  await expect(cursor).toContainText("2025061300202");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/exposures\/LSSTCam\/2025061300202/);
});

test("a day in the calendar shows its exposures, { goes to the day before", async ({ page }) => {
  await page.goto("/exposures");
  await page.getByRole("link", { name: /^2025-06-13: 360 exposures/ }).click();
  await expect(page).toHaveURL(/day=20250613/);
  await page.keyboard.press("{");
  await expect(page).toHaveURL(/day=20250612/);
  await expect(firstRow(page)).toContainText("2025-06-12");
});

test("columns are chosen in the menu and stay in the address", async ({ page }) => {
  await page.goto("/exposures");
  await page.getByRole("button", { name: "Columns" }).click();
  await page.getByRole("checkbox", { name: "noise" }).click();
  await expect(page).toHaveURL(/cols=/);
  await page.keyboard.press("Escape");
  await page.reload();
  await expect(table(page).getByRole("columnheader", { name: /noise/ })).toHaveCount(0);
});

test("a filter that nothing passes says what to do", async ({ page }) => {
  await page.goto("/exposures?instrument=LSSTCam&type=bias");
  await page.getByRole("button", { name: "Clear the filter" }).click();
  await expect(firstRow(page)).toBeVisible();
});

test("an address that cannot be right is refused in words", async ({ page }) => {
  await page.goto("/exposures?day=yesterday");
  await expect(page.getByRole("alert").filter({ hasText: "parameter day" })).toContainText(
    'parameter day: "yesterday", expected a day as 20250613 or a month as 202506',
  );
});
