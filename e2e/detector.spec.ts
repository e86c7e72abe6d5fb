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
  await expect(page.getByRole("img", { name: /binned/ })).toHaveAttribute("data-painted", "true");
  await expect(page.getByRole("img", { name: `${count} footprints` })).toBeVisible();
  await expect(page.getByText(/bins of 1×1 px/).filter({ visible: true })).toBeVisible();
  await expect(
    page.getByRole("table", { name: "Dark rings of the detector" }).locator("tbody tr[aria-rowindex]"),
  ).toHaveCount(count);
  await expectAccessible(page);
});

test("the header of a detector is a tab away", async ({ page, measured }) => {
  await page.goto(`/exposures/${measured.instrument}/${measured.exposureIds[0]}/${measured.detectorName}`);
  await page.getByRole("link", { name: "Header" }).click();
  await expect(page).toHaveURL(/tab=header/);
  await expect(page.getByRole("region", { name: "Cards" })).toContainText("SIMPLE  =");
});

test(". goes to the next detector, ] to the same detector of the next exposure", async ({ page, measured }) => {
  await page.goto(`/exposures/${measured.instrument}/${measured.exposureIds[0]}/R22_S10`);
  await expect(page.getByRole("img", { name: /binned/ })).toBeVisible();
  await page.keyboard.press(".");
  await expect(page).toHaveURL(/R22_S11/);
  await page.keyboard.press("]");
  await expect(page).toHaveURL(new RegExp(`${measured.exposureIds[1]}/R22_S11`));
});

test("pixels that cannot be read are said in words, where they would be", async ({ page, seeded }) => {
  await page.goto(`/exposures/LSSTCam/${seeded.exposureId}/R22_S11`);
  await expect(page.getByText(/expected a readable file/).filter({ visible: true })).toBeVisible();
  await page.goto(`/exposures/LSSTCam/${seeded.exposureId}/R99_S99`);
  await expect(page.getByText("No detector R99_S99").filter({ visible: true })).toBeVisible();
});
