import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { environment } from "@/lib/environment";
import { codeVersion } from "@/lib/runs/code-version";
import { addMount, requestRun } from "@/lib/runs/requests";
import { readRunProgress } from "@/lib/runs/run-progress";
import { describeSummary, scanMount } from "@/lib/runs/scan/scan-mount";
import { countWorkers } from "@/lib/runs/worker/presence";
import { SAMPLE } from "@/lib/simulate";
import { withConnections } from "./connections";
import { waitForRun } from "./run";
import { writeExposures } from "./simulate";
import { progressDisplay } from "./terminal";
import { readOptions, UsageError } from "./usage";

const USAGE = `usage: annulus sample [--no-run]

Makes the sample (simulated LSSTCam dark exposures) under the data home, mounts it and runs dark-rings on it.
Its truth is beside it, in sample-truth.
--no-run  only make and mount it`;

/** @returns 0 when it is made and measured, 1 when a task failed */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = readOptions(args, { "no-run": { type: "boolean" } }, USAGE);
  if (positionals.length > 0) throw new UsageError(`sample ${positionals[0]}: expected only options`);
  const { dataHome, threads } = environment();
  const folder = path.join(dataHome, "sample");
  await makeSample(folder);
  return withConnections(async () => {
    const { mountId } = await addMount({ root: folder, name: "sample", kind: "sample" });
    console.log(`sample: ${describeSummary(await scanMount(mountId))}`);
    if (values["no-run"]) return 0;
    const { runId } = await requestRun({ pipeline: "dark-rings", query: "mount='sample'" });
    const isWorked = (await countWorkers()).workers > 0;
    console.log(`sample: run ${runId}${isWorked ? "" : ", worked on here"}`);
    const end = await waitForRun(runId, threads, progressDisplay(false));
    console.log(`sample: run ${runId} is ${(await readRunProgress(runId)).state}`);
    return end.state === "done" ? 0 : 1;
  });
}

/** Makes the files once; a folder without its mark was left half made. */
async function makeSample(folder: string): Promise<void> {
  const mark = path.join(folder, ".complete");
  const content = JSON.stringify(SAMPLE);
  if (existsSync(mark) && readFileSync(mark, "utf8") === content) return;
  rmSync(folder, { recursive: true, force: true });
  const { files } = await writeExposures(folder, SAMPLE, { truthFolder: `${folder}-truth` });
  writeFileSync(mark, content);
  console.log(`sample: ${files} files made by ${codeVersion()}`);
}
