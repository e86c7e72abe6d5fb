// The processes of one start: database, pages, worker. Started in this order, stopped in the other.

import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Problem, say } from "./console.mjs";
import { openDatabase } from "./database.mjs";
import { followLog, isAlive, signalGroup, startProcess, stopGroup } from "./processes.mjs";
import { packageScript, ROOT } from "./programs.mjs";
import { writeServerFile } from "./server-file.mjs";
import { platform } from "./setup.mjs";

const READY_TIMEOUT_MS = 60_000;
const WATCH_MS = 2000;
/** Tasks are idempotent and restart elsewhere: a worker that does not end soon may be killed. */
const GRACE_MS = { sample: 3000, worker: 10_000, web: 5000 };
/** A process that ends this often, each time within this span, is broken and not started again. */
const TRIES = 5;
const SHORT_LIFE_MS = 20_000;
/** A second Ctrl+C after this time means "now"; before, it is the same one arriving twice. */
const SECOND_SIGNAL_MS = 1000;

export class Services {
  /** @type {Map<string, import("./processes.mjs").StartedProcess>} */
  #processes = new Map();
  /** @type {import("./database.mjs").Database | null} */
  #database = null;
  #isStopping = false;
  #firstSignalAt = 0;
  #resolveFinished = () => {};
  /** resolves when a signal asked to stop */
  finished = new Promise((resolve) => {
    this.#resolveFinished = () => resolve(undefined);
  });
  url = "";
  /** @type {NodeJS.ProcessEnv} */
  environment = {};

  constructor(dataHome) {
    this.dataHome = dataHome;
  }

  async start({ wishedPort, isPortFixed }) {
    this.#database = await openDatabase();
    this.environment = {
      ...process.env,
      PATH: `${path.dirname(process.execPath)}:${process.env.PATH}`,
      NODE_ENV: "production",
      NEXT_TELEMETRY_DISABLED: "1",
      ANNULUS_PROJECT_ROOT: ROOT,
      ANNULUS_HOME: this.dataHome,
      DATABASE_URL: this.#database.url,
    };
    await this.#startPages(wishedPort, isPortFixed);
    this.#keepRunning("worker", [path.join(ROOT, "build/annulus.mjs"), "worker"]);
    this.#watchDatabase();
  }

  async #startPages(wishedPort, isPortFixed) {
    const { freePort } = await platform();
    const port = await freePort(wishedPort);
    if (isPortFixed && port !== wishedPort) throw new Problem(`port ${wishedPort} is in use, expected a free one`);
    if (port !== wishedPort) say(`  port ${wishedPort} is in use, taking ${port}`);
    const url = `http://127.0.0.1:${port}`;
    const flags = ["--hostname", "127.0.0.1", "--port", String(port)];
    this.#keepRunning("web", [packageScript("next/dist/bin/next"), "start", ...flags]);
    await this.#waitForPages(url);
    this.url = url;
    this.#record();
  }

  async #waitForPages(url) {
    const deadline = Date.now() + READY_TIMEOUT_MS;
    while (Date.now() < deadline && !this.#isStopping) {
      try {
        await fetch(`${url}/api/v1/health`, { signal: AbortSignal.timeout(5000) });
        return;
      } catch {
        // refused until it listens; why it does not is in the log that the message names
        await sleep(50);
      }
    }
    if (!this.#isStopping)
      throw new Problem(`the pages do not answer (log: ${path.join(this.dataHome, "logs/web.log")})`);
  }

  /** Starts a process, and again when it ends by itself. */
  async #keepRunning(role, args) {
    for (let shortLives = 0; !this.#isStopping; ) {
      const startedAt = Date.now();
      const started = startProcess({ role, args, env: this.environment, logFolder: path.join(this.dataHome, "logs") });
      this.#processes.set(role, started);
      this.#record();
      const how = await started.ended;
      this.#processes.delete(role);
      if (this.#isStopping) return;
      shortLives = Date.now() - startedAt < SHORT_LIFE_MS ? shortLives + 1 : 0;
      if (shortLives >= TRIES) {
        say(`annulus: the ${role} process ended ${TRIES} times and is not started again: ${how}`);
        return;
      }
      say(`annulus: the ${role} process ended (${how}); starting it again`);
      await sleep(500 * 2 ** shortLives);
    }
  }

  /** The database's process may be no child of ours: it is asked after. */
  async #watchDatabase() {
    while (!this.#isStopping && this.#database?.pid) {
      await sleep(WATCH_MS, undefined, { ref: false });
      if (this.#isStopping || isRunning(this.#database.pid)) continue;
      say("annulus: the database server ended; starting it again");
      try {
        this.#database = await openDatabase({ port: Number(new URL(this.#database.url).port) });
      } catch (error) {
        say(`annulus: ${error instanceof Error ? error.message : error}`);
      }
    }
  }

  /** With nothing mounted, makes the sample and runs the main pipeline on it, beside everything else. */
  async makeSampleWhenEmpty() {
    const { wantsSample } = await platform();
    if (!this.#database || !(await wantsSample(this.#database.url))) return;
    say("  nothing is mounted: making a sample (simulated dark exposures); the pages fill as it is measured");
    const args = [path.join(ROOT, "build/annulus.mjs"), "sample"];
    const started = startProcess({
      role: "sample",
      args,
      env: this.environment,
      logFolder: path.join(this.dataHome, "logs"),
    });
    this.#processes.set("sample", started);
    this.#record();
    this.#tellOfSample(started);
  }

  async #tellOfSample(started) {
    const how = await followLog(started, (line) => say(`  ${line}`));
    this.#processes.delete("sample");
    if (!this.#isStopping && !how.startsWith("exit code 0")) say(`annulus: the sample failed: ${how}`);
  }

  #record() {
    const processes = [...this.#processes.values()].map(({ role, pid, identity }) => ({ role, pid, identity }));
    const databaseUrl = this.#database?.url ?? null;
    writeServerFile(this.dataHome, { url: this.url || null, databaseUrl, isStopping: this.#isStopping, processes });
  }

  stopOnSignals() {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => this.#onSignal());
    // the process that found the right Node for us was killed
    process.on("disconnect", () => this.#onSignal());
  }

  #onSignal() {
    const now = Date.now();
    if (this.#firstSignalAt === 0) {
      this.#firstSignalAt = now;
      say("\nstopping …");
      this.#isStopping = true;
      this.#resolveFinished();
    } else if (now - this.#firstSignalAt > SECOND_SIGNAL_MS) {
      for (const { pid } of this.#processes.values()) signalGroup(pid, "SIGKILL");
    }
  }

  /** Stops everything that this start started or took over. */
  async stop() {
    this.#isStopping = true;
    this.#record();
    for (const role of /** @type {const} */ (["sample", "worker", "web"])) {
      const started = this.#processes.get(role);
      if (started && isAlive(started)) await stopGroup(started, GRACE_MS[role]);
    }
    await this.#database?.stop();
    this.#database = null;
  }
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
