// One array of an image's file: its pixels, one of a mosaic's statistics, or its mask. Read whole into given memory, or by sections
// where the file allows it.

import { UnsupportedFormatError } from "../errors";
import { loadDetector } from "../isr";
import { type FitsFile, type PixelArray, readImage, readPixels, type Section } from "../readers/fits";
import { requireWhole } from "../readers/fits/hdu";
import type { TranslatedImage } from "../readers/surveys";
import type { ImageDescription } from "./description";

/** Float32 of pixels or int32 of a mask, in memory that the caller gives. */
export type LayerPixels = Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer>;

export interface Layer {
  /** names it within its image */
  id: string;
  width: number;
  height: number;
  isMask: boolean;
  /** a section costs its own bytes alone: an uncompressed HDU of an uncompressed file */
  isSectioned: boolean;
  /** the whole, once */
  load(file: FitsFile, target: LayerPixels): Promise<LoadedFacts>;
  /** one pixel in the type that holds it exactly; null where only the whole can be had */
  loadValue: ((file: FitsFile, x: number, y: number) => Promise<PixelArray>) | null;
  /** a part; null where only the whole can be had */
  loadSection: ((file: FitsFile, section: Section, target: LayerPixels) => Promise<void>) | null;
}

/** What is known only after loading. */
export type LoadedFacts = Pick<ImageDescription, "unit" | "amplifiers" | "notes">;

/**
 * The layer of a HDU as it is stored.
 *
 * @param file its headers
 * @param hdu index of an image HDU
 * @param plane indexes along the axes before the last two
 * @param isMask int32, else float32
 * @returns the layer; nothing is read
 * @throws UnsupportedFormatError when it is no image with such a plane; MalformedFileError when the file ends before its pixels do
 */
export function storedLayer(file: FitsFile, hdu: number, plane: readonly number[], isMask = false): Layer {
  const { shape, compression, header } = requireImage(file, hdu, plane);
  const [width = 0, height = 0] = [shape.at(-1), shape.at(-2)];
  const leading = leadingIndexes(shape, plane);
  const isPlain = leading.every((index, i) => index === 0 && shape[i] === 1);
  const loadSection = async (source: FitsFile, section: Section, target: LayerPixels): Promise<void> => {
    if (isPlain && target instanceof Float32Array) {
      await readImage(source, hdu, { section, allocate: () => target });
      return;
    }
    const start = [...leading, section.y0, section.x0];
    const end = [...leading.map((index) => index + 1), section.y1, section.x1];
    const { pixels } = await readPixels(source, hdu, { section: { start, end } });
    for (let i = 0; i < target.length; i++) target[i] = Number(pixels[i]);
  };
  return {
    id: [hdu, ...plane].join(","),
    width,
    height,
    isMask,
    isSectioned: compression === null,
    load: async (source, target) => {
      await loadSection(source, { x0: 0, y0: 0, x1: width, y1: height }, target);
      return { unit: header.getText("BUNIT")?.trim() || null, amplifiers: [], notes: [] };
    },
    loadSection,
    loadValue: async (source, x, y) => {
      const section = { start: [...leading, y, x], end: [...leading.map((index) => index + 1), y + 1, x + 1] };
      return (await readPixels(source, hdu, { section })).pixels;
    },
  };
}

function requireImage(file: FitsFile, index: number, plane: readonly number[]) {
  const hdu = file.hdus[index];
  const place = `HDU ${index} of ${file.name}`;
  if (hdu?.type !== "image" || hdu.shape.length < 2 || hdu.shape.includes(0)) {
    const axes = hdu?.shape.toReversed().join(" x ");
    const found = hdu ? `${hdu.type}${axes ? ` (${axes})` : ""}` : "no such HDU";
    throw new UnsupportedFormatError({ place, found, expected: "an image of two axes or more" });
  }
  requireWhole(file, hdu);
  const leading = hdu.shape.slice(0, -2);
  const isInside = plane.every((at, i) => at < (leading.at(i - plane.length) ?? 0));
  if (isInside && plane.length <= leading.length) return hdu;
  const found = `plane ${plane.join(", ")} of ${leading.join(" x ") || "no"} planes`;
  throw new UnsupportedFormatError({ place, found, expected: "a plane that the image has" });
}

/** Planes that are not named are the first ones. */
function leadingIndexes(shape: readonly number[], plane: readonly number[]): number[] {
  const count = shape.length - 2;
  return [...Array.from({ length: count - plane.length }, () => 0), ...plane];
}

/**
 * The layer of a raw detector, put together from its amplifiers.
 *
 * @param image which detector of the file
 * @param instrument of its exposure
 * @param removeSignature overscan, trim and gain
 * @returns the layer; only the whole can be read
 */
export function assembledLayer(image: TranslatedImage, instrument: string, removeSignature: boolean): Layer {
  return {
    id: removeSignature ? "removed" : "assembled",
    width: image.width,
    height: image.height,
    isMask: false,
    isSectioned: false,
    load: async (source, target) => {
      const loaded = await loadDetector(source, image, { instrument }, { removeSignature, allocate: take });
      const { unit, notes } = loaded;
      const amplifiers = loaded.amplifiers.map(({ name, x0, y0, width, height }) => {
        return { name, x0, y0, x1: x0 + width, y1: y0 + height };
      });
      return { unit, amplifiers, notes };

      function take(count: number): Float32Array {
        if (target instanceof Float32Array && target.length === count) return target;
        const found = `${count} pixels`;
        const expected = `${image.width} x ${image.height}`;
        throw new UnsupportedFormatError({ place: source.name, found, expected });
      }
    },
    loadSection: null,
    loadValue: null,
  };
}
