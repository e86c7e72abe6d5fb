// The kinds of task: name, version, unit of work and settings. The handlers lie beside this file; pages load
// only this one.

import { z } from "zod";
import {
  type CalibrationKind,
  calibrationsOfCombination,
  calibrationsOfResidual,
  residualKind,
} from "@/lib/calibration/kinds";
import { DEFAULT_CONFIGURATION, parseDarkRingConfiguration, REFERENCE_CONFIGURATION } from "@/lib/dark-rings";
import { InvalidParameterError } from "@/lib/errors";
import { refusalOf } from "@/lib/refusals";
import {
  type CalibrationChoice,
  type CombineSettings,
  combineBiasSettings,
  combineDarkSettings,
  combineFlatSettings,
  type MosaicSettings,
  mosaicSettings,
  type VisualizeSettings,
  visualizeSettings,
} from "./image-settings";

export interface TaskDefinition {
  name: string;
  /** raised whenever the same inputs would give other numbers */
  version: number;
  /** combination: one detector over all selected exposures (and one filter, where `isPerFilter`) */
  per: "detector" | "exposure" | "combination";
  isPerFilter?: boolean;
  /** makes images and measures no dark rings */
  makesImages?: boolean;
  /** what a combination is made of */
  kind?: CalibrationKind;
  /** combined calibrations that it takes for an image of an observation type; left out: never any */
  calibrations?(configuration: Record<string, unknown>, observationType: string | null): CalibrationKind[];
  /** the task of a detector that this task of an exposure does itself, for all of them, where nothing else is left of it */
  absorbs?: string;
  /** no file of its own is left of the image of a detector, only its share of what the exposure's task makes */
  leavesNothing?(
    configuration: Record<string, unknown>,
    image: { productType: string; isCalibrated: boolean },
  ): boolean;
  settingNames(): string[];
  hasSetting(name: string): boolean;
  /** every value of the task; throws InvalidParameterError for one that cannot be */
  resolve(chosen: Record<string, unknown>): Record<string, unknown>;
}

const mode = z.enum(["annulus", "reference"]).default("annulus");

/** What find-dark-rings takes beside the settings of the detection itself. */
const findSettings = z.strictObject({
  /** stages of processing to look at, best first: of each detector the first one present is taken */
  productTypes: z
    .array(z.enum(["post_isr", "image", "raw", "difference"]))
    .min(1)
    .default(["post_isr", "image", "raw"]),
  /** auto: from raw images only */
  removeSignature: z.union([z.literal("auto"), z.boolean()]).default("auto"),
  /** stamps kept per detector, best scores first */
  stampsPerDetector: z.number().int().min(0).max(10_000).default(200),
});

const consolidateSettings = z.strictObject({
  /** whose measurement to take when the pipeline only consolidates */
  mode,
  /** best_score: the better of gaussian_like_score and ring_score; reference mode knows only the first */
  rankBy: z.enum(["best_score", "gaussian_like_score", "ring_score"]).default("best_score"),
  /** smallest score that is ranked */
  minGaussianLike: z.number().min(-1).max(1).default(DEFAULT_CONFIGURATION.minGaussianLike),
  /** stamps in roundest_mosaic.png */
  mosaicMax: z.number().int().min(1).max(100).default(100),
  /** pictures in roundest/, one PNG per selected ring; the rest is named in the task's note */
  maxCutouts: z.number().int().min(0).max(100_000).default(500),
  /** stamps in the pack for the pages */
  maxStamps: z.number().int().min(0).max(100_000).default(4000),
});

export type FindSettings = z.infer<typeof findSettings>;
export type ConsolidateSettings = z.infer<typeof consolidateSettings>;

const FIND_NAMES = Object.keys(findSettings.shape);

const findDarkRings: TaskDefinition = {
  name: "find-dark-rings",
  version: 1,
  per: "detector",
  settingNames: () => [...FIND_NAMES, ...Object.keys({ ...DEFAULT_CONFIGURATION, ...REFERENCE_CONFIGURATION })],
  hasSetting: (name) => findDarkRings.settingNames().includes(name),
  resolve: (chosen) => {
    const { own, detection } = splitFindSettings(chosen);
    return { ...parseSettings("find-dark-rings", findSettings, own), ...parseDarkRingConfiguration(detection) };
  },
};

const consolidateDarkRings: TaskDefinition = {
  name: "consolidate-dark-rings",
  version: 1,
  per: "exposure",
  settingNames: () => Object.keys(consolidateSettings.shape),
  hasSetting: (name) => name in consolidateSettings.shape,
  resolve: (chosen) => parseSettings("consolidate-dark-rings", consolidateSettings, chosen),
};

function combination(kind: CalibrationKind, schema: z.ZodObject, more: Partial<TaskDefinition> = {}): TaskDefinition {
  const name = `combine-${kind}`;
  return {
    name,
    version: 1,
    per: "combination",
    makesImages: true,
    kind,
    calibrations: () => calibrationsOfCombination(kind),
    ...settingsOf(name, schema),
    ...more,
  };
}

