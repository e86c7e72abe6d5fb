// What the launcher needs of the sources, bundled into build/platform.mjs: the launcher itself is plain JavaScript,
// for it runs before anything is built.

import pg from "pg";
import { z } from "zod";
import { tryToConnect } from "@/lib/database/embedded/server-process";

export { freePort, startEmbeddedDatabase } from "@/lib/database/embedded";
export { createMigration, deployMigrations, findDifference } from "@/lib/database/migrate";
export { environment } from "@/lib/environment";

const counts = z.object({ own: z.number(), mounts: z.number(), runs: z.number() });

/** Null when the database answers, else why it does not. */
export const databaseProblem = tryToConnect;

/** True when nothing is mounted, or a start that made the sample was stopped before it asked for the run. */
export async function wantsSample(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const counted = await client.query(`
      SELECT count(*) FILTER (WHERE kind <> 'sample')::int AS own, count(*)::int AS mounts,
             (SELECT count(*) FROM run)::int AS runs
        FROM mount WHERE removed_at IS NULL`);
    const { own, mounts, runs } = counts.parse(counted.rows[0]);
    return mounts === 0 || (own === 0 && runs === 0);
  } finally {
    await client.end();
  }
}
