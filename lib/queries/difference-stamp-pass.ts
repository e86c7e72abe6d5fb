// One pass over one image for its stamps and limits: here, or on a thread of its own (difference-stamp-thread.ts).

import { type CutStamps, cutStamps, findPassable } from "@/lib/difference/cut-stamps";
import type { StampImage, StampPlace } from "@/lib/difference/stamps";
import { openMountedFile } from "@/lib/files/byte-source";
import { openFits } from "@/lib/readers/fits";
import { NotFoundError } from "../errors";

/** Which image, and what of it. */
export interface PassRequest {
  root: string;
  /** relative to the root */
  path: string;
  /** null: the first image of two axes */
  hdu: number | null;
  places: readonly StampPlace[];
  /** px each way */
  size: number;
  withLimits: boolean;
}

/**
 * Cuts the stamps of an image that can be cut in one pass.
 *
 * @param request which, what
 * @returns as cutStamps; null for an image of another kind
 * @throws as readImage; FileUnreadableError
 */
export async function passOverImage({
  root,
  path,
  hdu,
  places,
  size,
  withLimits,
}: PassRequest): Promise<CutStamps | null> {
  const source = await openMountedFile(root, path, { isBlocking: true });
  try {
    const passable = findPassable(imageOf(await openFits(source), path, hdu));
    return passable && (await cutStamps(passable, places, size, withLimits));
  } finally {
    await source.close();
  }
}

/**
 * The image that stamps are cut from.
 *
 * @param file open
 * @param path of it, for the error
 * @param hdu of the image; null: the first of two axes
 * @throws NotFoundError
 */
export function imageOf(file: StampImage["file"], path: string, hdu: number | null): StampImage {
  const found = file.hdus.find(({ index, type, shape }) =>
    hdu === null ? type === "image" && shape.length === 2 : index === hdu,
  );
  const [height, width] = found?.shape ?? [];
  if (found && width !== undefined && height !== undefined) return { file, hdu: found.index, width, height };
  throw new NotFoundError({ place: path, found: "no image", expected: "an image of two axes" });
}
