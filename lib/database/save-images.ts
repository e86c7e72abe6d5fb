// Writes the images that runs made. Rows of a task are replaced and keep their ids, since other tasks point at them.

import type { PoolClient } from "pg";
import type { RowOwner } from "./save-dark-rings";

export interface ImageProductToSave {
  stage: string;
  /** null: the whole focal plane */
  detectorName: string | null;
  physicalFilter: string | null;
  inputCount: number;
  /** relative to the data home */
  path: string;
  hdu: number;
  width: number;
  height: number;
  bin: number;
  unit: string;
  /** sha256 of the file */
  checksum: string;
  bytes: number;
  orientation: string | null;
}

/**
 * Replace the images of a task.
 *
 * @param client connection that holds the transaction
 * @param owner the task, with its detector or null for the exposure
 * @param products one a stage
 */
export async function saveImageProducts(
  client: PoolClient,
  owner: RowOwner,
  products: readonly ImageProductToSave[],
): Promise<void> {
  const stages = products.map(({ stage }) => stage);
  await client.query("DELETE FROM image_product WHERE task_key = $1 AND NOT stage = ANY($2::text[])", [
    owner.taskKey,
    stages,
  ]);
  for (const product of products) {
    await client.query(
      `INSERT INTO image_product (run_id, task_key, instrument, exposure_id, detector, stage, detector_name,
         physical_filter, input_count, path, hdu, width, height, bin, unit, checksum, bytes, orientation)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
       ON CONFLICT (task_key, stage) DO UPDATE SET physical_filter = excluded.physical_filter,
         input_count = excluded.input_count, path = excluded.path, hdu = excluded.hdu, width = excluded.width,
         height = excluded.height, bin = excluded.bin, unit = excluded.unit, checksum = excluded.checksum,
         bytes = excluded.bytes, orientation = excluded.orientation`,
      [
        owner.runId,
        owner.taskKey,
        owner.instrument,
        String(owner.exposureId),
        owner.detector,
        product.stage,
        product.detectorName,
        product.physicalFilter,
        product.inputCount,
        product.path,
        product.hdu,
        product.width,
        product.height,
        product.bin,
        product.unit,
        product.checksum,
        product.bytes,
        product.orientation,
      ],
    );
  }
}
