// A combined calibration from its file under the data home.

import { statSync } from "node:fs";
import type { CalibrationKind } from "@/lib/calibration/kinds";
import type { Calibration } from "@/lib/calibration/residual";
import { FileUnreadableError } from "@/lib/errors";
import { openFile } from "@/lib/files/byte-source";
import { openFits, readImage } from "@/lib/readers/fits";
import { underHome } from "../paths";

/** A combined calibration that a task takes, as its rows say. */
export interface CalibrationFile {
  kind: CalibrationKind;
  runId: number;
  /** relative to the data home */
  path: string;
  hdu: number;
  unit: string;
  bytes: number;
}

/**
 * Loads a combined calibration.
 *
 * @param file where it is
 * @returns its pixels
 * @throws FileUnreadableError when it is gone or has another size than its row says
 */
export async function loadCalibration({ path, hdu, unit, bytes }: CalibrationFile): Promise<Calibration> {
  const absolute = underHome(path);
  const source = await openFile(absolute);
  try {
    const found = statSync(absolute).size;
    if (found !== bytes) {
      const expected = `${bytes}, as when it was made; make it again`;
      throw new FileUnreadableError({ place: path, found: `${found} bytes`, expected });
    }
    const { width, height, pixels } = await readImage(await openFits(source), hdu);
    return { width, height, unit, pixels };
  } finally {
    await source.close();
  }
}

/**
 * A calibration in words, for headers and notes.
 *
 * @param file which one
 * @returns "combined bias of run 3"
 */
export function describeCalibration({ kind, runId }: CalibrationFile): string {
  return `combined ${kind} of run ${runId}`;
}
