// One throwaway PostgreSQL for a run of integration tests, with a migrated database to copy from.

import { mkdtempSync, rmSync } from "node:fs";
import path from "node:path";
import type { TestProject } from "vitest/node";
import { type EmbeddedDatabase, startEmbeddedDatabase } from "../embedded";
import { deployMigrations } from "../migrate";

/** /tmp, and not the user's own temporary folder: the server's user must be able to enter it. */
const TEMPORARY_FOLDER = "/tmp";

declare module "vitest" {
  export interface ProvidedContext {
    /** migrated and empty; copied for each test file */
    templateDatabaseUrl: string;
  }
}

let server: EmbeddedDatabase;
let home: string;

/** Starts the server before the first test file. */
export async function setup(project: TestProject): Promise<void> {
  home = mkdtempSync(path.join(TEMPORARY_FOLDER, "annulus-test-"));
  server = await startEmbeddedDatabase({ home, isThrowaway: true });
  await deployMigrations(server.url);
  project.provide("templateDatabaseUrl", server.url);
}

/** Stops it after the last. */
export async function teardown(): Promise<void> {
  await server.stop();
  rmSync(home, { recursive: true, force: true });
}
