import type { Page } from "@playwright/test";
import { expect, test } from "./measured";

const FLIP = "/exposures/flip?instrument=LSSTComCam&day=20241101&detector=R22_S11";
const picture = (page: Page) => page.getByRole("img", { name: /^Pixels of / });
const progress = (page: Page) => page.getByRole("region", { name: "Progress" });
const list = (page: Page) => page.getByRole("table", { name: "Images" }).locator("tbody tr[aria-rowindex]");
const current = (page: Page) => list(page).and(page.locator("[aria-selected=true]"));

/** Flip-through with its first image there. */
async function open(page: Page, address = FLIP) {
  await page.goto(address);
  await expect(picture(page)).toHaveAccessibleName(/post_isr/);
  await expect(page.getByRole("button", { name: "Export" })).toBeEnabled();
}

test("arrows flip through the night, zoom and stretch stay", async ({ page, measured, expectAccessible }) => {
  await open(page);
  await expect(list(page)).toHaveCount(measured.exposureIds.length);
  await expect(picture(page)).toHaveAccessibleName(new RegExp(measured.exposureIds[0] ?? ""));
  await page.keyboard.press("+");
  await page.keyboard.press("c");
  const lookOf = () => ["at", "z", "map"].map((name) => new URL(page.url()).searchParams.get(name));
  await expect.poll(() => lookOf().includes(null)).toBe(false);
  const look = lookOf();
  await page.keyboard.press("ArrowRight");
  await expect(picture(page)).toHaveAccessibleName(new RegExp(measured.exposureIds[1] ?? ""));
  await expect(page).toHaveURL(new RegExp(`row=${measured.exposureIds[1]}`));
  await expect.poll(lookOf).toEqual(look);
  await page.keyboard.press("k");
  await expect(current(page)).toContainText("11");
  await expectAccessible(page);
});

test("one key is OK, two are a defect, each goes on to the next image", async ({ page, measured, pool }) => {
  await open(page);
  await page.keyboard.press("0");
  await expect(current(page)).toContainText("12");
  await page.keyboard.press("5");
  await expect(page.getByRole("button", { name: "55 Crosstalk" })).toHaveAttribute("data-near", "true");
  await expect(page.getByRole("button", { name: "11 Guiding" })).toHaveAttribute("data-far", "true");
  await page.keyboard.press("5");
  await expect(current(page)).toContainText("13");
  await expect(progress(page)).toContainText("2 done · 1 left");
  await expect(progress(page)).toContainText("all saved");
  const { rows } = await pool.query(
    `SELECT exposure_id AS exposure, detector, stage, label, x FROM verdict WHERE subject = 'image' AND instrument = $1 ORDER BY at`,
    [measured.instrument],
  );
  const common = { detector: 4, stage: "post_isr", x: null };
  expect(rows).toEqual([
    { ...common, exposure: measured.exposureIds[0], label: "OK" },
    { ...common, exposure: measured.exposureIds[1], label: "Crosstalk" },
  ]);
  await expect(list(page).nth(1)).toContainText("Crosstalk");
});

test("a comment is written by Enter, stays with the verdict, and u takes both back", async ({
  page,
  measured,
  pool,
}) => {
  await open(page);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("textbox", { name: "Comment" })).toBeFocused();
  await page.keyboard.type("0 of 55 amplifiers");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "0 of 55 amplifiers" })).toBeVisible();
  await expect(current(page)).toContainText("○ ✎");
  await page.keyboard.press("1");
  await page.keyboard.press("4");
  await expect(list(page).first()).toContainText("Focus ✎");
  await expect(progress(page)).toContainText("all saved");
  const { rows } = await pool.query("SELECT label, comment FROM verdict WHERE instrument = $1 ORDER BY at", [
    measured.instrument,
  ]);
  expect(rows).toEqual([
    { label: null, comment: "0 of 55 amplifiers" },
    { label: "Focus", comment: "0 of 55 amplifiers" },
  ]);
  await page.keyboard.press("u");
  await expect(current(page)).toContainText("○ ✎");
  await page.keyboard.press("u");
  await expect(list(page).first()).not.toContainText("✎");
  await expect(progress(page)).toContainText("0 done");
  await page.keyboard.press("Enter");
  await page.keyboard.type("not kept");
  await page.keyboard.press("Escape");
  await expect(list(page).first()).not.toContainText("✎");
});

test("the address brings back image, stretch and filter; unjudged ones alone are listed", async ({
  page,
  measured,
}) => {
  await open(page);
  await page.keyboard.press("0");
  await expect(progress(page)).toContainText("all saved");
  await page.keyboard.press("s");
  await expect(page).toHaveURL(/stretch=/);
  await expect(page).toHaveURL(new RegExp(`row=${measured.exposureIds[1]}`));
  const stretch = await page.getByRole("combobox", { name: "Stretch", exact: true }).inputValue();
  await page.reload();
  await expect(picture(page)).toHaveAccessibleName(new RegExp(measured.exposureIds[1] ?? ""));
  await expect(page.getByRole("combobox", { name: "Stretch", exact: true })).toHaveValue(stretch);
  await page.getByRole("combobox", { name: "Verdict" }).selectOption("none");
  await expect(page).toHaveURL(/verdict=none/);
  await expect(list(page)).toHaveCount(measured.exposureIds.length - 1);
  await page.getByRole("combobox", { name: "Verdict" }).selectOption("OK");
  await expect(list(page)).toHaveCount(1);
  await page.getByRole("combobox", { name: "Verdict" }).selectOption("Ghost");
  await expect(page.getByText("No image passes the filter").filter({ visible: true })).toBeVisible();
});

