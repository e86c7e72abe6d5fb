// Any file with a two-dimensional image. Common keywords, or the rules of the mount, say what it is.
//
// Several image extensions: planes that belong to an image (VAR, MASK, DQ, WEIGHT, SKYFIT ..., planes.ts) are left out; each of
// the others is a detector. Its id is what its header says (CCDNUM, DETNUM ...), if all say it and differ; else its place
// among them, from 0, in file order.

import { findCamera, findDetector } from "@/lib/cameras";
import type { Hdu } from "../fits";
import { isCalendarDay, parseHeaderDate } from "./dates";
import { exposureIdOf, splitExposureId } from "./exposure-ids";
import { bandOf, findCount, findText, findTimes, type Headers, headersOf, listMissing } from "./headers";
import { type ExposureIdentity, identifyDetector, identifyExposure } from "./identity";
import { imageHdus, imageSize, unsupported } from "./images";
import { trimmedSize } from "./iraf-sections";
import { segmentHdus } from "./lsst-segments";
import { isAuxiliaryPlane } from "./planes";
import { type RuledFact, ruledText } from "./survey-rules";
import type { ExposureFacts, SurveyFile, SurveyReader, TranslatedFile, TranslatedImage } from "./translated";

/** More images than the largest camera here has detectors are a series of something else. */
const MAX_IMAGES = 256;

/** The reader of last resort, and of mounts with rules. */
export const generic: SurveyReader = {
  name: "generic",
  recognises: () => true,
  translate: translateGeneric,
};

function translateGeneric(file: SurveyFile): TranslatedFile {
  if (file.rules === null && segmentHdus(file.fits).size > 0) {
    const expected = "LSSTCam, LSSTComCam, LATISS or TS8 in INSTRUME, OBSID or TSTAND";
    throw unsupported(file.path, "raw amplifiers of a camera that the header does not name", expected);
  }
  const hdus = chosenHdus(file);
  const headers = headersOf(file.fits, hdus[0]!.index);
  const instrument = ruled(file, "instrument", headers) ?? instrumentOf(headers);
  const images = nameImages(file, hdus, instrument ?? "unknown");
  const exposure = genericFacts(file, headers, instrument);
  return { survey: file.rules?.name ?? "generic", exposure, images };
}

function ruled(file: SurveyFile, fact: RuledFact, headers: Headers): string | null {
  return ruledText(file.rules, fact, headers, file.path);
}

function chosenHdus({ fits, path, rules }: SurveyFile): Hdu[] {
  const choice = rules?.images ?? "each";
  const all = imageHdus(fits);
  const wanted = Array.isArray(choice)
    ? all.filter(({ name }) => name !== null && choice.includes(name))
    : all.filter((hdu) => !isAuxiliaryPlane(hdu));
  if (wanted.length === 0) {
    const names = all.map(({ index, name }) => name ?? `HDU ${index}`).join(", ");
    throw unsupported(
      path,
      `images ${names} only`,
      Array.isArray(choice) ? choice.join(", ") : "an image of a detector",
    );
  }
  if (wanted.length > MAX_IMAGES)
    throw unsupported(path, `a series of ${wanted.length} images`, `at most ${MAX_IMAGES}`);
  return choice === "first" ? wanted.slice(0, 1) : wanted;
}

function instrumentOf(headers: Headers): string | null {
  return findText(headers, "INSTRUME", "INSTRUMENT", "CAMERA", "TELESCOP");
}

function nameImages(file: SurveyFile, hdus: Hdu[], instrument: string): TranslatedImage[] {
  const told = hdus.map((hdu) => detectorOf(file, hdu, instrument));
  const ids = new Set(told.map((detector) => detector?.detector));
  const isTold = told.every((detector) => detector !== null) && ids.size === hdus.length;
  return hdus.map((hdu, index) => ({
    ...(isTold ? told[index]! : { detector: index, detectorName: imageName(hdu, index, hdus.length) }),
    productType: file.rules?.product_type ?? "image",
    hdu: hdu.index,
    ...(file.rules?.product_type === "raw" ? trimmedSize(hdu) : imageSize(hdu.shape)!),
  }));
}

