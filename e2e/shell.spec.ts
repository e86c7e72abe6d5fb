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
  const asked = async (headers: Record<string, string>) =>
    (await request.get("/api/v1/search?q=1", { headers })).status();
  const crossSite = { "sec-fetch-site": "cross-site" };
  expect(await asked({})).toBe(200);
  expect(await asked({ host: "rebound.example" })).toBe(404);
  expect(await asked({ ...crossSite, "sec-fetch-mode": "cors" })).toBe(404);
  // a link that somebody sent
  expect(await asked({ ...crossSite, "sec-fetch-mode": "navigate" })).toBe(200);
  // a form on another site
  const form = {
    ...crossSite,
    "sec-fetch-mode": "navigate",
    origin: "https://other.example",
    "content-type": "text/plain",
  };
  expect((await request.post("/api/v1/mounts", { headers: form, data: '{"root":"/"}' })).status()).toBeGreaterThan(400);
});

test("an upload arrives whole, however large", async ({ request, database }) => {
  const width = 4000;
  const height = 3000;
  const cards = ["SIMPLE  =                    T", "BITPIX  =                    8", "NAXIS   =                    2"];
  cards.push(`NAXIS1  = ${String(width).padStart(20)}`, `NAXIS2  = ${String(height).padStart(20)}`, "END");
  const header = cards
    .map((card) => card.padEnd(80))
    .join("")
    .padEnd(2880);
  const bytes = Buffer.alloc(Math.ceil((header.length + width * height) / 2880) * 2880, 7);
  bytes.write(header, "latin1");
  const answer = await request.post("/api/v1/uploads?name=large.fits", {
    data: bytes,
    headers: { "content-type": "application/octet-stream" },
  });
  expect(answer.status(), await answer.text()).toBe(201);
  expect(await answer.json()).toMatchObject({ bytes: bytes.length });
  await database.mount.deleteMany({ where: { kind: "upload" } });
});
