// Whether the difference images have pixels where truth lies: both are NaN where the reference does not reach.

import { isAnnulusError } from "@/lib/errors";
import { readImage } from "@/lib/readers/fits";
import type { Channel } from "./channels";
import { withFits } from "./facts";
import type { DifferenceJob } from "./read-job";

const DIFFERENCE_CHANNELS = [3, 5];

/**
 * Looks at one pixel of each difference image per place; nothing else is read.
 *
 * @param job whose images
 * @param places pixels, 0-based
 * @returns for each place: true when any image has a number there, false when none has; null off the image or without images
 */
export async function measureCoverage(
  job: DifferenceJob,
  places: readonly { x: number; y: number }[],
): Promise<(boolean | null)[]> {
  const covered: (boolean | null)[] = places.map(() => null);
  for (const channel of job.channels) {
    if (!DIFFERENCE_CHANNELS.includes(channel.index) || channel.state !== "present") continue;
    const values = await readPixelsAt(job, channel, places);
    for (const [i, value] of values.entries())
      if (value !== null) covered[i] = covered[i] === true || Number.isFinite(value);
  }
  return covered;
}

async function readPixelsAt(
  job: DifferenceJob,
  { file: name, hdu, width, height }: Channel,
  places: readonly { x: number; y: number }[],
): Promise<(number | null)[]> {
  const file = job.folder.files.find((one) => one.name === name);
  if (file === undefined || hdu === null || width === null || height === null || places.length === 0) return [];
  try {
    return await withFits(job.folder, file, async (fits) => {
      const values: (number | null)[] = [];
      for (const place of places) {
        const [x0, y0] = [Math.round(place.x), Math.round(place.y)];
        const isInside = x0 >= 0 && y0 >= 0 && x0 < width && y0 < height;
        const section = { x0, x1: x0 + 1, y0, y1: y0 + 1 };
        values.push(isInside ? ((await readImage(fits, hdu, { section })).pixels[0] ?? null) : null);
      }
      return values;
    });
  } catch (error) {
    if (!isAnnulusError(error)) throw error;
    job.notes.push({ kind: "broken", found: error.message, cost: "coverage at missed truth not measured" });
    return [];
  }
}
