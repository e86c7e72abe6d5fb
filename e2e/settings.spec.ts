import { untilAlive } from "./fixtures";
import { expect, test } from "./seeded";

test("the words of verdicts are changed and stay changed", async ({ page, database, expectAccessible }) => {
  await page.goto("/settings");
  await expectAccessible(page);
  const word = page.getByRole("textbox", { name: "Word of key 7" });
  await word.fill("coffee stain");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("● saved").filter({ visible: true })).toBeVisible();
  await page.reload();
  await expect(word).toHaveValue("coffee-stain");
  await page.getByRole("button", { name: "Use the usual words", exact: true }).click();
  await expect(word).toHaveValue("");
  await database.setting.deleteMany();
});

test("the words of image defects are changed as text, and what cannot be told apart is refused", async ({
  page,
  database,
  expectedErrors,
}) => {
  expectedErrors.push(/status of 400/);
  await page.goto("/settings");
  const words = page.getByRole("textbox", { name: "Words of image defects" });
  await untilAlive(words);
  const save = page.getByRole("button", { name: "Save image words" });
  await words.fill("0 OK\n1 Trailed\n11 Guiding");
  await save.click();
  await expect(page.getByRole("alert").filter({ hasText: "keys that 1 Trailed neither has nor begins" })).toBeVisible();
  await words.fill("0 OK\n1=11 Trailed");
  await save.click();
  await expect(page.getByText("● saved").filter({ visible: true })).toBeVisible();
  await page.reload();
  await expect(words).toHaveValue("0 OK\n1=11 Trailed");
  await database.setting.deleteMany();
});
