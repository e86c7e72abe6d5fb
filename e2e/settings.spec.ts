import { expect, test } from "./seeded";

test("the words of verdicts are changed and stay changed", async ({ page, database, expectAccessible }) => {
  await page.goto("/settings");
  await expectAccessible(page);
  const word = page.getByRole("textbox", { name: "Word of key 7" });
  await word.fill("coffee stain");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("● saved").filter({ visible: true })).toBeVisible();
  await page.reload();
  await expect(word).toHaveValue("coffee-stain");
  await page.getByRole("button", { name: "Use the usual words" }).click();
  await expect(word).toHaveValue("");
  await database.setting.deleteMany();
});
