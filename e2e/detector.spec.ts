import { expect, test } from "./measured";

test("a detector shows its image with the footprints of its rings", async ({
  page,
  measured,
  pool,
  expectAccessible,
}) => {
  await page.goto(`/exposures/${measured.instrument}/${measured.exposureIds[0]}/${measured.detectorName}`);
  const { rows } = await pool.query<{ count: number }>(
    "SELECT count(*)::int AS count FROM dark_ring WHERE run_id = $1 AND exposure_id = $2 AND detector_name = $3",
    [measured.runId, measured.exposureIds[0], measured.detectorName],
  );
  const count = rows[0]?.count ?? -1;
  await expect(page.getByRole("img", { name: /^Pixels of .*post_isr/ })).toBeVisible();
  await expect(page.getByRole("button", { name: "Export" }).first()).toBeEnabled();
  await expect(page.locator("[data-layer=selected] path")).not.toHaveCount(0);
  await expect(
    page.getByRole("table", { name: "Dark rings of the detector" }).locator("tbody tr[aria-rowindex]"),
  ).toHaveCount(count);
  await expectAccessible(page);
});

test("a click on a footprint selects its ring, and the row of a ring its footprint", async ({
  page,
  measured,
  pool,
}) => {
  await page.goto(`/exposures/${measured.instrument}/${measured.exposureIds[0]}/${measured.detectorName}`);
  const { rows } = await pool.query<{ id: string; x: number; y: number }>(
    `SELECT id, (x0 + x1) / 2.0 AS x, (y0 + y1) / 2.0 AS y FROM dark_ring WHERE run_id = $1 AND exposure_id = $2
       AND detector_name = $3 ORDER BY gaussian_like_score DESC NULLS LAST, id`,
    [measured.runId, measured.exposureIds[0], measured.detectorName],
  );
  const last = rows.at(-1);
  if (!last) throw new Error("the detector has no rings");
  await page.goto(
    `/exposures/${measured.instrument}/${measured.exposureIds[0]}/${measured.detectorName}?at=${last.x},${last.y}&z=4`,
  );
  const picture = page.getByRole("img", { name: /^Pixels of .*post_isr/ });
  await expect(page.getByRole("button", { name: "Export" }).first()).toBeEnabled();
  const box = await picture.boundingBox();
  if (!box) throw new Error("the picture has no place on the page");
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  await expect(page).toHaveURL(new RegExp(`ring=${last.id}`));
  await page.keyboard.press("j");
  await page.keyboard.press("k");
  await page.keyboard.press("k");
  await expect(page).not.toHaveURL(new RegExp(`ring=${last.id}`));
});

test("the header of a detector is a tab away", async ({ page, measured }) => {
  await page.goto(`/exposures/${measured.instrument}/${measured.exposureIds[0]}/${measured.detectorName}`);
  await page.getByRole("link", { name: "Header" }).click();
  await expect(page).toHaveURL(/tab=header/);
  await expect(page.getByRole("region", { name: "Cards" })).toContainText("SIMPLE  =");
});

test(". goes to the next detector, ] and → to the same detector of the next exposure, zoom and stretch stay", async ({
  page,
  measured,
}) => {
  await page.goto(`/exposures/${measured.instrument}/${measured.exposureIds[0]}/R22_S10`);
  await expect(page.getByRole("img", { name: /^Pixels of .*post_isr/ })).toBeVisible();
  await page.keyboard.press("+");
  await page.keyboard.press("i");
  const lookOf = () => ["at", "z", "invert"].map((name) => new URL(page.url()).searchParams.get(name));
  await expect.poll(() => lookOf().includes(null)).toBe(false);
  const look = lookOf();
  await page.keyboard.press(".");
  await expect(page).toHaveURL(/R22_S11/);
  expect(lookOf()).toEqual(look);
  await page.keyboard.press("]");
  await expect(page).toHaveURL(new RegExp(`${measured.exposureIds[1]}/R22_S11`));
  await expect(page.getByRole("img", { name: new RegExp(`${measured.exposureIds[1]} R22_S11`) })).toBeVisible();
  await page.keyboard.press("ArrowRight");
  await expect(page).toHaveURL(new RegExp(`${measured.exposureIds[2]}/R22_S11`));
  expect(lookOf()).toEqual(look);
});

test("pixels that cannot be read are said in words, where they would be", async ({ page, seeded }) => {
  await page.goto(`/exposures/LSSTCam/${seeded.exposureId}/R22_S11`);
  await expect(page.getByText(/expected a readable file/).filter({ visible: true })).toBeVisible();
  await page.goto(`/exposures/LSSTCam/${seeded.exposureId}/R99_S99`);
  await expect(page.getByText("No detector R99_S99").filter({ visible: true })).toBeVisible();
});
