// A detector's pixels as detection needs them, from whatever a survey wrote.

import { findCamera, findDetector, scaledAmplifiers } from "@/lib/cameras";
import { MalformedFileError, UnsupportedFormatError } from "@/lib/errors";
import { type FitsFile, readImage } from "@/lib/readers/fits";
import { type ExposureFacts, findExposurePlanes, type TranslatedImage } from "@/lib/readers/surveys";
import { assembleAmplifiers, type DetectorCanvas } from "./assemble";
import { BAD_PLANES, type BadPixels, readNamedMask, readQualityPlane } from "./masks";
import { type AmplifierReadout, readoutOf } from "./readout";

export interface AmplifierBox {
  name: string;
  x0: number;
  y0: number;
  width: number;
  height: number;
}

/** One detector, assembled. */
export interface DetectorPixels {
  width: number;
  height: number;
  /** `pixels[y * width + x]` in `unit`; undefined pixels are NaN */
  pixels: Float32Array;
  /** electron, adu, or what BUNIT says */
  unit: string;
  /** 1 = bad pixel; null when none is known to be */
  bad: Uint8Array | null;
  /** of all pixels; null when no saturation level or plane is known */
  saturatedFraction: number | null;
  /** empty when the amplifiers' places are not known */
  amplifiers: AmplifierBox[];
  /** what was done, and what could not be done and why */
  notes: string[];
}

export interface LoadOptions {
  /** overscan, trim and gain for raw images; processed images are taken as they are either way */
  removeSignature: boolean;
  /** where the pixels shall lie, e.g. in the memory of the kernels; called once */
  allocate?: (pixelCount: number) => Float32Array;
  /** mask planes that make a pixel bad, BAD_PLANES when left out; []: the mask is not read */
  badPlanes?: readonly string[];
}

/**
 * Loads a detector.
 *
 * Raw: row median of each amplifier's serial overscan subtracted, data trimmed, flipped, multiplied by the amplifier's gain
 * (electron/adu) when all gains are known, and placed. Without `removeSignature` a file of one HDU an amplifier is still
 * trimmed, flipped and assembled, in adu; a raw file of one image is taken whole.
 * Processed: the image as it is; its mask (MP_ planes, or DQ) makes pixels bad.
 *
 * Not done: crosstalk, linearity, bias structure, dark, flat, defects.
 *
 * @param file an open file
 * @param image which detector of it
 * @param exposure whose detector it is
 * @param options what to do and where to put the pixels
 * @returns pixels and what is known of them
 * @throws MalformedFileError, UnsupportedFormatError as readImage; a broken amplifier among good ones is a note
 */
export async function loadDetector(
  file: FitsFile,
  image: TranslatedImage,
  exposure: Pick<ExposureFacts, "instrument">,
  options: LoadOptions,
): Promise<DetectorPixels> {
  if (image.productType !== "raw") return loadProcessed(file, image, exposure.instrument, options);
  const readout = readoutOf(file, image, exposure.instrument);
  const isSplit = new Set(readout?.map(({ hdu }) => hdu)).size > 1;
  if (readout && (options.removeSignature || isSplit)) return loadRaw(file, image, readout, options);
  const loaded = await loadPlain(file, image, options);
  if (!readout && options.removeSignature) {
    loaded.notes.push("signature not removed: the header does not tell data and overscan apart");
  }
  return loaded;
}

async function loadRaw(
  file: FitsFile,
  image: TranslatedImage,
  readout: AmplifierReadout[],
  options: LoadOptions,
): Promise<DetectorPixels> {
  const { width, height } = image;
  requireTiling(file, image, readout);
  const hasGains = readout.every(({ gain }) => gain !== null);
  const applyGain = options.removeSignature && hasGains;
  const canvas: DetectorCanvas = {
    width,
    height,
    pixels: newPixels(width * height, options),
    bad: new Uint8Array(width * height),
  };
  const steps = { subtractOverscan: options.removeSignature, applyGain };
  const report = await assembleAmplifiers(file, readout, canvas, steps);
  const notes = [...report.notes];
  if (options.removeSignature && !hasGains)
    notes.push("gain not applied: not known for every amplifier; pixels are in adu");
  const bare = readout.filter(({ overscan }) => overscan === null).map(({ name }) => name);
  if (options.removeSignature && bare.length > 0)
    notes.push(`no overscan beside the data of amplifier ${bare.join(", ")}`);
  return {
    width,
    height,
    pixels: canvas.pixels,
    unit: applyGain ? "electron" : "adu",
    bad: report.badCount > 0 ? canvas.bad : null,
    saturatedFraction: report.ratedCount === width * height ? report.saturatedCount / report.ratedCount : null,
    amplifiers: readout.map(({ name, x0, y0, data }) => ({
      name,
      x0,
      y0,
      width: data.x1 - data.x0,
      height: data.y1 - data.y0,
    })),
    notes,
  };
}