function detectorOf(file: SurveyFile, hdu: Hdu, instrument: string): { detector: number; detectorName: string } | null {
  const headers = headersOf(file.fits, hdu.index);
  const camera = findCamera(instrument);
  const name = ruled(file, "detector_name", headers);
  const id = ruled(file, "detector", headers);
  const known = camera ? findDetector(camera, id !== null && /^\d+$/.test(id) ? Number(id) : (id ?? name ?? "")) : null;
  if (known) return { detector: known.id, detectorName: name ?? known.name };
  if (id !== null && /^\d{1,9}$/.test(id)) return { detector: Number(id), detectorName: name ?? id };
  if (id !== null) throw unsupported(file.path, `detector ${id}`, "a number, or a name of the camera");
  return identifyDetector(instrument, headers, file.path);
}

/** EXTNAME and EXTVER where several images share the name, else EXTNAME, else the place. */
function imageName(hdu: Hdu, index: number, count: number): string {
  if (!hdu.name) return String(index);
  const version = findCount([hdu.header], "EXTVER");
  return count > 1 ? `${hdu.name}${version ?? index + 1}` : hdu.name;
}

function genericFacts(file: SurveyFile, headers: Headers, instrument: string | null): ExposureFacts {
  const times = findTimes(headers);
  const ruledTime = Number(ruled(file, "exposure_time", headers) ?? "none");
  const exposureTimeSeconds = ruledTime >= 0 ? ruledTime : times.exposureTimeSeconds;
  const physicalFilter = ruled(file, "physical_filter", headers) ?? findText(headers, "FILTER", "FILTER1", "FILTER01");
  const facts = {
    observationType:
      (
        ruled(file, "observation_type", headers) ?? findText(headers, "IMGTYPE", "OBSTYPE", "IMAGETYP")
      )?.toLowerCase() ?? null,
    physicalFilter,
    band: ruled(file, "band", headers) ?? findText(headers, "BAND") ?? bandOf(physicalFilter),
    mjdMid: ruledMjdMid(file, headers, exposureTimeSeconds) ?? times.mjdMid,
    exposureTimeSeconds,
    object: ruled(file, "object", headers) ?? findText(headers, "OBJECT"),
    program: ruled(file, "program", headers) ?? findText(headers, "PROGRAM", "PROPID", "PROP-ID"),
  };
  const identity = ruledIdentity(file, headers) ?? identifyExposure(headers, file.path);
  const { exposureId, dayObs, seqNum } = identity;
  const absent: [string, unknown, string][] = [
    ["instrument", instrument, "neither INSTRUME nor TELESCOP in the header"],
    ["dayObs", dayObs, "no date in the header"],
    ...Object.entries(facts).map(([name, value]): [string, unknown, string] => [name, value, "not in the header"]),
  ];
  return {
    instrument: instrument ?? "unknown",
    exposureId,
    dayObs,
    seqNum,
    ...facts,
    label: ruled(file, "label", headers),
    missing: [...identity.missing, ...listMissing(absent)],
  };
}

function ruledMjdMid(file: SurveyFile, headers: Headers, exposureTimeSeconds: number | null): number | null {
  const mjd = Number(ruled(file, "mjd", headers) ?? "none");
  if (mjd > 0) return mjd;
  const date = parseHeaderDate(ruled(file, "date", headers));
  return date?.hasTime && exposureTimeSeconds !== null ? date.mjd + exposureTimeSeconds / 86400 / 2 : null;
}

/** Exposure number, or night and number, as the rules give them. */
function ruledIdentity(file: SurveyFile, headers: Headers): ExposureIdentity | null {
  const [exposure, day, number] = (["exposure", "day_obs", "seq_num"] as const).map((fact) =>
    ruled(file, fact, headers),
  );
  const dayObs = Number(day?.replaceAll("-", "") ?? "none");
  const night = isCalendarDay(dayObs) ? dayObs : null;
  const seqNum = number && /^\d{1,5}$/.test(number) ? Number(number) : null;
  if (exposure) {
    if (!/^\d{1,18}$/.test(exposure)) throw unsupported(file.path, `exposure ${exposure}`, "a whole number");
    const split = splitExposureId(BigInt(exposure));
    const isNightly = split !== null && isCalendarDay(split.dayObs);
    return {
      exposureId: BigInt(exposure),
      dayObs: night ?? (isNightly ? split.dayObs : identifyExposure(headers, file.path).dayObs),
      seqNum: seqNum ?? (isNightly ? split.seqNum : null),
      missing: [],
    };
  }
  if (night === null || seqNum === null) return null;
  return { exposureId: exposureIdOf(night, seqNum), dayObs: night, seqNum, missing: [] };
}
