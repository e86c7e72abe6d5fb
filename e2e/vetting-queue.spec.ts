// The queue of vetting: long ones come in behind the first, random ones are the same for everybody, and one candidate is a queue too.
import type { Page } from "@playwright/test";
import { expect, test } from "./differenced";

const heading = (page: Page) => page.getByRole("heading", { level: 1 });
const verdicts = (page: Page) => page.getByRole("region", { name: "Verdicts" });
const painted = (page: Page) =>
  expect(page.getByRole("img", { name: "1 science image" })).toHaveAttribute("data-painted", "true");
const PAGE_ROWS = 10;

/** Pages of ten from the server itself; those behind the first wait to be let go. */
async function holdPages(page: Page): Promise<() => void> {
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await page.route(/\/api\/v1\/candidates\?/, async (route) => {
    const url = new URL(route.request().url());
    url.searchParams.set("limit", String(PAGE_ROWS));
    if (url.searchParams.has("after")) await held;
    await route.continue({ url: url.href });
  });
  return letGo;
}

function addressOf(id: string, parameters: Record<string, string>): string {
  return `/candidates/${encodeURIComponent(id)}?${new URLSearchParams(parameters)}`;
}

test("a long queue is gone through while its rest comes in, and says how much is here", async ({
  page,
  differenced: _,
  pool,
}) => {
  const { rows } = await pool.query<{ id: string }>(
    "SELECT candidate_id AS id FROM candidate WHERE jid = 'jid7101' AND mode = 'annulus' ORDER BY row_id",
  );
  const letGo = await holdPages(page);
  await page.goto(addressOf(rows[0]!.id, { filter: "jid = jid7101" }));
  const place = (index: number) => page.getByText(`${index} / ${PAGE_ROWS}+ · ${PAGE_ROWS} of ${rows.length} loaded`);
  await expect(place(1)).toBeVisible();
  await painted(page);
  for (let i = 1; i < PAGE_ROWS; i++) {
    await page.keyboard.press("j");
    await expect(heading(page)).toHaveText(rows[i]!.id);
  }
  await expect(place(PAGE_ROWS)).toBeVisible();
  // beyond what is here: obeyed once it is
  await page.keyboard.press("j");
  await expect(heading(page)).toHaveText(rows[PAGE_ROWS - 1]!.id);
  letGo();
  await expect(heading(page)).toHaveText(rows[PAGE_ROWS]!.id);
  await expect(page.getByText(`${PAGE_ROWS + 1} / ${rows.length}`, { exact: true })).toBeVisible();
  await expect(verdicts(page)).toContainText(`${rows.length} left`);
});

test("a candidate far behind in the queue waits for its place in it", async ({ page, differenced: _, pool }) => {
  const { rows } = await pool.query<{ id: string }>(
    "SELECT candidate_id AS id FROM candidate WHERE jid = 'jid7101' AND mode = 'annulus' ORDER BY row_id",
  );
  const at = rows.length - 2;
  const letGo = await holdPages(page);
  await page.goto(addressOf(rows[at]!.id, { filter: "jid = jid7101" }));
  await expect(page.getByText(`◌ queue: ${PAGE_ROWS} of ${rows.length} loaded`, { exact: true })).toBeVisible();
  await page.keyboard.press("j");
  await expect(heading(page)).toHaveText(rows[at]!.id);
  letGo();
  await expect(heading(page)).toHaveText(rows[at + 1]!.id);
});

test("a random order is made once all is here, and the same seed gives the same order", async ({
  page,
  differenced: _,
  pool,
}) => {
  const { rows } = await pool.query<{ id: string }>(
    "SELECT candidate_id AS id FROM candidate WHERE jid = 'jid7101' AND mode = 'annulus' ORDER BY row_id",
  );
  const total = rows.length;
  const first = rows[0]!.id;
  /** the next five */
  const walk = async (parameters: Record<string, string>) => {
    await page.goto(addressOf(first, { filter: "jid = jid7101", ...parameters }));
    await expect(page.getByText(new RegExp(`^\\d+ / ${total}$`))).toBeVisible();
    const seen = [first];
    for (let i = 0; i < 5; i++) {
      await page.keyboard.press("]");
      await expect(heading(page)).not.toHaveText(seen.at(-1) ?? "");
      seen.push((await heading(page).textContent()) ?? "");
    }
    return seen;
  };
  const letGo = await holdPages(page);
  await page.goto(addressOf(first, { filter: "jid = jid7101", order: "3" }));
  const waiting = `◌ queue: ${PAGE_ROWS} of ${total} loaded, shuffled once all is here`;
  await expect(page.getByText(waiting, { exact: true })).toBeVisible();
  letGo();
  const inPages = await walk({ order: "3" });
  await page.unroute(/\/api\/v1\/candidates\?/);
  const atOnce = await walk({ order: "3", sort: "-snr" });
  expect(atOnce).toEqual(inPages);
  expect(await walk({ order: "4" })).not.toEqual(inPages);
  expect(inPages).not.toEqual(rows.slice(0, inPages.length).map(({ id }) => id));
});

test("one candidate is a queue of one", async ({ page, differenced: _, pool, expectAccessible }) => {
  const { rows } = await pool.query<{ id: string }>(
    "SELECT candidate_id AS id FROM candidate WHERE jid = 'jid7102' AND mode = 'annulus' ORDER BY row_id DESC LIMIT 1",
  );
  const { id } = rows[0]!;
  const filter = `candidate_id = "${id}"`;
  await page.goto(`/candidates?${new URLSearchParams({ filter })}`);
  await expect(page.getByRole("status").filter({ hasText: "candidate" })).toHaveText("1 candidate");
  await expect(page.getByRole("table", { name: "Candidates", exact: true }).getByRole("row")).toHaveCount(2);
  await expectAccessible(page);
  await page.getByRole("link", { name: "Vet one by one" }).click();
  await painted(page);
  await expect(page.getByText("1 / 1", { exact: true })).toBeVisible();
  await expect(verdicts(page)).toContainText("1 left");
  await page.keyboard.press("1");
  await expect(verdicts(page)).toContainText("0 left");
  await expect(verdicts(page)).toContainText("all saved");
  await expect(heading(page)).toHaveText(id);
  await page.keyboard.press("u");
  await expect(verdicts(page)).toContainText("1 left");
  await expect(verdicts(page)).toContainText("all saved");
});
