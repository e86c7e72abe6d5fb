// Images that runs make, as FITS files: provenance in the primary header, then the planes.

import type { MosaicPlan } from "@/lib/calibration/mosaic";
import type { ImageProductToSave } from "@/lib/database/save-images";
import { type FitsHduToWrite, writeFitsHdu } from "@/lib/readers/fits";
import { imageProductPath, relativeToHome } from "../paths";
import { writePiecesBeside } from "./write-beside";

type Card = [keyword: string, value: string | number | bigint | boolean | null, comment?: string];

/** HDU of the pixels, or of a mosaic's means. */
const PIXEL_HDU = 1;
/** More inputs are told in the database only. */
const MOST_INPUT_CARDS = 1000;

/** What every product's header tells. */
export interface ProductSubject {
  runId: number;
  codeVersion: string;
  instrument: string;
  exposureId: bigint;
  /** null: the whole focal plane */
  detector: number | null;
  detectorName: string | null;
}

/** What kind of image it is, and what it was made from. */
export interface ProductFacts {
  stage: string;
  unit: string;
  /** exposures or files that went in, as text */
  inputs: readonly string[];
  /** combined calibrations that were removed, as text */
  calibrations: readonly string[];
  physicalFilter?: string | null;
  exposureTimeSeconds?: number | null;
}

/**
 * Cards of the primary header.
 *
 * @param subject run, exposure and detector
 * @param facts stage and inputs
 * @returns cards
 */
function provenanceCards(subject: ProductSubject, facts: ProductFacts): Card[] {
  const { detector, detectorName, exposureId } = subject;
  const { physicalFilter, exposureTimeSeconds } = facts;
  return [
    ["INSTRUME", subject.instrument, "Instrument"],
    ["EXPID", exposureId, "Exposure id; of a combination the first"],
    ...(detector === null ? [] : [["DETECTOR", detector, "Detector id"] satisfies Card]),
    ...(detectorName === null ? [] : [["DETNAME", detectorName, "Detector name"] satisfies Card]),
    ...(physicalFilter ? [["FILTER", physicalFilter, "Physical filter"] satisfies Card] : []),
    ...(typeof exposureTimeSeconds === "number" ? [["EXPTIME", exposureTimeSeconds, "[s]"] satisfies Card] : []),
    ["STAGE", facts.stage, "Stage of processing"],
    ["RUN", subject.runId, "Run of Annulus that made it"],
    ["CODEVER", subject.codeVersion, "Version of Annulus"],
    ["NINPUT", facts.inputs.length, "Images that went in"],
    ...facts.inputs.slice(0, MOST_INPUT_CARDS).map((text, i): Card => [`INP${i}`, text]),
    ...facts.calibrations.map((text, i): Card => [`CAL${i}`, text]),
  ];
}

/** A plane of an image and its name. */
export interface PlaneToWrite {
  name: "IMAGE" | "VARIANCE" | "COUNT" | "MASK";
  unit: string;
  pixels: Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>;
}

/**
 * Pixels as a view that may be written, which those of the kernels' memory are.
 *
 * @param pixels anywhere
 * @returns the same pixels; a copy where their memory is shared between threads
 */
export function withOwnBuffer(pixels: Float32Array): Float32Array<ArrayBuffer> {
  return pixels.buffer instanceof ArrayBuffer
    ? new Float32Array(pixels.buffer, pixels.byteOffset, pixels.length)
    : Float32Array.from(pixels);
}

/**
 * Writes the image of one detector.
 *
 * @param subject run, exposure and detector
 * @param facts stage, unit and inputs
 * @param size pixels of each plane
 * @param planes the first is the image
 * @returns its row
 */
