// Pixels of a part of a detector, or of the whole in bins, straight from the mounted file.
import "server-only";
import { pool } from "@/lib/database/client";
import { openMountedFile } from "@/lib/files/byte-source";
import { loadDetector } from "@/lib/isr";
import { type FitsFile, openFits, readImage } from "@/lib/readers/fits";
import { parseSurveyRules, type TranslatedImage, translateFile } from "@/lib/readers/surveys";
import { NotFoundError } from "../errors";
import { binPixels, type PixelBlock, placeSection } from "./pixel-block";

interface ImageRow {
  root: string;
  path: string;
  rules: string | null;
  hdu: number;
  product_type: string;
  width: number;
  height: number;
}

/** Half-open box of detector pixels; may reach over the edges. */
export interface SectionBox {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}

export interface DetectorAddress {
  instrument: string;
  exposureId: bigint;
  detector: number;
}

/** The image that detection used: present before vanished, products with the signature removed before raws. */
async function getImage(address: DetectorAddress): Promise<ImageRow> {
  const { rows } = await pool().query<ImageRow>(
    `SELECT mount.root, file.path, mount.rules, image.hdu, image.product_type, image.width, image.height
     FROM detector_image image JOIN mounted_file file ON file.id = image.file_id JOIN mount ON mount.id = file.mount_id
     WHERE image.instrument = $1 AND image.exposure_id = $2 AND image.detector = $3
     ORDER BY image.state = 'present' DESC, image.product_type = 'raw', image.id LIMIT 1`,
    [address.instrument, address.exposureId, address.detector],
  );
  const row = rows[0];
  if (row) return row;
  throw new NotFoundError({
    place: `${address.instrument} ${address.exposureId}`,
    found: `no image of detector ${address.detector}`,
    expected: "a detector that a mounted file holds",
  });
}

/** Assembled raws, newest last: an amplifier layout cannot be read in parts. At most two of 65 MB. */
const assembled = new Map<string, PixelBlock>();
const ASSEMBLED_KEPT = 2;

async function readAssembled(file: FitsFile, row: ImageRow): Promise<PixelBlock> {
  const key = `${row.root}\n${row.path}\n${row.hdu}\n${file.byteLength}`;
  const known = assembled.get(key);
  if (known) return known;
  const translated = translateFile(file, row.path, row.rules ? parseSurveyRules(row.rules) : null);
  const image = translated.images.find((candidate: TranslatedImage) => candidate.hdu === row.hdu);
  if (!image) {
    throw new NotFoundError({
      place: row.path,
      found: `no image in HDU ${row.hdu} any more`,
      expected: "the file as it was scanned: scan its mount again",
    });
  }
  const pixels = await loadDetector(file, image, translated.exposure, { removeSignature: true });
  const block = { x0: 0, y0: 0, width: pixels.width, height: pixels.height, pixels: pixels.pixels, unit: pixels.unit };
  const oldest = assembled.keys().next().value;
  if (assembled.size >= ASSEMBLED_KEPT && oldest !== undefined) assembled.delete(oldest);
  assembled.set(key, block);
  return block;
}

/**
 * A box of detector pixels; NaN outside the detector. Raws come with their signature removed, as detection saw them.
 * @throws NotFoundError, FileUnreadableError, MalformedFileError, UnsupportedFormatError
 */
export async function readSection(address: DetectorAddress, box: SectionBox): Promise<PixelBlock> {
  const row = await getImage(address);
  const source = await openMountedFile(row.root, row.path);
  try {
    const file = await openFits(source);
    if (row.product_type === "raw") return placeSection(await readAssembled(file, row), box);
    const inside = {
      x0: Math.max(0, box.x0),
      y0: Math.max(0, box.y0),
      x1: Math.min(row.width, box.x1),
      y1: Math.min(row.height, box.y1),
    };
    if (inside.x1 <= inside.x0 || inside.y1 <= inside.y0) return placeSection(null, box);
    const image = await readImage(file, row.hdu, { section: inside });
    return placeSection({ ...image, x0: inside.x0, y0: inside.y0 }, box);
  } finally {
    await source.close();
  }
}

/** The whole detector in square bins: each the mean of its finite pixels, NaN where there is none. */
export async function readBinned(address: DetectorAddress, maxSide: number): Promise<PixelBlock & { bin: number }> {
  const row = await getImage(address);
  const bin = Math.max(1, Math.ceil(Math.max(row.width, row.height) / maxSide));
  const source = await openMountedFile(row.root, row.path);
  try {
    const file = await openFits(source);
    const whole =
      row.product_type === "raw"
        ? await readAssembled(file, row)
        : { ...(await readImage(file, row.hdu)), x0: 0, y0: 0 };
    return { ...binPixels(whole, bin), bin };
  } finally {
    await source.close();
  }
}
