// Which workers live: each holds one database connection that carries its name, and dies with it.

import pg from "pg";
import { pool } from "@/lib/database/client";
import { databaseUrl } from "@/lib/database/connection";

const PREFIX = "annulus worker ";
const RETRY_MS = 2000;

/**
 * Hold a connection that says "a worker with so many threads is here"; it is opened again when it is lost.
 *
 * @param threads of the worker
 * @returns call it to leave
 */
export function announceWorker(threads: number): () => Promise<void> {
  let client: pg.Client | null = null;
  let timer: NodeJS.Timeout | null = null;
  let isOver = false;
  const open = (): void => {
    if (isOver) return;
    const opened = new pg.Client({ connectionString: databaseUrl(), application_name: `${PREFIX}${threads}` });
    client = opened;
    let isLost = false;
    const again = (): void => {
      if (isLost || isOver) return;
      isLost = true;
      timer = setTimeout(open, RETRY_MS);
    };
    opened.on("error", again);
    opened.on("end", again);
    opened.connect().catch(again);
  };
  open();
  return async () => {
    isOver = true;
    if (timer !== null) clearTimeout(timer);
    await client?.end().catch(() => undefined);
  };
}

/**
 * The workers that live now.
 *
 * @returns number of workers and of their threads together
 */
export async function countWorkers(): Promise<{ workers: number; threads: number }> {
  const result = await pool().query<{ workers: number; threads: number }>(
    `SELECT count(*)::int AS workers, coalesce(sum(substr(application_name, length($1) + 1)::int), 0)::int AS threads
     FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE $1 || '%'`,
    [PREFIX],
  );
  return result.rows[0] ?? { workers: 0, threads: 0 };
}
