import { expect, test } from "./seeded";

const SPELLINGS = [
  "2025061300222",
  "20250613_00222",
  "MC_C_20250613_000222",
  "day_obs=20250613 seq_num=222 instrument=LSSTCam",
];

for (const spelling of SPELLINGS) {
  test(`the search finds an exposure written as ${spelling}`, async ({ page }) => {
    await page.goto("/runs");
    await page.keyboard.press("/");
    await page.keyboard.type(spelling);
    await expect(page.getByRole("option", { name: /LSSTCam 2025061300222/ })).toBeVisible();
    await page.getByRole("combobox", { name: "Search" }).press("Enter");
    await expect(page).toHaveURL(/\/exposures\/LSSTCam\/2025061300222$|\/exposures\/LATISS\/2025061300222$/);
  });
}

test("an exposure with a detector leads to the detector", async ({ page }) => {
  await page.goto("/");
  await page.getByRole("combobox", { name: "Search" }).fill("2025061300222 R22_S11");
  await page.getByRole("option", { name: /detector LSSTCam 2025061300222 R22_S11/ }).click();
  await expect(page).toHaveURL(/\/exposures\/LSSTCam\/2025061300222\/R22_S11/);
});

test("runs, pages and objects are found too", async ({ page }) => {
  await page.goto("/");
  const search = page.getByRole("combobox", { name: "Search" });
  await search.fill("run 104");
  await expect(page.getByRole("option", { name: /run 104 dark-rings failed/ })).toBeVisible();
  await search.fill("mounts");
  await expect(page.getByRole("option", { name: /page Mounts/ })).toBeVisible();
  await search.fill("nobody at the console");
  await expect(page.getByRole("option", { name: /a target with a name so long/ })).toBeVisible();
  await search.fill("zzzz");
  await expect(page.getByText("nothing is called zzzz").filter({ visible: true })).toBeVisible();
});

test("? shows the keys of the page, and they are inert while typing", async ({ page, expectAccessible }) => {
  await page.goto("/exposures");
  await page.keyboard.press("?");
  const keys = page.getByRole("dialog", { name: "Keys of this page" });
  await expect(keys).toContainText("Next row");
  await expect(keys).toContainText("Previous day");
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(keys).toBeHidden();
  await page.getByRole("combobox", { name: "Search" }).fill("");
  await page.keyboard.type("j?");
  await expect(page.getByRole("combobox", { name: "Search" })).toHaveValue("j?");
  await expect(keys).toBeHidden();
});

test("colours follow the system until light or dark is chosen, and the choice stays", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "dark" });
  await page.goto("/");
  await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", "dark");
  await page.getByRole("button", { name: "Colours: as the system" }).click();
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", "light");
});
