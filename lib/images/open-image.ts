// Opens the file of an image and finds what its headers tell: layers, sky coordinates, mask, detector.

import { isAnnulusError, NotFoundError } from "../errors";
import { openMountedFile } from "../files/byte-source";
import { knownAmplifiers } from "../isr";
import { type FitsFile, openFits } from "../readers/fits";
import {
  findExposurePlanes,
  maskBits,
  parseSurveyRules,
  segmentHdus,
  type TranslatedImage,
  translateFile,
} from "../readers/surveys";
import type { ImageDescription, Statistic } from "./description";
import { ChangedFileError, type FileState, imageKey, isSameState, readFileState } from "./file-state";
import { focalPlaneOf } from "./focal-plane";
import { assembledLayer, type Layer, storedLayer } from "./layer";
import { type ImageLocation, imageName } from "./location";
import { mosaicLayers, readMosaicDetectors } from "./mosaic";
import { isSignedStage } from "./stages";
import { readWcsCards, type WcsFacts } from "./wcs-cards";

/** What the headers alone tell. */
export type HeaderFacts = Omit<ImageDescription, "key" | "levels" | "sample" | "width" | "height">;

/** An image whose headers were read; its file is closed again. */
export interface OpenedImage {
  key: string;
  location: ImageLocation;
  state: FileState;
  /** headers; its source is closed */
  headers: FitsFile;
  /** an uncompressed file: parts of it can be read */
  isSeekable: boolean;
  facts: HeaderFacts;
  /** level 0; of a mosaic the means */
  pixels: Layer;
  /** of each statistic its own array in a mosaic, else the pixels for all */
  layers: Record<Statistic, Layer>;
  mask: Layer | null;
}

/**
 * Reads the headers of an image's file.
 *
 * @param location of the image
 * @returns what they tell; pixels are not read
 * @throws FileUnreadableError, MalformedFileError; UnsupportedFormatError or NotFoundError when there is no such image in the file
 */
export async function openImage(location: ImageLocation): Promise<OpenedImage> {
  const state = await readFileState(location);
  return withFile(location, async (file) => {
    const content = location.bin > 1 ? await mosaicOf(file, location) : contentOf(file, location);
    const isSeekable = BigInt(file.byteLength) === state.bytes;
    return { key: imageKey(location, state, file), location, state, headers: file, isSeekable, ...content };
  });
}

async function withFile<T>(location: ImageLocation, use: (file: FitsFile) => Promise<T>): Promise<T> {
  const source = await openMountedFile(location.root, location.path);
  try {
    return await use(await openFits(source));
  } finally {
    await source.close();
  }
}

/**
 * Runs work on the file of an image that was opened before: its headers are not parsed again.
 *
 * @param image as it was opened
 * @param use gets the file; it is closed afterwards
 * @returns what `use` gives
 * @throws FileUnreadableError when the file is another by now, or became another meanwhile
 */
export async function withImageFile<T>(image: OpenedImage, use: (file: FitsFile) => Promise<T>): Promise<T> {
  await requireUnchanged(image);
  const source = await openMountedFile(image.location.root, image.location.path);
  try {
    const result = await use({ ...image.headers, source });
    await requireUnchanged(image);
    return result;
  } finally {
    await source.close();
  }
}

/**
 * @param image as it was opened
 * @throws FileUnreadableError when its file is another by now
 */
export async function requireUnchanged({ location, state }: OpenedImage): Promise<void> {
  if (!isSameState(state, await readFileState(location))) throw new ChangedFileError(location.path);
}

type Content = Pick<OpenedImage, "facts" | "pixels" | "layers" | "mask">;

/** Not "residual_bias or post_isr". */
const ONE_STAGE = /^[a-z][a-z0-9_]*$/;

async function mosaicOf(file: FitsFile, location: ImageLocation): Promise<Content> {
  const layers = mosaicLayers(file);
  const detectors = await readMosaicDetectors(file);
  const stage = file.hdus[0]?.header.getText("OFSTAGE")?.trim() ?? "";
  const facts = {
    ...plainFacts(location),
    name: stage === "" ? imageName(location) : `${imageName(location)} of ${stage}`,
    unit: unitOf(file, location.hdu),
    detectors,
    detectorStage: ONE_STAGE.test(stage) ? stage : null,
    isSigned: isSignedStage(stage),
  };
  return { facts, pixels: layers.mean, layers, mask: null };
}

function plainFacts(location: ImageLocation): HeaderFacts {
  return {
    name: imageName(location),
    unit: null,
    bin: location.bin,
    wcs: [],
    wcsProblem: null,
    amplifiers: [],
    detectors: [],
    detectorStage: null,
    focalPlane: null,
    maskPlanes: [],
    isSigned: false,
    notes: [],
  };
}

function unitOf(file: FitsFile, hdu: number): string | null {
  return file.hdus[hdu]?.header.getText("BUNIT")?.trim() || null;
}

/** Files that no survey claims: stamps of a triplet are told by their names. */
const DIFFERENCE_NAME = /(^|[_.-])diff(erence|img|im)?[_.\d-]/i;

