import { writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { closeDatabase, database, pool } from "./client";
import { databaseUrl } from "./connection";
import { withDatabase } from "./testing/with-database";

const test = withDatabase();

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

describe("the database client", () => {
  it("writes queries slower than 200 ms to the log, and no others", async () => {
    const warned = vi.spyOn(console, "warn").mockImplementation(() => undefined);
    await database().$queryRaw`SELECT 1`;
    await database().$queryRaw`SELECT 1 FROM (SELECT pg_sleep(0.3)::text) AS slept`;
    expect(warned.mock.calls.map(([line]) => line)).toEqual([
      expect.stringMatching(/^slow query, \d+ ms: SELECT 1 FROM/),
    ]);
  });

  it("keeps bigint exposure ids whole", async () => {
    const exposureId = 9_007_199_254_740_993n;
    await database().exposure.create({ data: { instrument: "Kast", exposureId, missing: [] } });
    expect(await database().exposure.findFirstOrThrow()).toMatchObject({ exposureId });
  });

  it("opens new connections after the server cut the old ones", async () => {
    await pool().query("SELECT 1");
    const own = "datname = current_database() AND pid <> pg_backend_pid()";
    await pool().query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE ${own}`);
    expect((await pool().query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
    await closeDatabase();
    expect(await database().mount.count()).toBe(0);
  });
});

describe("the database's address", () => {
  it("is that of the running server when DATABASE_URL is not set", () => {
    vi.stubEnv("DATABASE_URL", "");
    expect(() => databaseUrl()).toThrow(/database: no DATABASE_URL and no server running .* expected `npm start`/);
    const server = { url: "http://127.0.0.1:4100", databaseUrl: "postgresql://u:p@127.0.0.1:5/d", pid: 1 };
    writeFileSync(path.join(test.home, "server.json"), JSON.stringify(server));
    expect(databaseUrl()).toBe(server.databaseUrl);
  });
});
