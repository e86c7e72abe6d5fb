import { environment } from "@/lib/environment";
import { isAnnulusError } from "@/lib/errors";
import { listFailures, type TaskFailure } from "@/lib/runs/failures";
import { type RunEvent, subscribeProgress } from "@/lib/runs/progress";
import { cancelRun, requestRun, retryRun } from "@/lib/runs/requests";
import { readRunProgress } from "@/lib/runs/run-progress";
import { countWorkers } from "@/lib/runs/worker/presence";
import { type RunningWorker, startWorker } from "@/lib/runs/worker/start-worker";
import { withConnections } from "./connections";
import { describeSeconds, type ProgressDisplay, printJson, progressDisplay } from "./terminal";
import { oneLine, readMode, readOptions, readWholeNumber, UsageError } from "./usage";

const USAGE = `usage: annulus run PIPELINE [-d SELECTION] [--set task.name=value]... [--mode MODE] [--detach] [--json]

  annulus run dark-rings -d "instrument='LSSTCam' AND exposure=2025061300222"
  annulus run find-dark-rings --mode reference --set find-dark-rings.minFootprintArea=10

-d            which images, all when left out
--mode        annulus (default) or reference
--detach      do not wait for the end
--threads     of the worker that is started here when no other is alive
The same request is the same run: a run that failed or was cancelled is taken up again.`;

const POLL_MS = 500;
const PATIENCE_MS = 30_000;
const LOOKS_PER_WORKER_CHECK = 10;

const OPTIONS = {
  data: { type: "string", short: "d" },
  set: { type: "string", multiple: true },
  mode: { type: "string" },
  detach: { type: "boolean" },
  json: { type: "boolean" },
  threads: { type: "string" },
} as const;

/** @returns 0 when every task worked, 1 when one failed or the run was cancelled */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = readOptions(args, OPTIONS, USAGE);
  const [pipeline, ...others] = positionals;
  if (pipeline === undefined || others.length > 0)
    throw new UsageError(`run: expected one pipeline; ${USAGE.split("\n")[0]}`);
  const threads = readWholeNumber("threads", values.threads, { first: 1, last: 1024 }) ?? environment().threads;
  const mode = readMode(values.mode);
  const settings = [...(mode === undefined ? [] : [`mode=${mode}`]), ...(values.set ?? [])];
  const isJson = values.json ?? false;
  const display = progressDisplay(isJson);
  return withConnections(async () => {
    const { runId, isNew } = await requestRun({ pipeline, query: values.data ?? "", settings });
    await resume(runId, isNew, display);
    if (values.detach) {
      if (isJson) printJson(await readRunProgress(runId));
      else console.log(`run ${runId}`);
      return 0;
    }
    const end = await waitForRun(runId, threads, display);
    const failures = await listFailures(runId);
    if (isJson) printJson({ ...end, isNew, failures });
    else printEnd(end, failures);
    return end.state === "done" ? 0 : 1;
  });
}

async function resume(runId: number, isNew: boolean, display: ProgressDisplay): Promise<void> {
  if (isNew) return display.say(`run ${runId}`);
  const { state } = await readRunProgress(runId);
  if (state === "done" || state === "queued" || state === "running") {
    return display.say(`run ${runId}: the same request was made before, it is ${state}`);
  }
  const { taskCount } = await retryRun(runId);
  display.say(`run ${runId} was ${state}: ${taskCount} tasks are done again`);
}

/**
 * Wait for a run with progress; Ctrl+C cancels it, a second one leaves at once.
 *
 * @param runId id of the run
 * @param threads of the worker that is started here when no other is alive
 * @param display where to show the progress
 * @returns the run's last state
 */
export async function waitForRun(runId: number, threads: number, display: ProgressDisplay): Promise<RunEvent> {
  const show = (event: RunEvent): void => display.show({ fraction: fractionOf(event), text: describeProgress(event) });
  const first = await readRunProgress(runId);
  if (isOver(first)) return first;
  let worker = await startWorkerIfNone(threads, display);
  const unsubscribe = subscribeProgress((event) => {
    if (event.kind === "run" && event.runId === runId) show(event);
  });
  let interrupts = 0;
  const onInterrupt = (): void => {
    if (++interrupts > 1) process.exit(1);
    display.say("cancelling; once more to leave at once");
    cancelRun(runId).catch((error: Error) => display.say(error.message));
  };
  process.on("SIGINT", onInterrupt);
  try {
    for (let looks = 1; ; looks++) {
      const event = await readPatiently(runId, display);
      show(event);
      if (isOver(event)) return event;
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
      // the worker that was alive at the start may be gone
      if (looks % LOOKS_PER_WORKER_CHECK === 0) worker ??= await startWorkerIfNone(threads, display);
    }
  } finally {
    process.off("SIGINT", onInterrupt);
    unsubscribe();
    display.end();
    await worker?.stop();
  }
}

/** The database may be started again under us: it is given half a minute. */
async function readPatiently(runId: number, display: ProgressDisplay): Promise<RunEvent> {
  for (let tries = 1; ; tries++) {
    try {
      return await readRunProgress(runId);
    } catch (error) {
      if (isAnnulusError(error) || tries * POLL_MS > PATIENCE_MS) throw error;
      if (tries === 1) display.say(`${oneLine(error).line}; trying again`);
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }
}

async function startWorkerIfNone(threads: number, display: ProgressDisplay): Promise<RunningWorker | null> {
  const { workers } = await countWorkers();
  if (workers > 0) return null;
  display.say(`no worker is alive: working here with ${threads} threads`);
  // failed tasks are listed at the end, for runs of every worker
  return startWorker({ threads, onLine: (line) => line.startsWith("failed: ") || display.say(line) });
}

function isOver({ state }: RunEvent): boolean {
  return state === "done" || state === "failed" || state === "cancelled";
}

function endedCount({ tasks }: RunEvent): number {
  return tasks.done + tasks.failed + tasks.cancelled;
}

function fractionOf(event: RunEvent): number {
  return event.taskCount === 0 ? 1 : endedCount(event) / event.taskCount;
}

function describeProgress(event: RunEvent): string {
  const parts = [`run ${event.runId}: ${endedCount(event)} of ${event.taskCount} tasks`];
  if (event.tasks.failed > 0) parts.push(`${event.tasks.failed} failed`);
  if (event.megapixelsPerSecond !== null) parts.push(`${event.megapixelsPerSecond.toFixed(1)} Mpix/s`);
  if (event.secondsLeft !== null) parts.push(`${describeSeconds(event.secondsLeft)} left`);
  return parts.join(", ");
}

function printEnd(end: RunEvent, failures: readonly TaskFailure[]): void {
  for (const { task, message } of failures) process.stderr.write(`failed: ${task}: ${message}\n`);
  const { done, failed, cancelled } = end.tasks;
  const parts = [`${done} done`];
  if (failed > 0) parts.push(`${failed} failed`);
  if (cancelled > 0) parts.push(`${cancelled} cancelled`);
  console.log(`run ${end.runId} is ${end.state}: ${parts.join(", ")}`);
}
