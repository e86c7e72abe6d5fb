// Commands that use the database close what they opened, or the process would not end.

import { closeDatabase } from "@/lib/database/client";
import { closeQueue } from "@/lib/runs/queue";

/**
 * Do something with the database, and let go of it.
 *
 * @param work the command
 * @returns what the work returned
 */
export async function withConnections<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } finally {
    await closeQueue();
    await closeDatabase();
  }
}
