import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { database } from "@/lib/database/client";
import { withDatabase } from "@/lib/database/testing/with-database";
import { environment } from "@/lib/environment";
import { simulateExposure } from "@/lib/simulate";
import { listFailures } from "../failures";
import type { RunEvent } from "../progress";
import { closeQueue } from "../queue";
import { addMount, requestRun } from "../requests";
import { readRunProgress } from "../run-progress";
import { scanMount } from "../scan/scan-mount";
import { countWorkers } from "./presence";

withDatabase();

const DETECTORS = 24;
const SIDE = 640;
let root: string;
const started = new Set<ChildProcess>();

beforeAll(async () => {
  root = mkdtempSync(path.join("/tmp", "annulus-kill-"));
  const detectors = Array.from({ length: DETECTORS }, (_, detector) => detector);
  const options = { instrument: "LSSTCam", dayObs: 20250613, seqNum: 7, detectors, width: SIDE, height: SIDE };
  for await (const { fileName, bytes } of simulateExposure({ ...options, settings: { rings: 3, blobs: 3 } })) {
    writeFileSync(path.join(root, fileName), bytes);
  }
  await scanMount((await addMount({ root })).mountId);
});

afterAll(async () => {
  for (const child of started) child.kill("SIGKILL");
  await closeQueue();
  rmSync(root, { recursive: true, force: true });
});

/** A worker of its own process, as `annulus worker` is. */
function startWorkerProcess(): ChildProcess {
  const { projectRoot } = environment();
  const tsx = path.join(projectRoot, "node_modules", "tsx", "dist", "cli.mjs");
  // the loader in this very process: a SIGKILL of tsx's parent would leave its child alive
  const args = ["--import", path.join(path.dirname(tsx), "loader.mjs"), path.join(projectRoot, "bin", "annulus.ts")];
  const env = { ...process.env, TSX_TSCONFIG_PATH: path.join(projectRoot, "tsconfig.json") };
  const child = spawn(process.execPath, [...args, "worker", "--threads", "1"], { env, stdio: "ignore" });
  started.add(child);
  return child;
}

async function until<T>(look: () => Promise<T | null>): Promise<T> {
  for (;;) {
    const found = await look();
    if (found !== null) return found;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function endOf(runId: number): Promise<RunEvent> {
  return until(async () => {
    const event = await readRunProgress(runId);
    return event.state === "done" || event.state === "failed" ? event : null;
  });
}

/** What a run left, without ids: equal for equal work. */
async function resultOf(runId: number) {
  return database().darkRing.findMany({
    where: { runId },
    omit: { id: true, runId: true, taskKey: true },
    orderBy: [{ detector: "asc" }, { footprintId: "asc" }],
  });
}

describe("a worker that is killed in the middle of a run", () => {
  let runId: number;

  test("loses nothing and duplicates nothing", async () => {
    runId = (await requestRun({ pipeline: "dark-rings", query: "" })).runId;
    const victim = startWorkerProcess();
    const held = await until(async () => {
      const { tasks } = await readRunProgress(runId);
      return tasks.done < 3 ? null : database().task.findFirst({ where: { runId, state: "running" } });
    });
    victim.kill("SIGKILL");
    await once(victim, "exit");
    const left = await database().task.findMany({ where: { runId, state: "running" } });
    expect(held).not.toBeNull();
    expect(left.length).toBeLessThanOrEqual(1);

    startWorkerProcess();
    const end = await endOf(runId);
    expect(await listFailures(runId)).toEqual([]);
    expect(end).toMatchObject({ state: "done", tasks: { done: DETECTORS + 1, failed: 0, running: 0 } });
    for (const { key } of left) {
      expect(await database().task.findUnique({ where: { key } })).toMatchObject({ state: "done", attempts: 2 });
    }
    const metrics = await database().metricValue.count({ where: { runId } });
    expect(metrics).toBe(8 * DETECTORS + 1);
  });

  test("leaves what an undisturbed run leaves, also when two workers share it", async () => {
    startWorkerProcess();
    // a worker that has just begun would come too late: one alone is through in a second
    await until(async () => ((await countWorkers()).workers === 2 ? true : null));
    // another setting makes another run; this one changes no number
    const undisturbed = (await requestRun({ pipeline: "dark-rings", query: "", settings: ["maxRuns=1999999"] })).runId;
    await endOf(undisturbed);
    expect(await listFailures(undisturbed)).toEqual([]);
    const rings = await resultOf(undisturbed);
    expect(rings.length).toBeGreaterThan(DETECTORS);
    expect(await resultOf(runId)).toEqual(rings);
    const workers = await database().task.groupBy({ by: ["worker"], where: { runId: undisturbed }, _count: true });
    expect(workers).toHaveLength(2);
  });
});
