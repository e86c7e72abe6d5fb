import { expect, test } from "./seeded";

test("the overview says what is new, running and failed", async ({ page, expectAccessible }) => {
  await page.goto("/");
  await expect(page.getByRole("table", { name: "Newest exposures" }).getByRole("row")).not.toHaveCount(0);
  await expect(page.getByRole("progressbar", { name: "Progress of run 105" })).toHaveAttribute("aria-valuenow", "118");
  await expect(page.getByRole("table", { name: "Runs with failures" })).toContainText("104 dark-rings");
  await expectAccessible(page);
});

test("the progress of active runs stands in the head of every page", async ({ page }) => {
  await page.goto("/settings");
  await expect(page.getByRole("link", { name: /runs? \d+ %/ })).toBeVisible();
});

test("a run lists its failures with found, expected and place", async ({ page, seeded, expectAccessible }) => {
  await page.goto(`/runs/${seeded.runs.failed}`);
  const failures = page.getByRole("table", { name: "Failures" });
  await expect(failures).toContainText("1048576 bytes of data");
  await expect(failures).toContainText("33177600 (NAXIS1 4072, NAXIS2 4000, BITPIX 16)");
  await expect(page.getByRole("tab", { name: "Failures 63" })).toHaveAttribute("aria-selected", "true");
  await expectAccessible(page);
});

test("a run tells its configuration, code version and inputs", async ({ page, seeded, expectAccessible }) => {
  await page.goto(`/runs/${seeded.runs.otherThreshold}`);
  await page.getByRole("tab", { name: "Provenance" }).click();
  await expect(page).toHaveURL(/tab=provenance/);
  await expect(page.getByRole("table", { name: "Configuration of find-dark-rings" })).toContainText("6.5");
  await expect(page.getByRole("table", { name: "Provenance" })).toContainText("0.1.0+a1b2c3d");
  await expectAccessible(page);
  await page.getByRole("tab", { name: "Exposures 8" }).click();
  await expect(page.getByRole("table", { name: "Exposures of the run" })).toContainText("LSSTCam 2025061300222");
});

test("progress of a run moves while the page is open", async ({ page, seeded, pool }) => {
  await page.goto(`/runs/${seeded.runs.running}`);
  const bar = page.getByRole("main").getByRole("progressbar", { name: `Progress of run ${seeded.runs.running}` });
  await expect(bar).toHaveAttribute("aria-valuenow", "118");
  const { rows } = await pool.query<{ key: string }>(
    `UPDATE task SET state = 'done', ended_at = now()
     WHERE key IN (SELECT key FROM task WHERE run_id = $1 AND state = 'waiting' AND stage = 0 LIMIT 2) RETURNING key`,
    [seeded.runs.running],
  );
  const tasks = { waiting: 260, queued: 0, running: 0, done: 119, failed: 1, cancelled: 0 };
  const event = {
    kind: "run",
    runId: seeded.runs.running,
    pipeline: "dark-rings",
    state: "running",
    tasks,
    taskCount: 380,
  };
  // told until it is heard: the page's stream may open after the first telling
  await expect(async () => {
    const told = JSON.stringify({ ...event, megapixelsPerSecond: 101.5, secondsLeft: 42 });
    await pool.query("SELECT pg_notify('annulus_progress', $1)", [told]);
    await expect(bar).toHaveAttribute("aria-valuenow", "120", { timeout: 2000 });
  }).toPass({ timeout: 20_000 });
  const keys = rows.map(({ key }) => key);
  await pool.query("UPDATE task SET state = 'waiting', ended_at = NULL WHERE key = ANY ($1)", [keys]);
});

test("two runs are compared: in both, only here, only there, score against score", async ({
  page,
  seeded,
  expectAccessible,
}) => {
  const { done, otherThreshold } = seeded.runs;
  await page.goto(`/runs/compare?a=${done}&b=${otherThreshold}&exposure=LSSTCam:${seeded.exposureId}`);
  await expect(page.getByRole("figure", { name: /Score of run/ })).toHaveAttribute("data-drawn", "true");
  await expect(page.getByText("5 detectors measured by B only, left out").filter({ visible: true })).toBeVisible();
  await expect(page.getByRole("table", { name: "Settings that differ" })).toContainText("find-dark-rings.nSigma");
  const rings = page.getByRole("table", { name: "Compared rings" });
  await page.getByText(/^only A \d+/).click();
  await expect(page).toHaveURL(/set=a/);
  await expect(rings.getByRole("row").nth(1)).toContainText("only A");
  await expectAccessible(page);
  await page.getByText(/^only B 0/).click();
  await expect(page.getByText("No ring is in this set").filter({ visible: true })).toBeVisible();
});

test("a run that is not there, and a selection that cannot be read, are said in words", async ({
  page,
  expectedErrors,
}) => {
  expectedErrors.push(/400|404/);
  await page.goto("/runs/999999");
  await expect(page.getByRole("alert").filter({ hasText: "run 999999" })).toContainText(
    "none, expected an existing run",
  );
  await page.goto("/runs?new=1");
  await page.getByRole("textbox", { name: "Selection" }).fill("instrument=");
  await page.getByRole("button", { name: "Start", exact: true }).click();
  await expect(page.getByRole("form", { name: "Start a run" }).getByRole("alert")).toContainText("expected");
});

test("a queued run is cancelled and can be tried again", async ({ page, seeded }) => {
  await page.goto(`/runs/${seeded.runs.queued}`);
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByRole("button", { name: /Retry 60 tasks/ })).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("cancelled");
});
