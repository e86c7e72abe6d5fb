// Which combined calibrations a run takes: chosen when it is asked for, so that its key tells them.

import { CALIBRATION_KINDS, type CalibrationKind } from "@/lib/calibration/kinds";
import { pool } from "@/lib/database/client";
import { NotFoundError } from "@/lib/errors";
import type { SelectedImage } from "./keys";
import type { ResolvedPipeline, ResolvedTask } from "./pipelines";
import { calibrationChoiceOf, findTaskDefinition } from "./tasks/definitions";
import type { CalibrationChoice } from "./tasks/image-settings";

/** A combined calibration, as a task takes it. */
export interface ChosenCalibration {
  kind: CalibrationKind;
  productId: bigint;
  checksum: string;
}

/** By id of the image, in the order in which they are removed. */
export type ChosenCalibrations = ReadonlyMap<bigint, readonly ChosenCalibration[]>;

interface ProductRow {
  id: string;
  detector: number;
  physical_filter: string | null;
  checksum: string;
}

/**
 * Choose combined calibrations for the images of a run: of each kind that its task takes the one of the configured run, or the
 * newest, of the same detector (flats: and filter). Where there is none the task says so, or does without.
 *
 * @param pipeline resolved
 * @param inputs images of the run
 * @returns calibrations by image; empty for a pipeline that takes none
 * @throws NotFoundError when a run was named that made none of the kind for any of the detectors
 */
export async function chooseCalibrations(
  pipeline: ResolvedPipeline,
  inputs: readonly SelectedImage[],
): Promise<ChosenCalibrations> {
  const chosen = new Map<bigint, ChosenCalibration[]>();
  const task = pipeline.tasks.find(({ name }) => findTaskDefinition(name)?.calibrations);
  if (task === undefined) return chosen;
  for (const kind of CALIBRATION_KINDS) {
    const wanting = inputs.filter(({ observationType }) => wants(task, kind, observationType));
    const choice = calibrationChoiceOf(task.configuration, kind);
    if (wanting.length === 0 || choice === "none") continue;
    for (const images of Map.groupBy(wanting, ({ instrument }) => instrument).values()) {
      const products = await findProducts(kind, choice, images);
      for (const image of images) {
        const product = products.find((row) => fits(row, image, kind));
        if (product === undefined) continue;
        const { id, checksum } = product;
        const before = chosen.get(image.imageId) ?? [];
        chosen.set(image.imageId, [...before, { kind, productId: BigInt(id), checksum }]);
      }
    }
  }
  return chosen;
}

function wants(task: ResolvedTask, kind: CalibrationKind, observationType: string | null): boolean {
  const kinds = findTaskDefinition(task.name)?.calibrations?.(task.configuration, observationType) ?? [];
  return kinds.includes(kind);
}

function fits(row: ProductRow, image: SelectedImage, kind: CalibrationKind): boolean {
  return row.detector === image.detector && (kind !== "flat" || row.physical_filter === image.physicalFilter);
}

/** The newest first of each detector and filter. */
async function findProducts(
  kind: CalibrationKind,
  choice: Exclude<CalibrationChoice, "none">,
  images: readonly SelectedImage[],
): Promise<ProductRow[]> {
  const runId = choice === "newest" ? null : choice;
  const instrument = images[0]?.instrument ?? "";
  const detectors = [...new Set(images.map(({ detector }) => detector))];
  const result = await pool().query<ProductRow>(
    `SELECT DISTINCT ON (detector, physical_filter) id, detector, physical_filter, checksum FROM image_product
     WHERE instrument = $1 AND stage = $2 AND detector = ANY($3::int[]) AND ($4::int IS NULL OR run_id = $4)
     ORDER BY detector, physical_filter, run_id DESC, id DESC`,
    [instrument, `combined_${kind}`, detectors, runId],
  );
  if (runId === null || result.rows.length > 0) return result.rows;
  throw new NotFoundError({
    place: `setting ${kind}=${runId}`,
    found: `no combined ${kind} of ${instrument} in run ${runId}`,
    expected: `a run of combine-${kind} that is done, newest or none`,
  });
}

/**
 * Images with their calibrations in their checksums, so that the same request with another calibration is another run.
 *
 * @param inputs images of the run
 * @param calibrations from chooseCalibrations
 * @returns for runKey
 */
export function withCalibrations(inputs: readonly SelectedImage[], calibrations: ChosenCalibrations): SelectedImage[] {
  return inputs.map((input) => {
    const chosen = (calibrations.get(input.imageId) ?? []).map(({ kind, checksum }) => `${kind} ${checksum}`);
    return chosen.length === 0 ? input : { ...input, checksum: [input.checksum, ...chosen].join(" with ") };
  });
}
