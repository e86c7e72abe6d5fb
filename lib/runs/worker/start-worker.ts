// The worker: takes jobs from the queue as long as threads are free, says that it lives, scans mounts on the side.

import { hostname } from "node:os";
import type { PoolClient } from "pg";
import type { Job, PgBoss } from "pg-boss";
import { z } from "zod";
import { pool } from "@/lib/database/client";
import { saveInterruptedScans } from "@/lib/database/save-mounts";
import { findLostTasks } from "@/lib/database/save-tasks";
import { inTransaction } from "@/lib/database/transaction";
import { subscribeProgress } from "../progress";
import { enqueueTasks, inside, queue, SCAN_QUEUE, TASK_QUEUE } from "../queue";
import { withoutRepeats } from "../repeat-filter";
import { publishRunProgress } from "../run-progress";
import { scanMount } from "../scan/scan-mount";
import { type ComputePool, createComputePool } from "./compute-pool";
import { announceWorker } from "./presence";
import { type AttemptResult, describeTask, runTask } from "./run-task";
import { ScanLog } from "./scan-log";

/** Well under the 10 s after which a silent worker is taken for dead. */
const HEARTBEAT_MS = 2000;
/** Without a hint the queue is looked at this often. */
const IDLE_POLL_MS = 1000;
const LOST_TASKS_MS = 30_000;
const PROGRESS_MS = 500;

const taskJob = z.object({ taskKey: z.string() });
const scanJob = z.object({ mountId: z.number().int() });

export interface WorkerOptions {
  /** compute threads: detectors worked on at the same time */
  threads: number;
  /** called with a line for the log */
  onLine?: (line: string) => void;
}

export interface RunningWorker {
  readonly name: string;
  /** Take nothing new, wait for what is under way, end the threads. */
  stop(): Promise<void>;
}

interface WorkerState {
  name: string;
  boss: PgBoss;
  threads: ComputePool;
  say: (line: string) => void;
  /** jobs that are worked on: their heartbeat is ours */
  held: Map<string, { queueName: string; job: Job<object> }>;
  /** work under way, to wait for when stopping */
  working: Set<Promise<void>>;
  busyThreads: number;
  isScanning: boolean;
  isStopping: boolean;
  wake: () => void;
  /** runs whose progress is to be told, and the timer that will */
  changedRuns: Set<number>;
}

/**
 * Start a worker in this process.
 *
 * @param options number of threads and where to log
 * @returns the worker; stop it before the process ends
 */
export async function startWorker(options: WorkerOptions): Promise<RunningWorker> {
  const state: WorkerState = {
    name: `${hostname()}:${process.pid}`,
    boss: await queue(),
    threads: createComputePool(options.threads),
    say: withoutRepeats(options.onLine ?? (() => undefined)),
    held: new Map(),
    working: new Set(),
    busyThreads: 0,
    isScanning: false,
    isStopping: false,
    wake: () => undefined,
    changedRuns: new Set(),
  };
  state.threads.warm();
  // what is new is told as progress: the hint saves waiting for the next look
  const unsubscribe = subscribeProgress((event) => {
    if (event.kind === "run" && event.tasks.queued > 0) state.wake();
  });
  const timers = [
    setInterval(() => void beat(state), HEARTBEAT_MS),
    setInterval(() => void tellRuns(state), PROGRESS_MS),
    setInterval(() => void requeueLostTasks(state), LOST_TASKS_MS),
  ];
  await requeueLostTasks(state);
  const leave = announceWorker(options.threads);
  const loop = takeJobs(state);
  return {
    name: state.name,
    async stop() {
      state.isStopping = true;
      state.wake();
      await loop;
      await Promise.all(state.working);
      for (const timer of timers) clearInterval(timer);
      unsubscribe();
      await leave();
      await tellRuns(state);
      await state.threads.close();
    },
  };
}

async function takeJobs(state: WorkerState): Promise<void> {
  while (!state.isStopping) {
    const hint = nextHint(state);
    const taken = await takeOnce(state).catch((error: unknown) => {
      // the database may be away for a while: say so and look again
      state.say(`queue: ${error instanceof Error ? error.message : String(error)}`);
      return 0;
    });
    const isFull = state.busyThreads >= state.threads.threads;
    if (taken === 0 || isFull) await hint;
  }
}

