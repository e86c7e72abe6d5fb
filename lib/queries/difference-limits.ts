// Display limits of full images of jobs: read once a file, kept in memory and on the disk, so that a page of stamps does not read images.
import "server-only";
import { createHash } from "node:crypto";
import { stat } from "node:fs/promises";
import path from "node:path";
import type { StampLimits } from "@/lib/difference/stamp-answer";
import { imageLimits, type StampImage, type StampPlane } from "@/lib/difference/stamps";
import { openTileCache } from "@/lib/images/tile-cache";
import { zscaleLimits } from "@/lib/kernels/zscale";
import { environment } from "../environment";
import { resolveUnder } from "../files/resolve";

/** Some 100 bytes an image on the disk: a million images. */
const CACHE_BYTES = 128 * 2 ** 20;
const KEPT_IN_MEMORY = 20_000;
const VALUES = 2;

const known = new Map<string, Promise<StampLimits | null>>();
/** full images are read one at a time: nine at once would take 600 MB */
let reading: Promise<unknown> = Promise.resolve();

/**
 * zscale limits of a full image.
 *
 * @param place root and path of its file
 * @param image open
 * @param plane its pixels, where they are in memory already
 * @returns null when no pixel is finite
 * @throws as readImage
 */
export async function limitsOfImage(
  place: { root: string; path: string },
  image: StampImage,
  plane: StampPlane | null = null,
): Promise<StampLimits | null> {
  const { size, mtimeMs } = await stat(resolveUnder(place.root, place.path));
  const text = JSON.stringify([place.root, place.path, size, mtimeMs, image.hdu]);
  const key = createHash("sha256").update(text).digest("hex").slice(0, 32);
  const before = known.get(key);
  if (before) return before;
  if (known.size >= KEPT_IN_MEMORY) known.clear();
  const limits = findOrMeasure(key, () => measureOneByOne(image, plane));
  known.set(key, limits);
  limits.catch(() => known.delete(key));
  return limits;
}

function measureOneByOne(image: StampImage, plane: StampPlane | null): Promise<StampLimits | null> {
  if (plane !== null) return Promise.resolve(zscaleLimits(plane.pixels));
  const measured = reading.then(() => imageLimits(image));
  reading = measured.catch(() => undefined);
  return measured;
}

async function findOrMeasure(key: string, measure: () => Promise<StampLimits | null>): Promise<StampLimits | null> {
  const cache = openTileCache(path.join(environment().dataHome, "limits"), CACHE_BYTES);
  const name = `${key.slice(0, 2)}/${key}`;
  const stored = await cache.find(name);
  if (stored && stored.byteLength === VALUES * 8) {
    const view = new DataView(stored.buffer, stored.byteOffset);
    const [low, high] = [view.getFloat64(0, true), view.getFloat64(8, true)];
    return Number.isNaN(low) ? null : { low, high };
  }
  const limits = await measure();
  const bytes = new Uint8Array(VALUES * 8);
  const view = new DataView(bytes.buffer);
  view.setFloat64(0, limits?.low ?? Number.NaN, true);
  view.setFloat64(8, limits?.high ?? Number.NaN, true);
  await cache.save(name, bytes);
  return limits;
}
