// What each browser test has at hand: the running server's database and data home, a page on which any error in the
// console fails the test, and the accessibility check.

import AxeBuilder from "@axe-core/playwright";
import { test as base, expect, type Locator, type Page } from "@playwright/test";
import { closeDatabase, database, pool } from "@/lib/database/client";

interface TestFixtures {
  /** patterns of console errors that this test provokes: push to it before they come */
  expectedErrors: RegExp[];
  consoleWatch: undefined;
  /** fails on violations of serious or critical impact on the page as it is now */
  expectAccessible: (page: Page) => Promise<void>;
}

interface WorkerFixtures {
  /** ANNULUS_HOME of the server under test */
  home: string;
  /** Prisma on the database of the server under test */
  database: ReturnType<typeof database>;
  pool: ReturnType<typeof pool>;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  baseURL: ({}, use) => use(setting("ANNULUS_TEST_URL")),

  home: [({}, use) => use(setting("ANNULUS_HOME")), { scope: "worker" }],

  database: [
    async ({}, use) => {
      await use(database());
      await closeDatabase();
    },
    { scope: "worker" },
  ],

  pool: [
    // after `database`, which closes both
    async ({ database: _ }, use) => use(pool()),
    { scope: "worker" },
  ],

  expectedErrors: ({}, use) => use([]),

  consoleWatch: [
    async ({ page, expectedErrors }, use) => {
      const errors: string[] = [];
      page.on("pageerror", (error) => errors.push(String(error)));
      page.on("console", (message) => {
        if (message.type() === "error") errors.push(`${message.text()} (${message.location().url})`);
      });
      await use(undefined);
      const unexpected = errors.filter((line) => !expectedErrors.some((pattern) => pattern.test(line)));
      expect(unexpected, "errors in the browser's console").toEqual([]);
    },
    { auto: true },
  ],

  expectAccessible: ({}, use) =>
    use(async (page) => {
      const { violations } = await new AxeBuilder({ page }).analyze();
      const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
      const found = serious.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`);
      expect(found, "accessibility violations").toEqual([]);
    }),
});

export { expect };

/**
 * Resolves once React has taken over an element of the server's page: what is typed or dropped before is not heard.
 * A text that streams in is for a moment in the page twice, once hidden: tests look for the visible one.
 */
export async function untilAlive(element: Locator): Promise<void> {
  const isAlive = () => element.evaluate((node) => Object.keys(node).some((key) => key.startsWith("__reactProps$")));
  await expect.poll(isAlive).toBe(true);
}

function setting(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: the browser tests start by e2e/global-setup.ts`);
  return value;
}
