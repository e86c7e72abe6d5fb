// Images for viewers: by name, kept by key while their files stay what they were.
import "server-only";
import { cachedAnswer, cachedTile } from "@/lib/images/cached-images";
import type { Statistic, TileAddress } from "@/lib/images/description";
import { ChangedFileError } from "@/lib/images/file-state";
import { type OpenedImage, openImage, requireUnchanged } from "@/lib/images/open-image";
import { type PixelAnswer, readPixel } from "@/lib/images/pixel";
import { sectionFits } from "@/lib/images/section";
import { type ExposureSource, parseSource, type SourceName, sourceText } from "@/lib/images/source-text";
import type { Section } from "@/lib/readers/fits";
import { isAnnulusError } from "../errors";
import { listStageRows, locateImage } from "./image-location";

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

/**
 * An image as it is now; headers are read only when its file changed.
 * @throws NotFoundError, FileUnreadableError, MalformedFileError, UnsupportedFormatError
 */
export async function openSource(source: SourceName): Promise<OpenedImage> {
  const location = await locateImage(source);
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
  const image = await openSource(parseSource(text));
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
  return cachedAnswer(await openSource(parseSource(text)), options);
}

/**
 * One tile, as bytes of lib/images/tile-codec.ts.
 * @throws as readImageAnswer, and FileUnreadableError when the file is not the one of the key any more
 */
export async function readImageTile(text: string, key: string, address: TileAddress): Promise<Uint8Array<ArrayBuffer>> {
  return cachedTile(await openKey(text, key), address);
}

/**
 * One pixel, exact.
 * @throws as readImageTile
 */
export async function readImagePixel(text: string, key: string, x: number, y: number): Promise<PixelAnswer> {
  return readPixel(await openKey(text, key), x, y);
}

/**
 * A box of pixels as a FITS file; its name is the image's and the box's.
 * @throws as readImageTile
 */
export async function readImageSection(
  text: string,
  key: string,
  box: Section,
): Promise<{ name: string; bytes: Uint8Array<ArrayBuffer> }> {
  const image = await openKey(text, key);
  const safe = image.facts.name
    .replaceAll(/[^A-Za-z0-9._-]+/g, "_")
    .replace(/(\.fits)?(\.gz)?_([\d_]+)$/, "_$3")
    .replace(/_+$/, "");
  const name = `${safe}_x${box.x0}-${box.x1}_y${box.y0}-${box.y1}.fits`;
  return { name, bytes: await sectionFits(image, box, text) };
}

/** A stage that an address has, and the name of its image. */
export interface ImageStage {
  stage: string;
  /** null: mounted, or computed from a mounted raw */
  runId: number | null;
  width: number;
  height: number;
  source: string;
}

/** The stages of a detector, or of an exposure's focal plane, in the order of processing; empty when there is none. */
export async function listImageStages(
  address: Pick<ExposureSource, "instrument" | "exposureId" | "detector">,
): Promise<ImageStage[]> {
  const seen = new Set<string>();
  return (await listStageRows(address)).flatMap(({ stage, runId, width, height }) => {
    const source = sourceText({ kind: "exposure", ...address, stage, runId });
    if (seen.has(source)) return [];
    seen.add(source);
    return [{ stage, runId, width, height, source }];
  });
}
