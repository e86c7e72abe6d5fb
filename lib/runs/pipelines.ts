// Pipelines are files: pipelines/*.yaml. Reads them, and resolves `--set task.name=value` to a full configuration.

import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { environment } from "@/lib/environment";
import { InvalidParameterError, MalformedFileError, NotFoundError } from "@/lib/errors";
import { refusalOf } from "@/lib/refusals";
import { parseYaml } from "@/lib/yaml-text";
import { findTaskDefinition, listTaskNames } from "./tasks/definitions";

const pipelineFile = z.strictObject({
  name: z.string().regex(/^[a-z0-9-]+$/),
  title: z.string(),
  description: z.string(),
  aliases: z.array(z.string()).default([]),
  tasks: z
    .array(z.strictObject({ name: z.string(), configuration: z.record(z.string(), z.unknown()).default({}) }))
    .min(1),
});

/** A pipeline as its file says. */
export type Pipeline = z.infer<typeof pipelineFile>;

/** One setting as typed: task "find-dark-rings", name "nSigma", value "4"; task "*" means each task that has the name. */
export interface Setting {
  task: string;
  name: string;
  value: unknown;
}

/** A task of a pipeline with every value it will work with. */
export interface ResolvedTask {
  name: string;
  version: number;
  stage: number;
  per: "detector" | "exposure" | "combination";
  configuration: Record<string, unknown>;
}

export interface ResolvedPipeline {
  name: string;
  /** images: no dark rings are looked for, and the run is never the one whose rings are shown */
  mode: "annulus" | "reference" | "images";
  tasks: ResolvedTask[];
}

/**
 * All pipelines, in the order of their names.
 *
 * @throws MalformedFileError naming the file and the entry that does not hold; InvalidParameterError when it is no YAML
 */
export function listPipelines(): Pipeline[] {
  const folder = path.join(environment().projectRoot, "pipelines");
  const names = readdirSync(folder).filter((name) => name.endsWith(".yaml"));
  return names.sort().map((name) => readPipeline(path.join(folder, name)));
}

/**
 * Find a pipeline by its name or an alias; a folder in front and .yaml behind are ignored, so that
 * `pipelines/find_dark_sources_pipeline.yaml` of the published system works as it is.
 *
 * @param name as typed
 * @returns the pipeline
 * @throws NotFoundError listing the names there are
 */
export function getPipeline(name: string): Pipeline {
  const wanted = path.posix.basename(name.replaceAll("\\", "/")).replace(/\.ya?ml$/, "");
  const pipelines = listPipelines();
  const found = pipelines.find((pipeline) => pipeline.name === wanted || pipeline.aliases.includes(wanted));
  if (found !== undefined) return found;
  const known = pipelines.map((pipeline) => pipeline.name).join(", ");
  throw new NotFoundError({ place: `pipeline ${name}`, found: "no such pipeline", expected: `one of ${known}` });
}

function readPipeline(file: string): Pipeline {
  const place = `pipelines/${path.basename(file)}`;
  const input = parseYaml(readFileSync(file, "utf8"), place);
  const parsed = pipelineFile.safeParse(input);
  if (parsed.success) return parsed.data;
  const { name, found, expected } = refusalOf(parsed.error, input);
  throw new MalformedFileError({ place: name === "" ? place : `${place}, ${name}`, found, expected });
}

/**
 * Parse one `--set`: `find-dark-rings.nSigma=4`, or `mode=reference` for every task that has the name.
 * The value is read as YAML, so that numbers, true, false and [lists] have their types.
 *
 * @param text as typed
 * @returns the setting
 * @throws InvalidParameterError when there is no name, no equals sign or the value is no YAML
 */
export function parseSetting(text: string): Setting {
  const match = /^(?:(?<task>[A-Za-z0-9_-]+)[.:])?(?<name>[A-Za-z][A-Za-z0-9]*)=(?<value>.*)$/s.exec(text.trim());
  const groups = match?.groups;
  if (groups?.name === undefined || groups.value === undefined) {
    throw new InvalidParameterError({ place: "setting", found: text, expected: "task.name=value" });
  }
  const value = parseYaml(groups.value, `setting ${text}`);
  return { task: groups.task ?? "*", name: groups.name, value };
}

/**
 * The configuration with which each task of a pipeline will work: defaults of the mode, then the file, then the settings.
 *
 * @param pipeline from getPipeline
 * @param settings from parseSetting, later ones win
 * @returns tasks in order, each with all of its values
 * @throws InvalidParameterError naming the task and the setting that is unknown or out of range
 */
export function resolvePipeline(pipeline: Pipeline, settings: readonly Setting[]): ResolvedPipeline {
  const tasks = pipeline.tasks.map((task, stage): ResolvedTask => {
    const definition = findTaskDefinition(task.name);
    if (definition === null) {
      const expected = `one of ${listTaskNames().join(", ")}`;
      throw new MalformedFileError({ place: `pipelines/${pipeline.name}.yaml`, found: `task ${task.name}`, expected });
    }
    const own = settings.filter(
      ({ task: name, name: key }) => name === task.name || (name === "*" && definition.hasSetting(key)),
    );
    const chosen = { ...task.configuration, ...Object.fromEntries(own.map(({ name, value }) => [name, value])) };
    const configuration = definition.resolve(chosen);
    return { name: task.name, version: definition.version, stage, per: definition.per, configuration };
  });
  requireKnownSettings(pipeline, settings);
  return { name: pipeline.name, mode: modeOf(tasks), tasks };
}

function modeOf(tasks: readonly ResolvedTask[]): ResolvedPipeline["mode"] {
  if (tasks.every(({ name }) => findTaskDefinition(name)?.makesImages)) return "images";
  return tasks.some(({ configuration }) => configuration.mode === "reference") ? "reference" : "annulus";
}

function requireKnownSettings(pipeline: Pipeline, settings: readonly Setting[]): void {
  for (const { task, name } of settings) {
    const owners = pipeline.tasks.filter((one) => task === "*" || one.name === task);
    if (owners.some((one) => findTaskDefinition(one.name)?.hasSetting(name))) continue;
    const known = pipeline.tasks.flatMap((one) =>
      (findTaskDefinition(one.name)?.settingNames() ?? []).map((setting) => `${one.name}.${setting}`),
    );
    const found = task === "*" ? name : `${task}.${name}`;
    throw new InvalidParameterError({ place: "setting", found, expected: `one of ${known.join(", ")}` });
  }
}
