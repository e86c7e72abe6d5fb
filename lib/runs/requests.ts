// What pages and the command line may ask for. Nothing here computes: rows are written, jobs are queued.

import path from "node:path";
import { database, pool } from "@/lib/database/client";
import { saveMountRemoved } from "@/lib/database/save-mounts";
import { saveRun, saveRunCancelled, saveRunRetried } from "@/lib/database/save-runs";
import { inTransaction } from "@/lib/database/transaction";
import { InvalidParameterError, NotFoundError } from "@/lib/errors";
import { parseSurveyRules } from "@/lib/readers/surveys";
import { chooseCalibrations, withCalibrations } from "./calibrations";
import { codeVersion } from "./code-version";
import { selectInputs, withMeasurements } from "./inputs";
import { runKey } from "./keys";
import { requireMountFolder } from "./mount-folder";
import { getPipeline, parseSetting, resolvePipeline } from "./pipelines";
import { planTasks, productTypesOf, requireCombinable } from "./plan-tasks";
import { enqueueTasks, queue, SCAN_QUEUE } from "./queue";
import { publishRunProgress } from "./run-progress";
import { parseFindSettings } from "./tasks/definitions";

export interface RunRequest {
  /** name or alias of a pipeline */
  pipeline: string;
  /** selection as typed; "" selects everything */
  query: string;
  /** each as typed: "find-dark-rings.nSigma=4" */
  settings?: readonly string[];
}

/**
 * Ask for a run. The same pipeline, configuration, code and inputs are the same run, however often and
 * from however many places it is asked for.
 *
 * @param request what to run on what
 * @returns id of the run, and whether this request made it
 * @throws NotFoundError (no such pipeline, nothing selected), InvalidParameterError (selection, settings)
 */
export async function requestRun(request: RunRequest): Promise<{ runId: number; isNew: boolean }> {
  const settings = (request.settings ?? []).map(parseSetting);
  const pipeline = resolvePipeline(getPipeline(request.pipeline), settings);
  const selected = await selectInputs(request.query, productTypesOf(pipeline, parseFindSettings({}).productTypes));
  const measures = pipeline.tasks.some(({ per }) => per !== "exposure");
  const inputs = measures ? selected : await withMeasurements(selected, pipeline.mode);
  requireCombinable(pipeline, inputs);
  const calibrations = await chooseCalibrations(pipeline, inputs);
  const version = codeVersion();
  const key = runKey(pipeline, version, withCalibrations(inputs, calibrations));
  const tasks = planTasks(pipeline, key, inputs, calibrations);
  const configuration = Object.fromEntries(pipeline.tasks.map((task) => [task.name, task.configuration]));
  const { name, mode } = pipeline;
  const run = { key, pipeline: name, mode, query: request.query, configuration, codeVersion: version };
  // the queue makes its tables on first use, which must not wait for our transaction
  await queue();
  const result = await inTransaction(async (client) => {
    const saved = await saveRun(client, run, tasks);
    if (saved.isNew)
      await enqueueTasks(
        client,
        tasks.filter(({ state }) => state === "queued").map((task) => task.key),
      );
    return saved;
  });
  if (result.isNew) await publishRunProgress(result.runId);
  return result;
}

/**
 * Stop a run: tasks that have not begun never will; those at work end without leaving anything.
 *
 * @param runId id of the run
 * @throws NotFoundError; InvalidParameterError when it has ended
 */
export async function cancelRun(runId: number): Promise<void> {
  const state = await readRunState(runId);
  const wasOpen = await inTransaction((client) => saveRunCancelled(client, runId));
  if (!wasOpen) throw new InvalidParameterError({ place: `run ${runId}`, found: state, expected: "queued or running" });
  await publishRunProgress(runId);
}

/**
 * Do the failed and cancelled tasks of a run again.
 *
 * @param runId id of the run
 * @returns how many tasks were queued; 0 when there was nothing left to do
 * @throws NotFoundError
 */
export async function retryRun(runId: number): Promise<{ taskCount: number }> {
  await readRunState(runId);
  await queue();
  const keys = await inTransaction(async (client) => {
    const again = await saveRunRetried(client, runId);
    await enqueueTasks(client, again);
    return again;
  });
  await publishRunProgress(runId);
  return { taskCount: keys.length };
}

async function readRunState(runId: number): Promise<string> {
  const result = await pool().query<{ state: string }>("SELECT state FROM run WHERE id = $1", [runId]);
  const state = result.rows[0]?.state;
  if (state === undefined)
    throw new NotFoundError({ place: `run ${runId}`, found: "none", expected: "an existing run" });
  return state;
}

export interface MountRequest {
  /** folder, absolute or from the current folder */
  root: string;
  /** shown on pages; the folder's own name when left out */
  name?: string;
  kind?: "folder" | "upload" | "sample";
  /** YAML for the generic reader */
  rules?: string;
}

/**
 * Add a folder as a data root. A folder that was a mount before is taken up again with all that was measured.
 *
 * @param request folder and how to read it
 * @returns id of the mount, and whether it was added now
 * @throws FileUnreadableError when the folder is not there; InvalidParameterError for a folder that is no data root, a name
 *   in use or rules that do not hold
 */
export async function addMount(request: MountRequest): Promise<{ mountId: number; isNew: boolean }> {
  const root = requireMountFolder(request.root, request.kind ?? "folder");
  if (request.rules !== undefined) parseSurveyRules(request.rules);
  const kind = request.kind ?? "folder";
  const rules = request.rules ?? null;
  const there = await database().mount.findUnique({ where: { root } });
  if (there !== null) {
    const isNew = there.removedAt !== null;
    await database().mount.update({ where: { id: there.id }, data: { removedAt: null, rules: rules ?? there.rules } });
    return { mountId: there.id, isNew };
  }
  const name = await freeMountName(request.name, root);
  const made = await database().mount.create({ data: { root, name, kind, rules } });
  return { mountId: made.id, isNew: true };
}

/** The wished name, or the folder's name with a number where that is taken. */
async function freeMountName(wished: string | undefined, root: string): Promise<string> {
  const taken = new Set((await database().mount.findMany({ select: { name: true } })).map(({ name }) => name));
  if (wished !== undefined) {
    if (!taken.has(wished)) return wished;
    throw new InvalidParameterError({ place: "mount name", found: wished, expected: "a name that no mount has" });
  }
  const base = path.basename(root) || "root";
  let name = base;
  for (let count = 2; taken.has(name); count++) name = `${base}-${count}`;
  return name;
}

/**
 * Take a data root away: its images are no longer offered to runs. What was measured stays; files are not touched.
 *
 * @param mountId id of the mount
 * @throws NotFoundError
 */
export async function removeMount(mountId: number): Promise<void> {
  await requireMount(mountId);
  await inTransaction((client) => saveMountRemoved(client, mountId));
}

/**
 * Ask a worker to scan a mount. A scan that waits already is enough for both requests.
 *
 * @param mountId id of the mount
 * @throws NotFoundError
 */
export async function requestScan(mountId: number): Promise<void> {
  await requireMount(mountId);
  const boss = await queue();
  await boss.send(SCAN_QUEUE, { mountId }, { singletonKey: String(mountId) });
}

async function requireMount(mountId: number): Promise<void> {
  const mount = await database().mount.findUnique({ where: { id: mountId }, select: { removedAt: true } });
  if (mount !== null && mount.removedAt === null) return;
  throw new NotFoundError({ place: `mount ${mountId}`, found: "none", expected: "an existing mount" });
}
