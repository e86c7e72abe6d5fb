// Images for viewers: by name, kept by key while their files stay what they were.
import "server-only";
import type { Statistic, TileAddress } from "@/lib/images/description";
import { ChangedFileError } from "@/lib/images/file-state";
import { describeImage, readTile } from "@/lib/images/image-views";
import { type OpenedImage, openImage, requireUnchanged } from "@/lib/images/open-image";
import { parseSource } from "@/lib/images/source-text";
import { isAnnulusError } from "../errors";
import { locateImage } from "./image-location";

/** Opened images by key, in the order of their last use: headers only. */
const opened = new Map<string, OpenedImage>();
const OPENED_KEPT = 512;

function remember(image: OpenedImage): OpenedImage {
  opened.delete(image.key);
  opened.set(image.key, image);
  const oldest = opened.keys().next().value;
  if (opened.size > OPENED_KEPT && oldest !== undefined) opened.delete(oldest);
  return image;
}

/** An image as it is now; headers are read only when its file changed. */
async function openNow(text: string): Promise<OpenedImage> {
  const location = await locateImage(parseSource(text));
  const place = JSON.stringify(location);
  const before = [...opened.values()].find((image) => JSON.stringify(image.location) === place);
  if (before && (await isUnchanged(before))) return remember(before);
  return remember(await openImage(location));
}

async function isUnchanged(image: OpenedImage): Promise<boolean> {
  try {
    await requireUnchanged(image);
    return true;
  } catch (error) {
    if (isAnnulusError(error)) return false;
    throw error;
  }
}

/** The image of a key. @throws FileUnreadableError when its file is another by now */
async function openKey(text: string, key: string): Promise<OpenedImage> {
  const known = opened.get(key);
  if (known) {
    await requireUnchanged(known);
    return remember(known);
  }
  const image = await openNow(text);
  if (image.key !== key) throw new ChangedFileError(image.location.path);
  return image;
}

/**
 * Description and first tiles of an image, as bytes of lib/images/image-answer.ts.
 * @throws NotFoundError, FileUnreadableError, MalformedFileError, UnsupportedFormatError, InvalidParameterError
 */
export async function readImageAnswer(
  text: string,
  options: { side: number; statistic: Statistic },
): Promise<Uint8Array<ArrayBuffer>> {
  return describeImage(await openNow(text), options);
}

/**
 * One tile, as bytes of lib/images/tile-codec.ts.
 * @throws as readImageAnswer, and FileUnreadableError when the file is not the one of the key any more
 */
export async function readImageTile(text: string, key: string, address: TileAddress): Promise<Uint8Array<ArrayBuffer>> {
  return readTile(await openKey(text, key), address);
}