/** Resolves at the next hint, or after the idle time. Made before looking, so that no hint is missed. */
function nextHint(state: WorkerState): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, IDLE_POLL_MS);
    state.wake = () => {
      clearTimeout(timer);
      resolve();
    };
  });
}

async function takeOnce(state: WorkerState): Promise<number> {
  const free = state.threads.threads - state.busyThreads;
  const tasks = free > 0 ? await state.boss.fetch<object>(TASK_QUEUE, { batchSize: free }) : [];
  for (const job of tasks) {
    state.busyThreads++;
    work(
      state,
      TASK_QUEUE,
      job,
      () => doTask(state, job),
      () => state.busyThreads--,
    );
  }
  const scans = state.isScanning ? [] : await state.boss.fetch<object>(SCAN_QUEUE, { batchSize: 1 });
  for (const job of scans) {
    state.isScanning = true;
    const over = (): void => {
      state.isScanning = false;
    };
    work(state, SCAN_QUEUE, job, () => doScan(state, job), over);
  }
  return tasks.length + scans.length;
}

function work(
  state: WorkerState,
  queueName: string,
  job: Job<object>,
  act: () => Promise<void>,
  over: () => void,
): void {
  state.held.set(job.id, { queueName, job });
  const promise = act()
    // nothing could be stored: without its heartbeat the job comes back by itself
    .catch((error: unknown) => state.say(`job ${job.id}: ${error instanceof Error ? error.message : String(error)}`))
    .finally(() => {
      state.held.delete(job.id);
      state.working.delete(promise);
      over();
      state.wake();
    });
  state.working.add(promise);
}

async function doTask(state: WorkerState, job: Job<object>): Promise<void> {
  const { taskKey } = taskJob.parse(job.data);
  const settle = async (client: PoolClient): Promise<void> => {
    // this attempt only: the job may have come back and be another worker's by now
    await state.boss.complete(TASK_QUEUE, job, null, inside(client));
  };
  const result = await runTask(taskKey, state.name, state.threads, settle);
  report(state, result);
}

function report(state: WorkerState, { task, state: end, message }: AttemptResult): void {
  if (task === null) return;
  state.changedRuns.add(task.runId);
  if (end === "failed") state.say(`failed: ${describeTask(task)}: ${message ?? ""}`);
  if (end === "dropped") state.say(`not kept: ${describeTask(task)}: cancelled or taken over`);
}

async function doScan(state: WorkerState, job: Job<object>): Promise<void> {
  const { mountId } = scanJob.parse(job.data);
  try {
    const lines = new ScanLog(mountId, state.say);
    lines.end(await scanMount(mountId, { onTrouble: (line) => lines.trouble(line) }));
  } catch (error) {
    // stored with the mount by scanMount; where even that failed, ending the job fails too and it comes back
    state.say(`scan of mount ${mountId}: ${error instanceof Error ? error.message : String(error)}`);
  }
  await state.boss.complete(SCAN_QUEUE, job);
}

async function beat(state: WorkerState): Promise<void> {
  for (const queueName of [TASK_QUEUE, SCAN_QUEUE]) {
    const jobs = [...state.held.values()].filter((held) => held.queueName === queueName).map(({ job }) => job);
    if (jobs.length === 0) continue;
    await state.boss.touch(queueName, jobs).catch((error: Error) => state.say(`heartbeat: ${error.message}`));
  }
}

async function tellRuns(state: WorkerState): Promise<void> {
  const runs = [...state.changedRuns];
  state.changedRuns.clear();
  for (const runId of runs) {
    await publishRunProgress(runId).catch((error: Error) => state.say(`progress of run ${runId}: ${error.message}`));
  }
}

async function requeueLostTasks(state: WorkerState): Promise<void> {
  try {
    await saveInterruptedScans(pool());
    const keys = await findLostTasks(pool(), TASK_QUEUE);
    if (keys.length === 0) return;
    state.say(`${keys.length} tasks had lost their job and are queued again`);
    await inTransaction((client) => enqueueTasks(client, keys));
  } catch (error) {
    // the database may be away for a while; the next look is soon
    state.say(`lost tasks: ${error instanceof Error ? error.message : String(error)}`);
  }
}
