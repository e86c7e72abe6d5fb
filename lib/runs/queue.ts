// The queue: pg-boss on the same database. A job only carries the key of its task; the task row is the truth.

import type { PoolClient } from "pg";
import { PgBoss } from "pg-boss";
import { databaseUrl } from "@/lib/database/connection";
import { withoutRepeats } from "./repeat-filter";

export const TASK_QUEUE = "annulus-task";
export const SCAN_QUEUE = "annulus-scan";

/** A worker that is silent for this long is dead (pg-boss allows no less than 10). */
const HEARTBEAT_SECONDS = 10;
const DAY_SECONDS = 86_400;
/** Jobs of one statement: its JSON stays at some megabytes. */
const INSERT_BATCH = 10_000;

interface Started {
  url: string;
  boss: Promise<PgBoss>;
}

const holder: typeof globalThis & { annulusQueue?: Started } = globalThis;

/**
 * The queue of this process, started once. Every process looks after jobs whose worker died: the pages too,
 * so that a run continues as soon as any worker is there.
 *
 * @returns pg-boss with both queues made
 */
export function queue(): Promise<PgBoss> {
  const url = databaseUrl();
  if (holder.annulusQueue?.url !== url) {
    const started: Started = { url, boss: start(url) };
    holder.annulusQueue = started;
    started.boss.catch(() => {
      if (holder.annulusQueue === started) holder.annulusQueue = undefined;
    });
  }
  return holder.annulusQueue.boss;
}

/** Stops this process' queue, so that the process can end. Jobs stay in the database. */
export async function closeQueue(): Promise<void> {
  const open = holder.annulusQueue;
  holder.annulusQueue = undefined;
  const boss = await open?.boss.catch(() => undefined);
  await boss?.stop({ graceful: false, close: true });
}

async function start(connectionString: string): Promise<PgBoss> {
  const boss = new PgBoss({
    connectionString,
    application_name: "annulus queue",
    max: 3,
    schedule: false,
    superviseIntervalSeconds: 2,
    monitorIntervalSeconds: 2,
    warningSlowQuerySeconds: 30,
  });
  const say = withoutRepeats(console.error);
  boss.on("error", (error) => say(`queue: ${error.message}`));
  await boss.start();
  const shared = {
    retryLimit: 1000,
    retryDelay: 0,
    heartbeatSeconds: HEARTBEAT_SECONDS,
    expireInSeconds: DAY_SECONDS - 1,
  };
  // exclusive: one live job per task key, so that nothing is queued twice
  await boss.createQueue(TASK_QUEUE, {
    ...shared,
    policy: "exclusive",
    deleteAfterSeconds: 600,
    retentionSeconds: 365 * DAY_SECONDS,
  });
  // short: at most one waiting scan per mount, beside the one that works
  await boss.createQueue(SCAN_QUEUE, {
    ...shared,
    policy: "short",
    deleteAfterSeconds: 600,
    retentionSeconds: 30 * DAY_SECONDS,
  });
  return boss;
}

/** What pg-boss needs to work inside a transaction of ours. */
export function inside(client: PoolClient): { db: { executeSql: PoolClient["query"] } } {
  return { db: { executeSql: client.query.bind(client) } };
}

/**
 * Put tasks into the queue, in the transaction that made them queued: there is no task without its job.
 *
 * @param client connection that holds the transaction
 * @param taskKeys keys of tasks in state queued
 */
export async function enqueueTasks(client: PoolClient, taskKeys: readonly string[]): Promise<void> {
  if (taskKeys.length === 0) return;
  const boss = await queue();
  for (let start = 0; start < taskKeys.length; start += INSERT_BATCH) {
    const batch = taskKeys.slice(start, start + INSERT_BATCH);
    await boss.insert(
      TASK_QUEUE,
      batch.map((taskKey) => ({ data: { taskKey }, singletonKey: taskKey })),
      inside(client),
    );
  }
}