function contentOf(file: FitsFile, location: ImageLocation): Content {
  const claimed = claimedImage(file, location);
  const pixels = pixelLayer(file, location, claimed);
  const mask = location.processing === null ? maskLayer(file, location, pixels) : null;
  const stage = location.identity?.stage ?? claimed?.image.productType ?? "";
  const isDifference = location.identity === null && DIFFERENCE_NAME.test(location.path.split("/").at(-1) ?? "");
  const facts: HeaderFacts = {
    ...plainFacts(location),
    ...skyFacts(file, location, pixels),
    ...detectorFacts(file, location, claimed, pixels),
    unit: unitOf(file, location.hdu) ?? UNITS[claimed?.image.productType ?? ""] ?? null,
    maskPlanes: mask?.planes ?? [],
    isSigned: isDifference || isSignedStage(stage),
  };
  const layers = { mean: pixels, min: pixels, max: pixels, std: pixels };
  return { facts, pixels, layers, mask: mask?.layer ?? null };
}

/** What pixels are in when BUNIT is silent. */
const UNITS: Record<string, string> = { raw: "adu", post_isr: "electron" };

function skyFacts(file: FitsFile, location: ImageLocation, pixels: Layer): WcsFacts {
  const sky = readWcsCards(file, location.hdu, `HDU ${location.hdu} of ${location.path}`);
  const isStored = pixels.id === storedId(location);
  if (isStored || sky.wcs.length === 0) return sky;
  const wcsProblem = `${imageName(location)}: the header's coordinates belong to the raw frame, not to the detector`;
  return { wcs: [], wcsProblem };
}

function storedId({ hdu, plane }: ImageLocation): string {
  return [hdu, ...plane].join(",");
}

interface ClaimedImage {
  instrument: string;
  image: TranslatedImage;
}

/** What the survey readers make of the HDU; null for products of runs, whose rows tell, and where no reader claims it. */
function claimedImage(file: FitsFile, location: ImageLocation): ClaimedImage | null {
  try {
    const rules = location.rules === null ? null : parseSurveyRules(location.rules);
    const { exposure, images } = translateFile(file, location.path, rules);
    const image = images.find(({ hdu }) => hdu === location.hdu);
    return image ? { instrument: location.identity?.instrument ?? exposure.instrument, image } : null;
  } catch (error) {
    // a file without a detector's image may still hold images
    if (isAnnulusError(error)) return null;
    throw error;
  }
}

function pixelLayer(file: FitsFile, location: ImageLocation, claimed: ClaimedImage | null): Layer {
  if (location.processing === null) return storedLayer(file, location.hdu, location.plane);
  if (!claimed) {
    throw new NotFoundError({
      place: location.path,
      found: `no image of a detector in HDU ${location.hdu} any more`,
      expected: "the file as it was scanned: scan its mount again",
    });
  }
  const { image, instrument } = claimed;
  const isWhole = location.processing === "assemble" && segmentHdus(file).size <= 1;
  if (image.productType !== "raw" || isWhole) return storedLayer(file, location.hdu, []);
  return assembledLayer(image, instrument, location.processing === "removeSignature");
}

/** Amplifiers and place in the focal plane, where the detector is known: by the row of the image, or by a survey reader. */
function detectorFacts(file: FitsFile, location: ImageLocation, claimed: ClaimedImage | null, pixels: Layer) {
  const { width, height } = pixels;
  const instrument = location.identity?.instrument ?? claimed?.instrument;
  const detector = location.identity?.detector ?? claimed?.image.detector ?? null;
  if (instrument === undefined || detector === null || location.bin > 1) return {};
  const amplifiers = knownAmplifiers(file, instrument, { detector, width, height });
  return {
    amplifiers: amplifiers.map(({ name, x0, y0, ...box }) => ({
      name,
      x0,
      y0,
      x1: x0 + box.width,
      y1: y0 + box.height,
    })),
    focalPlane: amplifiers.length > 0 ? focalPlaneOf(instrument, detector, { width, height }) : null,
  };
}

interface Mask {
  layer: Layer;
  planes: ImageDescription["maskPlanes"];
}

/** Unnamed planes of a DQ image are told by their values. */
const UNNAMED_BITS = 16;

/** The mask beside an image: the one with MP_ cards, or DQ. */
function maskLayer(file: FitsFile, location: ImageLocation, pixels: Layer): Mask | null {
  const planes = findExposurePlanes(file);
  const quality = file.hdus.find(({ name, type }) => type === "image" && name === "DQ")?.index ?? null;
  const hdu = planes?.mask ?? quality;
  if (hdu === null || hdu === location.hdu || location.plane.length > 0) return null;
  if (planes?.mask != null && planes.image !== location.hdu && planes.variance !== location.hdu) return null;
  const { shape = [] } = file.hdus[hdu] ?? {};
  if (shape.at(-1) !== pixels.width || shape.at(-2) !== pixels.height) return null;
  const named = [...maskBits(file.hdus[hdu]!)].map(([name, bit]) => ({ name, bit }));
  const unnamed = Array.from({ length: UNNAMED_BITS }, (_, bit) => ({ name: `DQ ${2 ** bit}`, bit }));
  return { layer: storedLayer(file, hdu, [], true), planes: named.length > 0 ? named : unnamed };
}
