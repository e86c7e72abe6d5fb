// Which images a selection means.

import { pool } from "@/lib/database/client";
import { NotFoundError } from "@/lib/errors";
import type { RunInput, SelectedImage } from "./keys";
import { type Condition, parseSelection } from "./selection";
import { selectionToSql } from "./selection-sql";

interface InputRow {
  id: string;
  instrument: string;
  exposure_id: string;
  detector: number;
  checksum: string;
  hdu: number;
  detector_name: string;
  observation_type: string | null;
  physical_filter: string | null;
  label: string | null;
  product_type: string;
  width: number;
  height: number;
}

/**
 * The images of a selection: of each detector of each exposure the best stage of processing that is present.
 * Where a detector was delivered twice the file seen first is taken, so that the answer does not change with time.
 *
 * @param query selection as typed
 * @param productTypes stages of processing, best first
 * @returns images in the order instrument, exposure, detector
 * @throws NotFoundError when nothing is selected, saying what there is instead
 */
export async function selectInputs(query: string, productTypes: readonly string[]): Promise<SelectedImage[]> {
  const condition = selectionToSql(parseSelection(query), 2);
  const result = await pool().query<InputRow>(
    `SELECT DISTINCT ON (i.instrument, i.exposure_id, i.detector)
       i.id, i.instrument, i.exposure_id, i.detector, i.checksum, i.hdu, i.detector_name, e.observation_type,
       e.physical_filter, e.label, i.product_type, i.width, i.height
     FROM detector_image i JOIN exposure e USING (instrument, exposure_id)
       JOIN mounted_file f ON f.id = i.file_id JOIN mount m ON m.id = f.mount_id
     WHERE i.state = 'present' AND m.removed_at IS NULL AND i.product_type = ANY($1::text[]) AND (${condition.text})
     ORDER BY i.instrument, i.exposure_id, i.detector, array_position($1::text[], i.product_type), i.file_id, i.hdu`,
    [productTypes, ...condition.values],
  );
  if (result.rows.length === 0) throw await nothingSelected(query, parseSelection(query), productTypes);
  return result.rows.map((row) => ({
    imageId: BigInt(row.id),
    instrument: row.instrument,
    exposureId: BigInt(row.exposure_id),
    detector: row.detector,
    checksum: row.checksum,
    hdu: row.hdu,
    detectorName: row.detector_name,
    observationType: row.observation_type,
    physicalFilter: row.physical_filter,
    label: row.label ?? row.exposure_id,
    productType: row.product_type,
    pixelCount: row.width * row.height,
  }));
}

/**
 * For a pipeline that only consolidates: the newest measurement of an exposure is its input as well, so that the same
 * request after another measurement is another run.
 *
 * @param inputs images
 * @param mode of the measurement
 * @returns the images, with the measuring run in their checksums
 */
export async function withMeasurements<Input extends RunInput>(
  inputs: readonly Input[],
  mode: string,
): Promise<Input[]> {
  const newest = await pool().query<{ instrument: string; exposure_id: string; run_id: number }>(
    `SELECT t.instrument, t.exposure_id, max(t.run_id) AS run_id FROM task t JOIN run r ON r.id = t.run_id
     WHERE t.name = 'find-dark-rings' AND t.state = 'done' AND r.mode = $1
       AND (t.instrument, t.exposure_id) IN (SELECT * FROM unnest($2::text[], $3::bigint[]))
     GROUP BY t.instrument, t.exposure_id`,
    [mode, inputs.map(({ instrument }) => instrument), inputs.map(({ exposureId }) => String(exposureId))],
  );
  const runs = new Map(newest.rows.map((row) => [`${row.instrument} ${row.exposure_id}`, row.run_id]));
  return inputs.map((input) => {
    const run = runs.get(`${input.instrument} ${input.exposureId}`);
    return run === undefined ? input : { ...input, checksum: `${input.checksum} measured by run ${run}` };
  });
}

async function nothingSelected(query: string, condition: Condition, productTypes: readonly string[]) {
  const counts = await pool().query<{ instrument: string; exposures: number; images: number }>(
    `SELECT e.instrument, count(DISTINCT e.exposure_id)::int AS exposures, count(i.id)::int AS images
     FROM exposure e JOIN detector_image i USING (instrument, exposure_id)
     WHERE i.state = 'present' GROUP BY e.instrument ORDER BY e.instrument LIMIT 12`,
  );
  const there = counts.rows.map((row) => `${row.instrument} (${row.exposures} exposures)`).join(", ");
  const what = condition.kind === "everything" ? "all" : query;
  return new NotFoundError({
    place: `selection ${what}`,
    found: `no present image of type ${productTypes.join(", ")}`,
    expected: there === "" ? "a scanned mount with exposures" : `a selection of what is there: ${there}`,
  });
}