test("b blinks through the list and round its end, x holds one stretch for all", async ({ page, measured }) => {
  await open(page, `${FLIP}&row=${measured.exposureIds[1]}&pace=0.2`);
  await page.keyboard.press("b");
  await expect(page.getByRole("button", { name: "■ stop" })).toHaveAttribute("aria-pressed", "true");
  await expect(picture(page)).toHaveAccessibleName(new RegExp(measured.exposureIds[2] ?? ""));
  await expect(picture(page)).toHaveAccessibleName(new RegExp(measured.exposureIds[0] ?? ""));
  await page.keyboard.press("b");
  await expect(page.getByRole("button", { name: "▶ blink" })).toBeVisible();
  await page.keyboard.press("x");
  await expect(page).toHaveURL(/stretch=manual/);
  const limits = new URL(page.url()).searchParams.get("limits");
  expect(limits).toMatch(/^-?[\d.]+,-?[\d.]+$/);
  await page.keyboard.press("ArrowRight");
  await expect(page).toHaveURL(new RegExp(`row=${measured.exposureIds[1]}`));
  expect(new URL(page.url()).searchParams.get("limits")).toBe(limits);
});

test("blinking waits until its round is here, and then asks for nothing", async ({ page, measured }) => {
  await open(page, `${FLIP}&row=${measured.exposureIds[0]}&pace=0.2`);
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  let asked = 0;
  await page.route(/\/api\/v1\/images(\/tile)?\?/, async (route) => {
    asked++;
    await held;
    await route.continue();
  });
  // another statistic is another picture of each image, which nothing has asked for yet
  await page.getByRole("combobox", { name: "Binned pixels show" }).selectOption("max");
  await page.locator("body").press("b");
  const preparing = page.getByText(/making ready \d of 2/).filter({ visible: true });
  await expect(preparing).toBeVisible();
  await page.waitForTimeout(600);
  await expect(picture(page)).toHaveAccessibleName(new RegExp(measured.exposureIds[0] ?? ""));
  letGo();
  await expect(picture(page)).toHaveAccessibleName(new RegExp(measured.exposureIds[1] ?? ""));
  await expect(preparing).toBeHidden();
  const before = asked;
  await expect(picture(page)).toHaveAccessibleName(new RegExp(measured.exposureIds[0] ?? ""));
  expect(asked).toBe(before);
});

test("rows can be the detectors of an exposure", async ({ page, measured }) => {
  await open(page);
  await page.getByRole("combobox", { name: "Rows" }).selectOption("detectors");
  await expect(page).toHaveURL(new RegExp(`exposure=${measured.exposureIds[0]}`));
  await expect(list(page)).toHaveCount(3);
  await expect(picture(page)).toHaveAccessibleName(/R22_S10/);
  await page.keyboard.press("ArrowRight");
  await expect(picture(page)).toHaveAccessibleName(/R22_S11/);
  await page.keyboard.press("]");
  await expect(page).toHaveURL(new RegExp(`exposure=${measured.exposureIds[1]}`));
});

test("what no run has made is one button away, then a click on the mosaic opens the detector there", async ({
  page,
  measured,
  expectAccessible,
}) => {
  test.setTimeout(120_000);
  await page.goto(`/exposures/flip?instrument=LSSTComCam&exposure=&detector=*&row=${measured.exposureIds[2]}`);
  await expect(page.getByText("No run has made the mosaic ×8").filter({ visible: true })).toBeVisible();
  await page.goto(`/exposures/${measured.instrument}/${measured.exposureIds[2]}?tab=images`);
  await expect(page.getByRole("table", { name: "Detectors with their images" }).locator("tbody tr")).toHaveCount(3);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Run visualize-exposure" }).click();
  await expect(picture(page)).toHaveAccessibleName(/mosaic8/, { timeout: 60_000 });
  await expect(page.getByRole("button", { name: "Export" })).toBeEnabled();
  await expectAccessible(page);
  const box = await picture(page).boundingBox();
  if (!box) throw new Error("the mosaic has no place on the page");
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  await expect(page).toHaveURL(new RegExp(`${measured.exposureIds[2]}/R22_S11\\?stage=post_isr&at=`));
  await expect(picture(page)).toHaveAccessibleName(/R22_S11 post_isr/);
  // a wide navigator shows it beside the table
  await page.setViewportSize({ width: 1900, height: 900 });
  await page.goto(`/exposures?instrument=${measured.instrument}&row=${measured.instrument}:${measured.exposureIds[2]}`);
  const preview = page.getByRole("complementary", { name: "Exposure under the cursor" });
  await expect(preview.getByRole("img", { name: /^Focal plane of .*mosaic64/ })).toHaveAttribute(
    "data-painted",
    "true",
  );
});
