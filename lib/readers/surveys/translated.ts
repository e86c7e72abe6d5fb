// What every survey reader makes of a file, and what a survey reader is.

import type { FitsFile } from "../fits";
import type { SurveyRules } from "./survey-rules";

/** One readout of a whole camera, as one file tells it. */
export interface ExposureFacts {
  instrument: string;
  exposureId: bigint;
  /** YYYYMMDD of the night */
  dayObs: number | null;
  seqNum: number | null;
  /** bias, dark, flat, science, arc ... in lower case */
  observationType: string | null;
  physicalFilter: string | null;
  band: string | null;
  /** modified Julian date (UTC) of the middle of the exposure */
  mjdMid: number | null;
  exposureTimeSeconds: number | null;
  object: string | null;
  program: string | null;
  /** spelling in the survey: MC_C_20250613_000222, b21 */
  label: string | null;
  /** facts that the file does not tell, each "name: reason" */
  missing: string[];
}

export type ProductType = "raw" | "post_isr" | "image" | "difference";

/** One detector's pixels in a file. */
export interface TranslatedImage {
  /** id in the camera */
  detector: number;
  /** as the camera writes it, case kept */
  detectorName: string;
  productType: ProductType;
  /** HDU of the pixels; the first amplifier's where a raw file has one HDU an amplifier */
  hdu: number;
  /** pixels of the assembled detector */
  width: number;
  height: number;
}

/** A file that a survey reader understood. */
export interface TranslatedFile {
  /** name of the reader */
  survey: string;
  exposure: ExposureFacts;
  images: TranslatedImage[];
}

/** A file on its way through the readers. */
export interface SurveyFile {
  fits: FitsFile;
  /** relative to the mount, with forward slashes */
  path: string;
  rules: SurveyRules | null;
}

/** One survey's way of writing files. */
export interface SurveyReader {
  name: string;
  /** True when this reader should translate the file, or refuse it. Cheap: headers only. */
  recognises(file: SurveyFile): boolean;
  /** @throws UnsupportedFormatError naming what is missing */
  translate(file: SurveyFile): TranslatedFile;
}
