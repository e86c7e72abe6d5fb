// Display limits of full images of jobs: read once a file, kept in memory and on the disk, so that a page of stamps does not read images.
import "server-only";
import { createHash } from "node:crypto";
import { stat } from "node:fs/promises";
import path from "node:path";
import { imageLimits } from "@/lib/difference/image-limits";
import type { StampLimits } from "@/lib/difference/stamp-answer";
import type { StampImage } from "@/lib/difference/stamps";
import { openTileCache, type TileCache } from "@/lib/images/tile-cache";
import { environment } from "../environment";
import { resolveUnder } from "../files/resolve";

/** Some 100 bytes an image on the disk: a million images. */
const CACHE_BYTES = 128 * 2 ** 20;
const KEPT_IN_MEMORY = 20_000;
const VALUES = 2;

const known = new Map<string, Promise<StampLimits | null>>();
/** full images are read one at a time: nine at once would take 600 MB */
let reading: Promise<unknown> = Promise.resolve();

/** An image on the disk. */
interface ImagePlace {
  root: string;
  path: string;
  hdu: number;
}

/**
 * zscale limits of a full image.
 *
 * @param place of it
 * @param image open
 * @returns null when no pixel is finite
 * @throws as readImage
 */
export async function limitsOfImage(place: ImagePlace, image: StampImage): Promise<StampLimits | null> {
  const key = await keyOf(place);
  const before = known.get(key);
  if (before) return before;
  const limits = findOrMeasure(key, () => measureOneByOne(image));
  remember(key, limits);
  return limits;
}

/**
 * Limits that were measured before.
 *
 * @param place of the image
 * @returns null when no pixel is finite; undefined when they are not known
 */
export async function findLimits(place: ImagePlace): Promise<StampLimits | null | undefined> {
  const key = await keyOf(place);
  return known.get(key) ?? (await findKept(key));
}

/**
 * Keeps limits that came with something else.
 *
 * @param place of the image
 * @param limits measured as limitsOfImage would
 */
export async function keepLimits(place: ImagePlace, limits: StampLimits | null): Promise<void> {
  const key = await keyOf(place);
  remember(key, Promise.resolve(limits));
  await keep(key, limits);
}

async function keyOf({ root, path: file, hdu }: ImagePlace): Promise<string> {
  const { size, mtimeMs } = await stat(resolveUnder(root, file));
  const text = JSON.stringify([root, file, size, mtimeMs, hdu]);
  return createHash("sha256").update(text).digest("hex").slice(0, 32);
}

function remember(key: string, limits: Promise<StampLimits | null>): void {
  if (known.size >= KEPT_IN_MEMORY) known.clear();
  known.set(key, limits);
  limits.catch(() => known.delete(key));
}

function measureOneByOne(image: StampImage): Promise<StampLimits | null> {
  const measured = reading.then(() => imageLimits(image));
  reading = measured.catch(() => undefined);
  return measured;
}

async function findOrMeasure(key: string, measure: () => Promise<StampLimits | null>): Promise<StampLimits | null> {
  const kept = await findKept(key);
  if (kept !== undefined) return kept;
  const limits = await measure();
  await keep(key, limits);
  return limits;
}

/** One for the process: a cache counts the bytes of its folder once. */
let cache: { folder: string; kept: TileCache } | null = null;

function openCache(): TileCache {
  const folder = path.join(environment().dataHome, "limits");
  if (cache?.folder !== folder) cache = { folder, kept: openTileCache(folder, CACHE_BYTES) };
  return cache.kept;
}

function nameOf(key: string): string {
  return `${key.slice(0, 2)}/${key}`;
}

async function findKept(key: string): Promise<StampLimits | null | undefined> {
  const stored = await openCache().find(nameOf(key));
  if (stored?.byteLength !== VALUES * 8) return undefined;
  const view = new DataView(stored.buffer, stored.byteOffset);
  const [low, high] = [view.getFloat64(0, true), view.getFloat64(8, true)];
  return Number.isNaN(low) ? null : { low, high };
}

async function keep(key: string, limits: StampLimits | null): Promise<void> {
  const bytes = new Uint8Array(VALUES * 8);
  const view = new DataView(bytes.buffer);
  view.setFloat64(0, limits?.low ?? Number.NaN, true);
  view.setFloat64(8, limits?.high ?? Number.NaN, true);
  await openCache().save(nameOf(key), bytes);
}
