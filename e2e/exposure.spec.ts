import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { expect, test } from "./measured";

const ringsOf = (instrument: string, exposureId: string) => `/exposures/${instrument}/${exposureId}?tab=dark-rings`;
const detectors = (page: Page) => page.getByRole("table", { name: "Detectors" });

test("focal plane and table fit the screen, what failed comes first, missing is not zero", async ({
  page,
  seeded,
  expectAccessible,
}) => {
  await page.goto(`/exposures/LSSTCam/${seeded.exposureId}?run=${seeded.runs.done}`);
  await expect(page.getByRole("figure", { name: /rings on the focal plane/ })).toHaveAttribute("data-drawn", "true");
  await expect(detectors(page).getByRole("row").nth(1)).toContainText("R02_S10");
  await expect(detectors(page).getByRole("row").nth(1).getByText("not measured").first()).toBeAttached();
  await expect(page.getByText("2 not measured").filter({ visible: true })).toBeVisible();
  await expect(page.getByText("3 failed").filter({ visible: true })).toBeVisible();
  await expect(page.getByText("16 absent").filter({ visible: true })).toBeVisible();
  await expect(page.getByText(/median ± 4 σ_MAD/).filter({ visible: true })).toBeVisible();
  const overflow = await page.getByRole("main").evaluate((main) => main.scrollHeight - main.clientHeight);
  expect(overflow, "pixels of the page that must be scrolled to").toBeLessThanOrEqual(0);
  await expectAccessible(page);
});

test("another quantity is another address, and Back gives the first one back", async ({ page, seeded }) => {
  await page.goto(`/exposures/LSSTCam/${seeded.exposureId}?run=${seeded.runs.done}`);
  await expect(page.getByRole("figure", { name: /on the focal plane/ })).toHaveAttribute("data-drawn", "true");
  await page.getByRole("combobox", { name: "Quantity" }).selectOption("noise");
  await expect(page).toHaveURL(/q=noise/);
  await expect(page.getByText(/e⁻ · linear/).filter({ visible: true })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole("combobox", { name: "Quantity" })).toHaveValue("dark_rings");
});

test("a row of the table opens its detector", async ({ page, measured }) => {
  await page.goto(`/exposures/${measured.instrument}/${measured.exposureIds[0]}`);
  await detectors(page).getByRole("row").filter({ hasText: measured.detectorName }).dblclick();
  await expect(page).toHaveURL(new RegExp(`/${measured.detectorName}\\?`));
  await expect(page.getByRole("navigation", { name: "Address" })).toContainText(measured.detectorName);
});

test("gallery, table and inspector show the same ring", async ({ page, measured, expectAccessible }) => {
  await page.goto(ringsOf(measured.instrument, measured.exposureIds[0]!));
  const gallery = page.getByRole("region", { name: "Stamps, best first" });
  await expect(gallery.getByRole("img", { name: /footprint/ }).first()).toHaveAttribute("data-painted", "true");
  await gallery.getByRole("button").nth(1).click();
  await expect(page.getByRole("table", { name: "Dark rings" }).locator("tr[aria-selected=true]")).toHaveCount(1);
  await expect(page).toHaveURL(/ring=\d+/);
  const title = await gallery.getByRole("button").nth(1).getAttribute("title");
  const footprint = /footprint \d+/.exec(title ?? "")?.[0] ?? "none";
  await expect(page.getByRole("complementary", { name: "Inspector" })).toContainText(footprint);
  await expect(page.getByRole("figure", { name: "radial profile" })).toHaveAttribute("data-drawn", "true");
  await expectAccessible(page);
});

test("another stretch repaints the stamps without the server", async ({ page, measured }) => {
  await page.goto(ringsOf(measured.instrument, measured.exposureIds[0]!));
  const stamp = page
    .getByRole("region", { name: "Stamps, best first" })
    .getByRole("img", { name: /footprint/ })
    .first();
  await expect(stamp).toHaveAttribute("data-painted", "true");
  await expect(page.getByRole("figure", { name: /histogram/ })).toHaveAttribute("data-drawn", "true");
  const before = await stamp.screenshot();
  const requests: string[] = [];
  page.on("request", (request) => requests.push(request.url()));
  await page.keyboard.press("i");
  await expect(page.getByRole("checkbox", { name: "invert" })).not.toBeChecked();
  await expect.poll(async () => before.equals(await stamp.screenshot())).toBe(false);
  expect(requests.filter((url) => url.includes("/api/v1/stamps"))).toEqual([]);
});

