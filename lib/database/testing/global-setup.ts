// One throwaway PostgreSQL for a run of integration tests, with a migrated database to copy from.

import { rmSync } from "node:fs";
import type { TestProject } from "vitest/node";
import { type EmbeddedDatabase, startEmbeddedDatabase } from "../embedded";
import { deployMigrations } from "../migrate";
import { makeTemporaryHome } from "./temporary-home";

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
  home = makeTemporaryHome();
  server = await startEmbeddedDatabase({ home, isThrowaway: true });
  await deployMigrations(server.url);
  project.provide("templateDatabaseUrl", server.url);
}

/** Stops it after the last. */
export async function teardown(): Promise<void> {
  await server.stop();
  rmSync(home, { recursive: true, force: true });
}
