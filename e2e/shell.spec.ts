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

test("other sites and other names of this machine get nothing", async ({ request }) => {
  const asked = (headers: Record<string, string>) => request.get("/api/v1/health", { headers });
  expect((await asked({ host: "rebound.example" })).status()).toBe(404);
  expect((await asked({ "sec-fetch-site": "cross-site" })).status()).toBe(404);
  const posted = await request.post("/api/v1/mounts", {
    headers: { "sec-fetch-site": "cross-site", "content-type": "text/plain" },
    data: '{"root":"/"}',
  });
  expect(posted.status()).toBe(404);
});
