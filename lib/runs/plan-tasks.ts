// The tasks of a run: one a detector, one an exposure, or one a combination of exposures.

import type { TaskInputToSave, TaskToSave } from "@/lib/database/save-runs";
import { InvalidParameterError } from "@/lib/errors";
import type { ChosenCalibrations } from "./calibrations";
import { exposureChecksum, inputsChecksum, type SelectedImage, taskKey } from "./keys";
import type { ResolvedPipeline, ResolvedTask } from "./pipelines";
import { findTaskDefinition } from "./tasks/definitions";

/** An exposure of so many pixels is a task of a second or two; the detectors of a larger one are tasks of their own, by which it is told how far it is. */
const MOST_ABSORBED_PIXELS = 2 ** 28;

/**
 * Plans the tasks of a run. Those of the first stage are queued, later ones wait for the earlier ones of their exposure. Where
 * nothing but a share of an exposure's images is left of its detectors, the exposure's task does them all.
 *
 * @param pipeline resolved
 * @param ofRun key of the run
 * @param inputs images of the run
 * @param calibrations from chooseCalibrations
 * @returns tasks in the order of the pipeline
 */
export function planTasks(
  pipeline: ResolvedPipeline,
  ofRun: string,
  inputs: readonly SelectedImage[],
  calibrations: ChosenCalibrations,
): TaskToSave[] {
  const absorbed = absorbedExposures(pipeline, inputs, calibrations);
  return pipeline.tasks.flatMap((task) => {
    if (task.per === "detector") {
      const isOwn = (input: SelectedImage) => !absorbed.get(task.name)?.has(exposureOf(input));
      return inputs.filter(isOwn).map((input) => detectorTask(task, ofRun, input, calibrations));
    }
    if (task.per === "combination") {
      return combinationsOf(task, inputs).map((images) => combinationTask(task, ofRun, images, calibrations));
    }
    const inside = absorbed.get(findTaskDefinition(task.name)?.absorbs ?? "");
    return [...Map.groupBy(inputs, exposureOf)].map(([exposure, images]) => {
      const planned = exposureTask(task, ofRun, images);
      if (!inside?.has(exposure)) return planned;
      return { ...planned, stage: 0, state: "queued", inputs: images.map(imageInput) };
    });
  });
}

function exposureOf({ instrument, exposureId }: SelectedImage): string {
  return `${instrument}\u0000${exposureId}`;
}

/** By name of the detectors' task: exposures whose own task does it. */
function absorbedExposures(
  pipeline: ResolvedPipeline,
  inputs: readonly SelectedImage[],
  calibrations: ChosenCalibrations,
): Map<string, Set<string>> {
  const absorbed = new Map<string, Set<string>>();
  for (const { name, configuration } of pipeline.tasks) {
    const definition = findTaskDefinition(name);
    const isTaken = pipeline.tasks.some((later) => findTaskDefinition(later.name)?.absorbs === name);
    if (!isTaken || !definition?.leavesNothing) continue;
    const isAbsorbed = (images: readonly SelectedImage[]): boolean =>
      images.reduce((sum, { pixelCount }) => sum + pixelCount, 0) <= MOST_ABSORBED_PIXELS &&
      images.every(({ productType, imageId }) => {
        return definition.leavesNothing?.(configuration, { productType, isCalibrated: calibrations.has(imageId) });
      });
    const exposures = [...Map.groupBy(inputs, exposureOf)].filter(([, images]) => isAbsorbed(images));
    absorbed.set(name, new Set(exposures.map(([exposure]) => exposure)));
  }
  return absorbed;
}

function commonOf(task: ResolvedTask): Pick<TaskToSave, "name" | "stage" | "state"> {
  return { name: task.name, stage: task.stage, state: task.stage === 0 ? "queued" : "waiting" };
}

function detectorTask(
  task: ResolvedTask,
  ofRun: string,
  image: SelectedImage,
  calibrations: ChosenCalibrations,
): TaskToSave {
  const { instrument, exposureId, detector, imageId, checksum } = image;
  const subject = { instrument, exposureId, detector };
  if (!findTaskDefinition(task.name)?.calibrations) {
    return {
      ...commonOf(task),
      ...subject,
      imageId,
      inputChecksum: checksum,
      key: taskKey(ofRun, task, subject, checksum),
    };
  }
  const inputs = [imageInput(image), ...calibrationInputs([image], calibrations)];
  const inputChecksum = inputsChecksum(inputs);
  const key = taskKey(ofRun, task, subject, inputChecksum);
  return { ...commonOf(task), ...subject, imageId, inputChecksum, key, inputs };
}

