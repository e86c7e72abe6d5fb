// Kast, the double spectrograph of the Shane telescope at Lick. Both cameras count their own frames, so that red frame n has
// the sequence number 50000 + n in the exposure id. OBSTYPE calls a bias DARK: object, lamps and exposure time tell better.

import { dayObsOf } from "./dates";
import { exposureIdOf } from "./exposure-ids";
import { bandOf, findCount, findText, findTimes, type Headers, headersOf, listMissing } from "./headers";
import { baseName, imageSize, unsupported } from "./images";
import type { SurveyFile, SurveyReader, TranslatedFile } from "./translated";

/** Added to a red frame's number in the exposure id. */
const RED_OFFSET = 50_000;

/** Raw frames of Kast: one image with a data section and overscan columns of each amplifier at its right. */
export const kast: SurveyReader = {
  name: "kast",
  recognises: ({ fits }) => /^kast[br]/i.test(findText(headersOf(fits), "VERSION") ?? ""),
  translate: translateKast,
};

/**
 * The overscan and data columns of a Kast frame: data [0, AMPSROW amplifiers of equal width), then COVER overscan columns
 * an amplifier, in the amplifiers' order.
 *
 * @param headers of the frame
 * @param rawWidth NAXIS1
 * @returns columns of each amplifier; null when the header's numbers do not add up to the width
 */
export function kastColumns(
  headers: Headers,
  rawWidth: number,
): { dataStart: number; dataWidth: number; overscanStart: number; overscanWidth: number }[] | null {
  const amplifierCount = findCount(headers, "AMPSROW") ?? 1;
  const overscanWidth = findCount(headers, "COVER") ?? 0;
  const dataColumns = rawWidth - amplifierCount * overscanWidth;
  const dataWidth = dataColumns / amplifierCount;
  if (amplifierCount < 1 || overscanWidth < 1 || dataWidth < 1 || !Number.isInteger(dataWidth)) return null;
  return Array.from({ length: amplifierCount }, (_, index) => ({
    dataStart: index * dataWidth,
    dataWidth,
    overscanStart: dataColumns + index * overscanWidth,
    overscanWidth,
  }));
}

function translateKast(file: SurveyFile): TranslatedFile {
  const headers = headersOf(file.fits);
  const isRed = /^kastr/i.test(findText(headers, "VERSION") ?? "");
  const size = imageSize(file.fits.hdus[0]?.shape ?? []);
  if (!size) throw unsupported(file.path, "no image in the primary HDU", "a Kast frame");
  const times = findTimes(headers);
  const seqNum = findCount(headers, "OBSNUM");
  if (!times.begin || seqNum === null || seqNum >= RED_OFFSET) {
    throw unsupported(file.path, "no DATE-OBS and OBSNUM in the header", "the night and number of the exposure");
  }
  const dayObs = dayObsOf(times.begin.mjd);
  const columns = kastColumns(headers, size.width);
  const physicalFilter = findText(headers, isRed ? "RDFILT_N" : "BLFILT_N");
  const object = findText(headers, "OBJECT");
  const band = bandOf(physicalFilter);
  return {
    survey: "kast",
    exposure: {
      instrument: "Kast",
      exposureId: exposureIdOf(dayObs, isRed ? RED_OFFSET + seqNum : seqNum),
      dayObs,
      seqNum,
      observationType: kastObservationType(headers, times.exposureTimeSeconds),
      physicalFilter,
      band,
      mjdMid: times.mjdMid,
      exposureTimeSeconds: times.exposureTimeSeconds,
      object,
      program: null,
      label: labelOf(file.path, isRed, seqNum),
      missing: listMissing([
        ["physicalFilter", physicalFilter, `no ${isRed ? "RDFILT_N" : "BLFILT_N"} in the header`],
        ["band", band, `filter ${physicalFilter ?? "unknown"} has no band`],
        ["mjdMid", times.mjdMid, "no times in the header"],
        ["exposureTimeSeconds", times.exposureTimeSeconds, "no EXPTIME in the header"],
        ["object", object, "no OBJECT in the header"],
        ["program", null, "Kast headers name no observing program"],
      ]),
    },
    images: [
      {
        detector: isRed ? 1 : 0,
        detectorName: isRed ? "red" : "blue",
        productType: "raw",
        hdu: 0,
        width: columns ? columns.length * columns[0]!.dataWidth : size.width,
        height: size.height,
      },
    ],
  };
}

/** b21: the name of the file where it is one, else made of camera and number. */
function labelOf(path: string, isRed: boolean, seqNum: number): string {
  const name = baseName(path);
  return /^[br]\d+$/.test(name) ? name : `${isRed ? "r" : "b"}${seqNum}`;
}

function kastObservationType(headers: Headers, exposureTimeSeconds: number | null): string | null {
  const object = findText(headers, "OBJECT")?.toLowerCase() ?? "";
  const isOn = (lamp: string) => findText(headers, `LAMPSTA${lamp}`)?.toLowerCase() === "on";
  if (exposureTimeSeconds === 0 || object.includes("bias")) return "bias";
  if ([..."12345"].some(isOn) || object.includes("flat")) return "flat";
  if ([..."ABCDEFGHIJK"].some(isOn) || /\barcs?\b/.test(object)) return "arc";
  if (findText(headers, "OBSTYPE") === "DARK") return "dark";
  return object === "" ? null : "science";
}
