// Exposures that the LSST Science Pipelines persisted (lsst.afw.image.Exposure): image, mask with MP_ keywords, variance, then
// archive tables. The primary header keeps visit information (IDNUM, OBSTYPE, DATE-AVG ...), the butler's data id, and often
// the raw header.

import { findCamera, findDetector } from "@/lib/cameras";
import { dayObsOf, isCalendarDay } from "./dates";
import { splitExposureId } from "./exposure-ids";
import { findCount, findText, findTimes, type Headers, headersOf } from "./headers";
import { type ExposureIdentity, identifyDetector, identifyExposure } from "./identity";
import { baseName, imageSize, unsupported } from "./images";
import { lsstDescription, lsstExposureFacts } from "./lsst-raw";
import { findExposurePlanes } from "./planes";
import type { ProductType, SurveyFile, SurveyReader, TranslatedFile } from "./translated";

/** Persisted exposures of any instrument: post-ISR images, calibrated images, difference images. */
export const lsstExposure: SurveyReader = {
  name: "lsst-exposure",
  recognises: ({ fits }) => findExposurePlanes(fits) !== null,
  translate: (file) => translateExposure(file, "lsst-exposure", {}),
};

/** What a file's name tells of an exposure whose headers do not. */
export interface ExposureHints {
  instrument?: string;
  exposureId?: bigint;
  detector?: number;
  label?: string;
}

const INSTRUMENT_NAMES: Record<string, string> = {
  lsstcam: "LSSTCam",
  lsstcomcam: "LSSTComCam",
  comcam: "LSSTComCam",
  latiss: "LATISS",
  hsc: "HSC",
  decam: "DECam",
};

/**
 * Translates a persisted exposure.
 *
 * @param file the file
 * @param survey name of the reader
 * @param hints what the file's name tells; used where the headers are silent
 * @returns one exposure with one detector
 * @throws UnsupportedFormatError for a coadd, or when the image plane is empty
 */
export function translateExposure(file: SurveyFile, survey: string, hints: ExposureHints): TranslatedFile {
  const planes = findExposurePlanes(file.fits);
  const hdu = file.fits.hdus[planes?.image ?? 0];
  const size = hdu ? imageSize(hdu.shape) : null;
  if (!hdu || !size) throw unsupported(file.path, "no image plane", "an exposure with an image plane");
  const headers = headersOf(file.fits, hdu.index);
  const tract = findCount(headers, "LSST BUTLER DATAID TRACT");
  if (tract !== null) throw unsupported(file.path, `a coadd of tract ${tract}`, "an image of one exposure");
  const named = findText(headers, "LSST BUTLER DATAID INSTRUMENT", "INSTRUMENT", "INSTRUME");
  const instrument = (named && (INSTRUMENT_NAMES[named.toLowerCase()] ?? named)) || hints.instrument || "unknown";
  const identity = identityOf(headers, instrument, file.path, hints);
  const detector = detectorOf(headers, instrument, file.path, hints);
  const description = lsstDescription(headers, findTimes(headers));
  const missing = [
    ...identity.missing,
    ...(instrument === "unknown" ? ["instrument: no INSTRUMENT in the header"] : []),
    ...(detector ? [] : ["detector: neither header nor file name tell it; taken to be 0"]),
    ...description.missing,
  ];
  const { exposureId, dayObs, seqNum } = identity;
  const label = findText(headers, "OBSID") ?? hints.label ?? null;
  return {
    survey,
    exposure: { instrument, exposureId, dayObs, seqNum, ...description, label, missing },
    images: [
      {
        ...(detector ?? { detector: 0, detectorName: "0" }),
        productType: productTypeOf(headers, file.path),
        hdu: hdu.index,
        ...size,
      },
    ],
  };
}

function identityOf(headers: Headers, instrument: string, path: string, hints: ExposureHints): ExposureIdentity {
  const own =
    findCount(headers, "LSST BUTLER DATAID EXPOSURE", "LSST BUTLER DATAID VISIT", "IDNUM", "EXPID") ||
    Number(hints.exposureId ?? 0);
  const isLsst = instrument.startsWith("LSST") || instrument === "LATISS";
  if (own > 0) {
    const night = isLsst ? splitExposureId(BigInt(own)) : null;
    if (night && isCalendarDay(night.dayObs)) return { exposureId: BigInt(own), ...night, missing: [] };
    const begin = findTimes(headers).begin;
    return { exposureId: BigInt(own), dayObs: begin?.hasTime ? dayObsOf(begin.mjd) : null, seqNum: null, missing: [] };
  }
  if (isLsst && findText(headers, "DAYOBS", "OBSID") !== null) {
    return { ...lsstExposureFacts(headers, instrument, path), missing: [] };
  }
  return identifyExposure(headers, path);
}

function detectorOf(
  headers: Headers,
  instrument: string,
  path: string,
  hints: ExposureHints,
): { detector: number; detectorName: string } | null {
  if (hints.detector === undefined) return identifyDetector(instrument, headers, path);
  const camera = findCamera(instrument);
  const known = camera ? findDetector(camera, hints.detector) : null;
  return { detector: hints.detector, detectorName: known?.name ?? String(hints.detector) };
}

function productTypeOf(headers: Headers, path: string): ProductType {
  const kind = findText(headers, "LSST BUTLER DATASETTYPE") ?? baseName(path);
  if (/post_?isr/i.test(kind)) return "post_isr";
  return /diff(erence)?_?(im|exp)/i.test(kind) ? "difference" : "image";
}