function exposureTask(task: ResolvedTask, ofRun: string, images: readonly SelectedImage[]): TaskToSave {
  const { instrument, exposureId } = images[0]!;
  const subject = { instrument, exposureId, detector: null };
  const inputChecksum = exposureChecksum(images);
  const key = taskKey(ofRun, task, subject, inputChecksum);
  return { ...commonOf(task), ...subject, imageId: null, inputChecksum, key };
}

/** Listed under its first exposure, which tells one combination of a detector from that of another filter. */
function combinationTask(
  task: ResolvedTask,
  ofRun: string,
  images: readonly SelectedImage[],
  calibrations: ChosenCalibrations,
): TaskToSave {
  const { instrument, exposureId, detector } = images[0]!;
  const subject = { instrument, exposureId, detector };
  const inputs = [...images.map(imageInput), ...calibrationInputs(images, calibrations)];
  const inputChecksum = inputsChecksum(inputs);
  const key = taskKey(ofRun, task, subject, inputChecksum);
  return { ...commonOf(task), ...subject, imageId: null, inputChecksum, key, inputs };
}

function imageInput({ imageId, checksum }: SelectedImage): TaskInputToSave {
  return { role: "image", imageId, productId: null, checksum };
}

function calibrationInputs(images: readonly SelectedImage[], calibrations: ChosenCalibrations): TaskInputToSave[] {
  const all = images.flatMap(({ imageId }) => calibrations.get(imageId) ?? []);
  const byProduct = new Map(all.map((chosen) => [chosen.productId, chosen]));
  return [...byProduct.values()].map(({ kind, productId, checksum }) => {
    return { role: kind, imageId: null, productId, checksum };
  });
}

/** Images of one detector (and filter), in the order of their exposures. */
function combinationsOf(task: ResolvedTask, inputs: readonly SelectedImage[]): SelectedImage[][] {
  const isPerFilter = findTaskDefinition(task.name)?.isPerFilter ?? false;
  const groups = Map.groupBy(inputs, ({ instrument, detector, physicalFilter }) =>
    [instrument, detector, isPerFilter ? (physicalFilter ?? "") : ""].join("\u0000"),
  );
  return [...groups.values()];
}

/**
 * Refuses a selection of which nothing can be combined: exposures of another observation type than the pipeline's (they would
 * spoil the combination), or of no detector two.
 *
 * @param pipeline resolved
 * @param inputs images of the run
 * @throws InvalidParameterError
 */
export function requireCombinable(pipeline: ResolvedPipeline, inputs: readonly SelectedImage[]): void {
  for (const task of pipeline.tasks) {
    const kind = findTaskDefinition(task.name)?.kind;
    if (kind === undefined) continue;
    const isOther = ({ observationType }: SelectedImage) => observationType !== null && observationType !== kind;
    const others = task.configuration.anyType === true ? [] : inputs.filter(isOther);
    if (others[0] !== undefined) {
      const count = new Set(others.map(({ instrument, exposureId }) => `${instrument} ${exposureId}`)).size;
      throw new InvalidParameterError({
        place: task.name,
        found: `${count} exposures of another type, as ${others[0].label} (${others[0].observationType})`,
        expected: `only ${kind} exposures: add AND observation_type='${kind}' to the selection, or set anyType=true`,
      });
    }
    const groups = combinationsOf(task, inputs);
    const alone = groups[0]?.[0];
    if (alone === undefined || groups.some((images) => images.length > 1)) continue;
    throw new InvalidParameterError({
      place: `${task.name} of ${alone.instrument} ${alone.detectorName}`,
      found: `1 exposure, ${alone.label}`,
      expected: "at least 2",
    });
  }
}

/**
 * Stages of processing that a pipeline takes its images from, best first: those of its first task that has the setting.
 *
 * @param pipeline resolved
 * @param fallback for a pipeline without such a task
 * @returns product types
 */
export function productTypesOf(pipeline: ResolvedPipeline, fallback: readonly string[]): readonly string[] {
  for (const { configuration } of pipeline.tasks) {
    const { productTypes } = configuration;
    if (Array.isArray(productTypes)) return productTypes.map(String);
  }
  return fallback;
}