export function writeDetectorProduct(
  subject: ProductSubject,
  facts: ProductFacts,
  size: { width: number; height: number },
  planes: readonly PlaneToWrite[],
): ImageProductToSave {
  const hdus = planes.map(({ name, unit, pixels }): FitsHduToWrite => {
    const mask: Card[] = name === "MASK" ? [["MP_BAD", 0, "Bit of pixels not to be used"]] : [];
    const cards: Card[] = [
      ["EXTTYPE", name],
      ["EXTNAME", name],
      ...(unit === "" ? [] : [["BUNIT", unit] satisfies Card]),
    ];
    return { cards: [...cards, ...mask], image: { ...size, pixels } };
  });
  return write(subject, facts, { ...size, bin: 1, orientation: null }, pieces(subject, facts, [], hdus));
}

/**
 * Writes a mosaic. Its planes are made one after the other, so that one of them is in memory at a time.
 *
 * @param subject run and exposure
 * @param facts stage, unit and inputs; `source`: stage of the detectors in it
 * @param plan size and places
 * @param makePlane pixels of MEAN, MIN, MAX or STD, written before the next is asked for: they may lie in the same memory
 * @returns its row
 */
export function writeMosaicProduct(
  subject: ProductSubject,
  facts: ProductFacts & { source: string; orientation: string },
  plan: MosaicPlan,
  makePlane: (statistic: "mean" | "min" | "max" | "std") => Float32Array<ArrayBuffer>,
): ImageProductToSave {
  const { width, height, bin } = plan;
  const cards: Card[] = [
    ["BIN", bin, "Detector pixels a pixel each way"],
    ["ORIENT", facts.orientation, "dvcs, or engineering: its transpose"],
    ["OFSTAGE", facts.source, "Stage of the detectors in it"],
  ];
  function* planes(): Generator<FitsHduToWrite> {
    for (const statistic of ["mean", "min", "max", "std"] as const) {
      const name = statistic.toUpperCase();
      const plane: Card[] = [["EXTNAME", name], ...(facts.unit === "" ? [] : [["BUNIT", facts.unit] satisfies Card])];
      yield { cards: plane, image: { width, height, pixels: makePlane(statistic) } };
    }
    yield detectorsHdu(plan);
  }
  const { orientation } = facts;
  return write(subject, facts, { width, height, bin, orientation }, pieces(subject, facts, cards, planes()));
}

function detectorsHdu({ places }: MosaicPlan): FitsHduToWrite {
  const integers = (read: (place: MosaicPlan["places"][number]) => number) => Int32Array.from(places, read);
  const columns = [
    { name: "name", values: places.map(({ name }) => name) },
    { name: "detector", values: integers(({ detector }) => detector) },
    { name: "x0", values: integers(({ x0 }) => x0) },
    { name: "y0", values: integers(({ y0 }) => y0) },
    { name: "x1", values: integers(({ x1 }) => x1) },
    { name: "y1", values: integers(({ y1 }) => y1) },
    {
      name: "matrix",
      description: "mosaic to detector pixel",
      cellShape: [6],
      values: Float64Array.from(places.flatMap(({ matrix }) => matrix)),
    },
  ];
  return { cards: [["EXTNAME", "DETECTORS"]], table: { columns } };
}

function* pieces(
  subject: ProductSubject,
  facts: ProductFacts,
  cards: readonly Card[],
  hdus: Iterable<FitsHduToWrite>,
): Generator<Uint8Array> {
  yield writeFitsHdu({ cards: [...provenanceCards(subject, facts), ...cards] }, 0);
  let index = 1;
  for (const hdu of hdus) yield writeFitsHdu(hdu, index++);
}

function write(
  subject: ProductSubject,
  facts: ProductFacts,
  shape: { width: number; height: number; bin: number; orientation: string | null },
  content: Iterable<Uint8Array>,
): ImageProductToSave {
  const file = imageProductPath(subject.runId, subject, facts.stage);
  const { bytes, checksum } = writePiecesBeside(file, content);
  return {
    ...shape,
    stage: facts.stage,
    detectorName: subject.detectorName,
    physicalFilter: facts.physicalFilter ?? null,
    inputCount: facts.inputs.length,
    path: relativeToHome(file),
    hdu: PIXEL_HDU,
    unit: facts.unit,
    checksum,
    bytes,
  };
}
