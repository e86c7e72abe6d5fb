// Hyper Suprime-Cam: raw files (one image of four amplifiers, keywords T_*) and persisted exposures named HSC-<visit>-<ccd>.
// Exposure number of a raw file as lsst/obs_subaru has it: digits of EXP-ID (HSCE00012345), or of FRAMEID without detector.

import { findCamera, findDetector } from "@/lib/cameras";
import { dayObsOf } from "./dates";
import { bandOf, findCount, findText, findTimes, type Headers, headersOf, listMissing } from "./headers";
import { baseName, imageHdus, imageSize, unsupported } from "./images";
import { type ExposureHints, translateExposure } from "./lsst-exposure";
import { findExposurePlanes } from "./planes";
import type { SurveyFile, SurveyReader, TranslatedFile } from "./translated";

/** Files of Hyper Suprime-Cam. */
export const hsc: SurveyReader = {
  name: "hsc",
  recognises: (file) => isRaw(file) || (hintsOf(file) !== null && findExposurePlanes(file.fits) !== null),
  translate: (file) => (isRaw(file) ? translateRaw(file) : translateExposure(file, "hsc", hintsOf(file) ?? {})),
};

function isRaw({ fits }: SurveyFile): boolean {
  const headers = headersOf(fits);
  return findText(headers, "INSTRUME") === "Hyper Suprime-Cam" && findCount(headers, "DET-ID") !== null;
}

/** HSC-0908120-056 in a file's name: visit and detector. */
function hintsOf({ path }: SurveyFile): ExposureHints | null {
  const match = /^(?:.*[^A-Za-z0-9])?HSC-(\d{4,7})-(\d{3})(?!\d)/.exec(baseName(path));
  if (!match) return null;
  return {
    instrument: "HSC",
    exposureId: BigInt(match[1]!),
    detector: Number(match[2]),
    label: `HSC-${match[1]}`,
  };
}

function translateRaw(file: SurveyFile): TranslatedFile {
  const headers = headersOf(file.fits);
  const hdu = imageHdus(file.fits)[0];
  const detector = findCount(headers, "DET-ID")!;
  const known = findDetector(findCamera("HSC")!, detector);
  if (!hdu) throw unsupported(file.path, "no image", "a raw HSC image");
  if (!known) throw unsupported(file.path, `DET-ID ${detector}`, "a detector of HSC, 0 to 111");
  const exposureNumber = rawExposureNumber(headers);
  if (exposureNumber === null) throw unsupported(file.path, "no EXP-ID in the header", "HSCE and eight digits");
  const times = findTimes(headers);
  const physicalFilter = findText(headers, "FILTER01");
  const type = findText(headers, "DATA-TYP")?.toLowerCase() ?? null;
  const facts = {
    observationType: type === "object" ? "science" : type,
    physicalFilter,
    band: bandOf(physicalFilter),
    mjdMid: times.mjdMid,
    exposureTimeSeconds: times.exposureTimeSeconds,
    object: findText(headers, "OBJECT"),
    program: findText(headers, "PROP-ID"),
  };
  const missing = listMissing(Object.entries(facts).map(([name, value]) => [name, value, "not in the header"]));
  return {
    survey: "hsc",
    exposure: {
      instrument: "HSC",
      exposureId: BigInt(exposureNumber),
      dayObs: times.begin ? dayObsOf(times.begin.mjd) : null,
      seqNum: null,
      ...facts,
      label: findText(headers, "EXP-ID"),
      missing,
    },
    images: [
      {
        detector,
        detectorName: known.name,
        productType: "raw",
        hdu: hdu.index,
        ...(hscAmplifiers(headers) ? { width: known.width, height: known.height } : imageSize(hdu.shape)!),
      },
    ],
  };
}

function rawExposureNumber(headers: Headers): number | null {
  const exposure = /^HSCE(\d{8})$/.exec(findText(headers, "EXP-ID") ?? "");
  if (exposure) return Number(exposure[1]);
  const frame = /^HSCA(\d{6})\d\d$/.exec(findText(headers, "FRAMEID") ?? "");
  return frame ? Number(frame[1]) : null;
}

/** Columns and rows of one amplifier in a raw HSC image, 0-based and half-open. */
export interface HscAmplifier {
  data: { x0: number; x1: number; y0: number; y1: number };
  overscan: { x0: number; x1: number };
  /** electron/adu */
  gain: number | null;
}

/**
 * The four amplifiers of a raw HSC image from its T_ keywords: T_EFMNac first, T_EFMXac last effective pixel and T_OSMNac,
 * T_OSMXac overscan of amplifier a = 1 to 4 along axis c = 1, 2; one-based and closed in the header.
 *
 * @param headers of the image
 * @returns amplifiers from left to right; null when keywords are missing
 */
export function hscAmplifiers(headers: Headers): HscAmplifier[] | null {
  const amplifiers: HscAmplifier[] = [];
  for (let a = 1; a <= 4; a++) {
    const of = (name: string, axis: number) => findCount(headers, `T_${name}${a}${axis}`);
    const [x0, x1, y0, y1] = [of("EFMN", 1), of("EFMX", 1), of("EFMN", 2), of("EFMX", 2)];
    const [o0, o1] = [of("OSMN", 1), of("OSMX", 1)];
    if (!x0 || !x1 || !y0 || !y1 || !o0 || !o1 || x1 < x0 || y1 < y0 || o1 < o0) return null;
    const gain = findCount(headers, `T_GAIN${a}`) === null ? null : headers[0]!.getNumber(`T_GAIN${a}`);
    amplifiers.push({ data: { x0: x0 - 1, x1, y0: y0 - 1, y1 }, overscan: { x0: o0 - 1, x1: o1 }, gain });
  }
  return amplifiers.sort((a, b) => a.data.x0 - b.data.x0);
}
