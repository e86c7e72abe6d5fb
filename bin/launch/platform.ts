// What the launcher needs of the sources, bundled into build/platform.mjs: the launcher itself is plain JavaScript,
// for it runs before anything is built.

import pg from "pg";
import { tryToConnect } from "@/lib/database/embedded/server-process";

export { freePort, startEmbeddedDatabase } from "@/lib/database/embedded";
export { createMigration, deployMigrations, findDifference } from "@/lib/database/migrate";
export { environment } from "@/lib/environment";

/** Null when the database answers, else why it does not. */
export const databaseProblem = tryToConnect;

/** Number of mounts that people see. */
export async function countMounts(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const counted = await client.query("SELECT count(*)::int AS mounts FROM mount WHERE removed_at IS NULL");
    return Number(counted.rows[0]?.mounts);
  } finally {
    await client.end();
  }
}