/** The amplifiers must fill the detector, else pixels that nobody measured would look like zeros. */
function requireTiling(file: FitsFile, image: TranslatedImage, readout: AmplifierReadout[]): void {
  const area = readout.reduce((sum, { data }) => sum + (data.x1 - data.x0) * (data.y1 - data.y0), 0);
  const isInside = readout.every(
    ({ data, x0, y0 }) => x0 + data.x1 - data.x0 <= image.width && y0 + data.y1 - data.y0 <= image.height,
  );
  if (area === image.width * image.height && isInside) return;
  throw new UnsupportedFormatError({
    place: file.name,
    found: `${readout.length} amplifiers of ${area} pixels together`,
    expected: `a detector of ${image.width} x ${image.height}`,
  });
}

async function loadProcessed(
  file: FitsFile,
  image: TranslatedImage,
  instrument: string,
  options: LoadOptions,
): Promise<DetectorPixels> {
  const loaded = await loadPlain(file, image, options);
  const isPostIsr = image.productType === "post_isr";
  const mask = await loadMask(file, image, options, loaded.notes);
  return {
    ...loaded,
    ...mask,
    unit: file.hdus[image.hdu]?.header.getText("BUNIT")?.trim() || (isPostIsr ? "electron" : loaded.unit),
    amplifiers: knownAmplifiers(file, instrument, image),
  };
}

async function loadMask(
  file: FitsFile,
  image: TranslatedImage,
  options: LoadOptions,
  notes: string[],
): Promise<BadPixels> {
  const none: BadPixels = { bad: null, saturatedFraction: null };
  if (options.badPlanes?.length === 0) return none;
  const named = findExposurePlanes(file)?.mask ?? null;
  const quality = file.hdus.find(({ name, type }) => type === "image" && name === "DQ")?.index ?? null;
  if (named === null && quality === null) return none;
  const { width, height } = image;
  try {
    return named === null
      ? await readQualityPlane(file, { hdu: quality!, width, height })
      : await readNamedMask(file, { hdu: named, width, height }, options.badPlanes ?? BAD_PLANES);
  } catch (error) {
    if (!(error instanceof MalformedFileError || error instanceof UnsupportedFormatError)) throw error;
    notes.push(`mask ignored: ${error.message}`);
  }
  return none;
}

/**
 * Amplifiers of the camera, when the image has the size of its detector or its header (AMPGRID) says that they are scaled to it.
 *
 * @param file whose primary header is asked
 * @param instrument of the exposure
 * @param image detector and size
 * @returns boxes of its pixels; empty when their places are not known
 */
export function knownAmplifiers(
  file: Pick<FitsFile, "hdus">,
  instrument: string,
  image: Pick<TranslatedImage, "detector" | "width" | "height">,
): AmplifierBox[] {
  const camera = findCamera(instrument);
  const detector = camera ? findDetector(camera, image.detector) : null;
  if (!detector) return [];
  const hasOwnSize = detector.width === image.width && detector.height === image.height;
  if (!hasOwnSize && file.hdus[0]?.header.getText("AMPGRID") !== "SCALED") return [];
  return scaledAmplifiers(detector, image.width, image.height).map(({ readNoise: _, ...box }) => box);
}

async function loadPlain(file: FitsFile, image: TranslatedImage, options: LoadOptions): Promise<DetectorPixels> {
  const { width, height, pixels, unit } = await readImage(file, image.hdu, {
    allocate: (pixelCount) => newPixels(pixelCount, options),
  });
  return {
    width,
    height,
    pixels,
    unit: unit?.trim() || "adu",
    bad: null,
    saturatedFraction: null,
    amplifiers: [],
    notes: [],
  };
}

function newPixels(pixelCount: number, options: LoadOptions): Float32Array {
  return options.allocate ? options.allocate(pixelCount) : new Float32Array(pixelCount);
}
