import { environment } from "@/lib/environment";
import { startWorker } from "@/lib/runs/worker/start-worker";
import { withConnections } from "./connections";
import { readOptions, readWholeNumber, UsageError } from "./usage";

const USAGE = `usage: annulus worker [--threads N]

Takes tasks from the queue until Ctrl+C. On another machine DATABASE_URL names the database, and mounts and the data home
(ANNULUS_HOME) must be shared folders under the same paths.
--threads     detectors worked on at the same time, one per core when left out`;

/** @returns 0 after an orderly stop */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = readOptions(args, { threads: { type: "string" } }, USAGE);
  if (positionals.length > 0) throw new UsageError(`worker ${positionals[0]}: expected no file`);
  const threads = readWholeNumber("threads", values.threads, { first: 1, last: 1024 }) ?? environment().threads;
  return withConnections(async () => {
    const worker = await startWorker({ threads, onLine: say });
    say(`worker ${worker.name} with ${threads} threads`);
    await stopSignal();
    say("finishing what is under way; once more to stop at once");
    await worker.stop();
    return 0;
  });
}

function say(line: string): void {
  process.stderr.write(`${new Date().toISOString()} ${line}\n`);
}

/** Resolves at the first signal; the second ends the process, and the tasks under way restart elsewhere. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    let isStopping = false;
    const onSignal = (): void => {
      if (isStopping) process.exit(1);
      isStopping = true;
      resolve();
    };
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, onSignal);
  });
}
