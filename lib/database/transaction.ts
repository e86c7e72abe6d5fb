import type { PoolClient } from "pg";
import { pool } from "./client";

/**
 * Do several writes as one: all of them hold, or none does.
 *
 * @param work gets a connection of its own; what it throws undoes everything and travels on
 * @returns what the work returned
 */
export async function inTransaction<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool().connect();
  let broken: Error | undefined;
  try {
    await client.query("BEGIN");
    const result = await work(client);
    await client.query("COMMIT");
    return result;
  } catch (error) {
    await client.query("ROLLBACK").catch((cause: unknown) => {
      broken = cause instanceof Error ? cause : new Error(String(cause));
    });
    throw error;
  } finally {
    // a connection that cannot even roll back must not go back to the pool
    client.release(broken);
  }
}
