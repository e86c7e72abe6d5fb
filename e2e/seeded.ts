// Tests on the rows of seed.ts; they are made once, before the first test that asks for them.
import { test as base } from "./fixtures";
import { SEEDED, seed } from "./seed";

export const test = base.extend<object, { seeded: typeof SEEDED }>({
  seeded: [
    async ({ database: _ }, use) => {
      await seed(process.env.DATABASE_URL ?? "");
      await use(SEEDED);
    },
    { scope: "worker", auto: true },
  ],
});

export { expect } from "./fixtures";
