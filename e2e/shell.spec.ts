import { expect, test } from "./fixtures";

test("the first page answers, with a strict content security policy", async ({ page }) => {
  const response = await page.goto("/");
  expect(response?.status()).toBe(200);
  const policy = response?.headers()["content-security-policy"] ?? "";
  expect(policy).toContain("default-src 'self'");
  expect(policy).not.toContain("script-src 'self' 'unsafe-inline'");
  expect(response?.headers()["x-content-type-options"]).toBe("nosniff");
});

test("the database of the server is at hand", async ({ database }) => {
  expect(await database.verdict.count()).toBeGreaterThanOrEqual(0);
});
