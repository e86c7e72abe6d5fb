// A database of its own for one test file.

import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import pg from "pg";
import { afterAll, beforeAll, inject } from "vitest";
import { closeDatabase } from "../client";
import { makeTemporaryHome } from "./temporary-home";

/** What tests may ask; filled before the first one runs. */
export interface TestDatabase {
  readonly url: string;
  /** empty ANNULUS_HOME of this file */
  readonly home: string;
}

/**
 * Call at the top of an integration test file: gives it a fresh migrated database and an empty data home, sets
 * DATABASE_URL and ANNULUS_HOME for its time, and removes both after the last test.
 */
export function withDatabase(): TestDatabase {
  const created = { url: "", home: "" };
  const before = { DATABASE_URL: process.env.DATABASE_URL, ANNULUS_HOME: process.env.ANNULUS_HOME };
  beforeAll(async () => {
    created.url = await copyTemplate(inject("templateDatabaseUrl"));
    created.home = makeTemporaryHome();
    Object.assign(process.env, { DATABASE_URL: created.url, ANNULUS_HOME: created.home });
  });
  afterAll(async () => {
    await closeDatabase();
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    rmSync(created.home, { recursive: true, force: true });
    await dropDatabase(created.url);
  });
  return created;
}

async function copyTemplate(templateUrl: string): Promise<string> {
  const template = new URL(templateUrl);
  const copy = new URL(templateUrl);
  copy.pathname = `/test_${randomUUID().replaceAll("-", "")}`;
  await onServer(templateUrl, `CREATE DATABASE ${copy.pathname.slice(1)} TEMPLATE ${template.pathname.slice(1)}`);
  return copy.href;
}

async function dropDatabase(url: string): Promise<void> {
  await onServer(url, `DROP DATABASE IF EXISTS ${new URL(url).pathname.slice(1)} WITH (FORCE)`);
}

async function onServer(url: string, sql: string): Promise<void> {
  const server = new URL(url);
  server.pathname = "/postgres";
  const client = new pg.Client({ connectionString: server.href });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