const visualizeDetector: TaskDefinition = {
  name: "visualize-detector",
  version: 1,
  per: "detector",
  makesImages: true,
  calibrations: (configuration, observationType) => {
    const kind = residualKind(parseVisualizeSettings(configuration).residual, observationType);
    return kind === null ? [] : calibrationsOfResidual(kind);
  },
  leavesNothing: (configuration, { productType, isCalibrated }) =>
    !isCalibrated && (productType !== "raw" || !parseVisualizeSettings(configuration).keepFull),
  ...settingsOf("visualize-detector", visualizeSettings),
};

const mosaicExposure: TaskDefinition = {
  name: "mosaic-exposure",
  version: 1,
  per: "exposure",
  makesImages: true,
  absorbs: visualizeDetector.name,
  ...settingsOf("mosaic-exposure", mosaicSettings),
};

const DEFINITIONS: readonly TaskDefinition[] = [
  findDarkRings,
  consolidateDarkRings,
  combination("bias", combineBiasSettings),
  combination("dark", combineDarkSettings),
  combination("flat", combineFlatSettings, { isPerFilter: true }),
  visualizeDetector,
  mosaicExposure,
];

function settingsOf(
  name: string,
  schema: z.ZodObject,
): Pick<TaskDefinition, "settingNames" | "hasSetting" | "resolve"> {
  return {
    settingNames: () => Object.keys(schema.shape),
    hasSetting: (setting) => Object.hasOwn(schema.shape, setting),
    resolve: (chosen) => parseSettings(name, schema, chosen),
  };
}

/** @returns the definition of a kind of task, or null when there is none of that name */
export function findTaskDefinition(name: string): TaskDefinition | null {
  return DEFINITIONS.find((definition) => definition.name === name) ?? null;
}

/** @returns the names of all kinds of task */
export function listTaskNames(): string[] {
  return DEFINITIONS.map(({ name }) => name);
}

/**
 * The two halves of find-dark-rings' settings: those of this room and those of the detection.
 *
 * @param configuration as chosen or as resolved
 * @returns both halves, not yet parsed
 */
export function splitFindSettings(configuration: Record<string, unknown>): {
  own: Record<string, unknown>;
  detection: Record<string, unknown>;
} {
  const entries = Object.entries(configuration);
  return {
    own: Object.fromEntries(entries.filter(([name]) => FIND_NAMES.includes(name))),
    detection: Object.fromEntries(entries.filter(([name]) => !FIND_NAMES.includes(name))),
  };
}

/**
 * @param configuration of a find-dark-rings task, as stored with its run
 * @returns the settings of this room
 */
export function parseFindSettings(configuration: Record<string, unknown>): FindSettings {
  return parseSettings("find-dark-rings", findSettings, splitFindSettings(configuration).own);
}

/**
 * @param configuration of a consolidate-dark-rings task, as stored with its run
 * @returns its settings
 */
export function parseConsolidateSettings(configuration: Record<string, unknown>): ConsolidateSettings {
  return parseSettings("consolidate-dark-rings", consolidateSettings, configuration);
}

/**
 * @param configuration of a combine task, as stored with its run
 * @param kind which one
 * @returns how it combines
 */
export function parseCombineSettings(configuration: Record<string, unknown>, kind: CalibrationKind): CombineSettings {
  const schema = { bias: combineBiasSettings, dark: combineDarkSettings, flat: combineFlatSettings }[kind];
  return parseSettings(`combine-${kind}`, schema, configuration);
}

/**
 * @param configuration of a visualize-detector task, as stored with its run
 * @returns its settings
 */
export function parseVisualizeSettings(configuration: Record<string, unknown>): VisualizeSettings {
  return parseSettings("visualize-detector", visualizeSettings, configuration);
}

/**
 * @param configuration of a mosaic-exposure task, as stored with its run
 * @returns its settings
 */
export function parseMosaicSettings(configuration: Record<string, unknown>): MosaicSettings {
  return parseSettings("mosaic-exposure", mosaicSettings, configuration);
}

const choices = combineFlatSettings
  .pick({ bias: true, dark: true })
  .extend(visualizeSettings.pick({ flat: true }).shape);

/**
 * @param configuration of any task that takes combined calibrations
 * @param kind of calibration
 * @returns which one it shall take
 */
export function calibrationChoiceOf(configuration: Record<string, unknown>, kind: CalibrationKind): CalibrationChoice {
  const { bias, dark, flat } = configuration;
  return choices.parse({ bias, dark, flat })[kind];
}

function parseSettings<T>(task: string, schema: z.ZodType<T>, chosen: Record<string, unknown>): T {
  const parsed = schema.safeParse(chosen);
  if (parsed.success) return parsed.data;
  const { name, found, expected } = refusalOf(parsed.error, chosen);
  throw new InvalidParameterError({ place: `setting ${task}${name === "" ? "" : `.${name}`}`, found, expected });
}
