// Statements that take too long, made so by a lock on what they read.
import { describe, expect, test, vi } from "vitest";
import { pool } from "@/lib/database/client";
import { keptStatement } from "@/lib/database/kept-statement";
import { withDatabase } from "@/lib/database/testing/with-database";
import { askCandidates, askForPage } from "./difference-ask";

vi.mock("server-only", () => ({}));
withDatabase();

const PLAN = { text: "SELECT count(*)::int AS rows, current_setting('enable_indexscan') AS walks FROM candidate" };

/** Does something while nobody else can read candidates. */
async function whileLocked(work: (unlock: () => Promise<unknown>) => Promise<void>): Promise<void> {
  const client = await pool().connect();
  try {
    await client.query("BEGIN; LOCK TABLE candidate IN ACCESS EXCLUSIVE MODE");
    await work(() => client.query("COMMIT"));
  } finally {
    await client.query("ROLLBACK");
    client.release();
  }
}

describe("a statement over candidates", () => {
  test("is answered by the planner's own plan while that is quick", async () => {
    expect(await askForPage(PLAN)).toEqual([{ rows: 0, walks: "on" }]);
  });

  test("is given up for a plan without walks of an index, and the connection forgets it", async () => {
    await whileLocked(async (unlock) => {
      const asked = askForPage(PLAN, { first: 50, last: 30_000 });
      await vi.waitUntil(async () => (await waiting()).includes("off"), 20_000);
      await unlock();
      expect(await asked).toEqual([{ rows: 0, walks: "off" }]);
    });
    expect(await askCandidates(PLAN, { first: 50, last: 30_000 })).toEqual([{ rows: 0, walks: "on" }]);
  });

  test("that takes too long either way is refused in words", async () => {
    await whileLocked(async () => {
      const words =
        "candidates: a question that the database had not answered after 0.1 s, expected one that keeps fewer rows";
      await expect(askCandidates(PLAN, { first: 50, last: 100 })).rejects.toThrow(words);
      await expect(askForPage(PLAN, { first: 50, last: 100 })).rejects.toThrow(words);
    });
    expect(await askForPage(PLAN, { first: 50, last: 100 })).toEqual([{ rows: 0, walks: "on" }]);
  });

  test("lets other faults travel", async () => {
    await expect(askForPage({ text: "SELECT nothing FROM candidate" })).rejects.toThrow(
      'column "nothing" does not exist',
    );
    await expect(askCandidates({ text: "SELECT 1 / 0" })).rejects.toThrow("division by zero");
  });
});

/** "off" for each statement that waits for the lock within a transaction: the second attempt. */
async function waiting(): Promise<string[]> {
  const { rows } = await pool().query<{ walks: string }>(
    `SELECT CASE WHEN xact_start < query_start THEN 'off' ELSE 'on' END AS walks FROM pg_stat_activity
     WHERE wait_event_type = 'Lock' AND datname = current_database()`,
  );
  return rows.map(({ walks }) => walks);
}

describe("a kept statement", () => {
  test("has one name for one text", () => {
    const [one, same, other] = [
      keptStatement("SELECT 1", []),
      keptStatement("SELECT 1", [2]),
      keptStatement("SELECT 2", []),
    ];
    expect(same.name).toBe(one.name);
    expect(other.name).not.toBe(one.name);
  });

  test("gives each time what its values ask for", async () => {
    for (let i = 0; i < 8; i++) {
      const statement = keptStatement("SELECT $1::int + 1 AS sum", [i]);
      expect((await pool().query(statement)).rows).toEqual([{ sum: i + 1 }]);
    }
  });
});
