// Commands that use the database see first that it is there, and close what they opened, or the process would not end.

import { closeDatabase, pool } from "@/lib/database/client";
import { databaseUrl } from "@/lib/database/connection";
import { NotFoundError } from "@/lib/errors";
import { closeQueue } from "@/lib/runs/queue";
import { oneLine } from "./usage";

/**
 * Do something with the database, and let go of it.
 *
 * @param work the command
 * @returns what the work returned
 * @throws NotFoundError when the database does not answer or has no tables of ours
 */
export async function withConnections<T>(work: () => Promise<T>): Promise<T> {
  try {
    await requireDatabase();
    return await work();
  } finally {
    await closeConnections();
  }
}

/** Ends the connections of this process. */
export async function closeConnections(): Promise<void> {
  await closeQueue();
  await closeDatabase();
}

async function requireDatabase(): Promise<void> {
  const { host, pathname } = new URL(databaseUrl());
  const place = `database ${pathname.slice(1)} at ${host}`;
  const tables = await pool()
    .query<{ run: string | null }>("SELECT to_regclass('public.run')::text AS run")
    .catch((cause: unknown) => {
      const found = oneLine(cause).line;
      throw new NotFoundError({ place, found, expected: "a PostgreSQL server that answers" }, { cause });
    });
  if (tables.rows[0]?.run) return;
  throw new NotFoundError({
    place,
    found: "none of our tables",
    expected: "a migrated database; npm start migrates it",
  });
}