test("one filter holds for gallery, plots and table, and is in the address", async ({ page, measured }) => {
  await page.goto(ringsOf(measured.instrument, measured.exposureIds[0]!));
  const all = measured.ringCount;
  await expect(page.getByText(`${all} of ${all} rings`).filter({ visible: true })).toBeVisible();
  await page.getByRole("textbox", { name: "score 0.7..1" }).fill("0.7..");
  await page.getByRole("textbox", { name: "score 0.7..1" }).press("Enter");
  await expect(page).toHaveURL(/score=0\.7\.\./);
  const rows = page.getByRole("table", { name: "Dark rings" }).locator("tbody tr[aria-rowindex]");
  const summary = await page.getByText(/^\d+ of \d+ rings/).textContent();
  const kept = Number(summary?.split(" ")[0]);
  expect(kept).toBeLessThan(all);
  await expect(rows).toHaveCount(Math.min(kept, await rows.count()));
  await expect(page.getByRole("region", { name: "Stamps, best first" }).getByRole("button")).toHaveCount(kept);
  await page.getByRole("button", { name: "Clear" }).click();
  await expect(page.getByText(`${all} of ${all} rings`).filter({ visible: true })).toBeVisible();
});

test("what the table shows is exported: CSV with every row, regions counted from 1", async ({
  page,
  measured,
  pool,
}) => {
  await page.goto(ringsOf(measured.instrument, measured.exposureIds[0]!));
  const exported = async (name: RegExp) => {
    await page.getByRole("button", { name: "Export" }).click();
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("menuitem", { name }).click()]);
    return readFileSync(await download.path());
  };
  const csv = (await exported(/^CSV/)).toString().trim().split("\n");
  expect(csv).toHaveLength(measured.ringCount + 1);
  expect(csv[0]).toContain("gaussian_like_score");
  expect((await exported(/^Parquet/)).subarray(0, 4).toString()).toBe("PAR1");
  expect((await exported(/^ECSV/)).toString()).toContain("%ECSV");
  const { rows } = await pool.query<{ x: number }>(
    "SELECT ring_center_x AS x FROM dark_ring WHERE run_id = $1 AND exposure_id = $2 ORDER BY gaussian_like_score DESC NULLS LAST LIMIT 1",
    [measured.runId, measured.exposureIds[0]],
  );
  const circle = /circle\(([\d.]+),/.exec((await exported(/DS9/)).toString());
  expect(Number(circle?.[1])).toBeCloseTo((rows[0]?.x ?? 0) + 1, 2);
});

test("files show every card of every HDU, and a search finds one", async ({ page, measured, expectAccessible }) => {
  await page.goto(`/exposures/${measured.instrument}/${measured.exposureIds[0]}?tab=files`);
  await expect(page.getByText("3 files").filter({ visible: true })).toBeVisible();
  const cards = page.getByRole("region", { name: "Cards" });
  await expect(cards).toContainText("SIMPLE  =");
  await page.getByRole("textbox", { name: "Search the header" }).fill("naxis1");
  await expect(cards).not.toContainText("SIMPLE  =");
  await expect(cards).toContainText("NAXIS1");
  await expectAccessible(page);
});

test("runs of an exposure can be shown and compared", async ({ page, seeded }) => {
  await page.goto(`/exposures/LSSTCam/${seeded.exposureId}?tab=runs&run=${seeded.runs.done}`);
  const runs = page.getByRole("table", { name: "Runs of this exposure" });
  await expect(runs.getByRole("row").filter({ hasText: "shown on this page" })).toContainText("185 done, 3 failed");
  await runs.getByRole("row").filter({ hasText: "reference" }).getByRole("link", { name: "show" }).click();
  await expect(page.getByText("mode reference").filter({ visible: true })).toBeVisible();
});

test("none, not measured and running are not the same words", async ({ page, seeded }) => {
  await page.goto(`/exposures/LSSTCam/2025061300205?tab=dark-rings`);
  await expect(
    page.getByText("Not measured: no run has looked for dark rings in this exposure").filter({ visible: true }),
  ).toBeVisible();
  await page.goto(`/exposures/LSSTCam/2025061300242?tab=dark-rings&run=${seeded.runs.running}`);
  await expect(page.getByRole("region", { name: /Running: \d+ tasks to go/ })).toBeVisible();
  await page.goto("/exposures/LSSTCam/1");
  await expect(page.getByText("No exposure 1 of LSSTCam").filter({ visible: true })).toBeVisible();
});

test("] goes to the next exposure in the same tab", async ({ page, seeded }) => {
  await page.goto(`/exposures/LSSTCam/${seeded.exposureId}?tab=files`);
  // what the browser itself asked for is here: the keys are, too
  await expect(page.getByText(/expected a readable file/).filter({ visible: true })).toBeVisible();
  await page.keyboard.press("]");
  await expect(page).toHaveURL(new RegExp(`${seeded.nextExposureId}\\?tab=files`));
});
