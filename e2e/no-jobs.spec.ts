// Before there is a job of difference imaging each page says so, and what would fill it.
import { expect, test } from "./seeded";

test("pages of difference imaging without a job lead to the mounts", async ({ page, pool, expectAccessible }) => {
  const { rows } = await pool.query<{ count: number }>(
    "SELECT count(*)::int AS count FROM difference_job j JOIN mount m ON m.id = j.mount_id AND m.removed_at IS NULL",
  );
  expect(rows[0]?.count).toBe(0);
  for (const [address, title] of [
    ["/difference", "No difference jobs yet"],
    ["/candidates", "No candidates yet"],
    ["/difference/compare", "No jobs to compare"],
  ] as const) {
    await page.goto(address);
    const empty = page.getByRole("region", { name: title });
    await expect(empty).toBeVisible();
    await expect(empty.getByRole("link", { name: "Mount a folder" })).toHaveAttribute("href", "/mounts");
    await expectAccessible(page);
  }
});
