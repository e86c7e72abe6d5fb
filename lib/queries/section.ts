// Pixels of a part of a detector, or of the whole in bins, of the image that a viewer shows of it.
import "server-only";
import { copyOf } from "@/lib/images/blocks";
import { keepPlane } from "@/lib/images/kept-planes";
import type { OpenedImage } from "@/lib/images/open-image";
import { readRegion } from "@/lib/images/regions";
import { readBox } from "@/lib/images/section";
import { openSource } from "./images";

/** A rectangle of pixels on its way to a page. */
export interface PixelBlock {
  /** detector pixel of the first pixel, 0-based */
  x0: number;
  y0: number;
  width: number;
  height: number;
  /** pixels[y * width + x] */
  pixels: Float32Array<ArrayBuffer>;
  unit: string | null;
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

/** The best that there is: mounted before made, with the signature removed before raw. */
function openDetector({ instrument, exposureId, detector }: DetectorAddress): Promise<OpenedImage> {
  const address = { instrument, exposureId: String(exposureId), detector: String(detector) };
  return openSource({ kind: "exposure", ...address, stage: null, runId: null });
}

/** Of a raw only its assembly tells: gain and overscan are in the unit. */
async function unitOf(image: OpenedImage): Promise<string | null> {
  const { facts, pixels } = image;
  const loaded = pixels.loadSection === null ? (await keepPlane(image, pixels)).facts.unit : null;
  return loaded ?? facts.unit;
}

/**
 * A box of detector pixels; NaN outside the detector. Raws come with their signature removed, as detection saw them.
 * @throws NotFoundError, FileUnreadableError, MalformedFileError, UnsupportedFormatError
 */
export async function readSection(address: DetectorAddress, box: SectionBox): Promise<PixelBlock> {
  const image = await openDetector(address);
  const pixels = await readBox(image, box);
  const size = { width: box.x1 - box.x0, height: box.y1 - box.y0 };
  return { x0: box.x0, y0: box.y0, ...size, pixels, unit: await unitOf(image) };
}

/**
 * The whole detector in square bins, a power of two a side: each the mean of its finite pixels, NaN where there is none.
 * @throws as readSection
 */
export async function readBinned(address: DetectorAddress, maxSide: number): Promise<PixelBlock & { bin: number }> {
  const image = await openDetector(address);
  const { width, height } = image.pixels;
  const shift = Math.max(0, Math.ceil(Math.log2(Math.max(width, height) / maxSide)));
  const whole = { x0: 0, y0: 0, x1: width, y1: height };
  const blocks = await readRegion(image, whole, { plane: "mean", shift, take: copyOf });
  const pixels = Float32Array.from(blocks.pixels);
  const size = { width: blocks.width, height: blocks.height };
  return { x0: 0, y0: 0, ...size, pixels, unit: await unitOf(image), bin: 2 ** shift };
}
