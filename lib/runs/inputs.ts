// Which images a selection means.

import { pool } from "@/lib/database/client";
import { NotFoundError } from "@/lib/errors";
import type { RunInput } from "./keys";
import { type Condition, parseSelection } from "./selection";
import { selectionToSql } from "./selection-sql";

interface InputRow {
  id: string;
  instrument: string;
  exposure_id: string;
  detector: number;
  checksum: string;
  hdu: number;
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
export async function selectInputs(query: string, productTypes: readonly string[]): Promise<RunInput[]> {
  const condition = selectionToSql(parseSelection(query), 2);
  const result = await pool().query<InputRow>(
    `SELECT DISTINCT ON (i.instrument, i.exposure_id, i.detector)
       i.id, i.instrument, i.exposure_id, i.detector, i.checksum, i.hdu
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
  }));
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
