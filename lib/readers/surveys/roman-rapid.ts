// Roman WFI images as RAPID (Caltech-IPAC/rapid) and the OpenUniverse2024 simulation write them. File names carry filter,
// pointing and SCA; the header has SCA_NUM, FILTER, MJD-OBS, EXPTIME. Difference images lie in job folders jid<N>.

import { findCamera, findDetector } from "@/lib/cameras";
import { dayObsOf } from "./dates";
import { bandOf, findCount, findText, findTimes, type Headers, headersOf, listMissing } from "./headers";
import { baseName, imageHdus, imageSize, unsupported } from "./images";
import { isAuxiliaryPlane } from "./planes";
import type { SurveyFile, SurveyReader, TranslatedFile } from "./translated";

/** Difference images are numbered by their job, above every pointing. */
const JOB_OFFSET = 10_000_000_000n;

/** Roman_TDS_simple_model_Y106_35967_3_lite: filter, pointing, SCA. */
const SIMULATION = /^Roman_[A-Z]+_\w*?_?([A-Z]\d{3})_(\d{1,9})_(\d{1,2})(?:_|$)/;
/** rimtimsim_WFI_F158_SCA07_000012345_lite: filter, SCA, number. */
const RIMTIMSIM = /^rimtimsim_WFI_([A-Z]\d{3})_SCA(\d\d)_(\d{1,9})(?:_|$)/;
const DIFFERENCE = /^(?:(?:zogy|naive|sfft)_?)?diffimage_masked(?:_negative)?$/;
/** Uncertainty, PSF and coverage files beside the images. */
const COMPANION = /_(unc|pv|psf|cov|uncert\w*)$|uncert|scorrimage|PSF_DET_DIST/i;

/** Images of RAPID and of the simulation that feeds it. */
export const romanRapid: SurveyReader = {
  name: "roman-rapid",
  recognises: ({ fits, path }) => {
    const name = baseName(path);
    const isRoman = SIMULATION.test(name) || RIMTIMSIM.test(name) || (DIFFERENCE.test(name) && jobOf(path) !== null);
    return isRoman || (findCount(headersOf(fits), "SCA_NUM") !== null && findText(headersOf(fits), "ZPTMAG") !== null);
  },
  translate: translateRoman,
};

function jobOf(path: string): number | null {
  const job = /(?:^|\/)jid(\d{1,12})\//.exec(path)?.[1];
  return job === undefined ? null : Number(job);
}

interface RomanIdentity {
  exposureId: bigint;
  sca: number | null;
  filter: string | null;
  label: string;
  isDifference: boolean;
  missing: string[];
}

function translateRoman(file: SurveyFile): TranslatedFile {
  const name = baseName(file.path);
  if (COMPANION.test(name)) throw unsupported(file.path, "an uncertainty, PSF or score plane", "a Roman image");
  const hdu = imageHdus(file.fits).find((candidate) => !isAuxiliaryPlane(candidate));
  if (!hdu) throw unsupported(file.path, "no image", "a Roman image");
  const headers = headersOf(file.fits, hdu.index);
  const identity = identify(name, file.path);
  const sca = identity.sca ?? findCount(headers, "SCA_NUM", "SCA");
  const known = sca === null ? null : findDetector(findCamera("RomanWFI")!, sca);
  if (!known) throw unsupported(file.path, `SCA ${sca ?? "absent"}`, "SCA_NUM 1 to 18 in the header or the file name");
  return {
    survey: "roman-rapid",
    exposure: {
      instrument: "RomanWFI",
      exposureId: identity.exposureId,
      seqNum: null,
      label: identity.label,
      ...romanFacts(headers, identity),
    },
    images: [
      {
        detector: known.id,
        detectorName: known.name,
        productType: identity.isDifference ? "difference" : "image",
        hdu: hdu.index,
        ...imageSize(hdu.shape)!,
      },
    ],
  };
}

function romanFacts(headers: Headers, identity: RomanIdentity) {
  const times = findTimes(headers);
  const physicalFilter = identity.filter ?? findText(headers, "FILTER");
  const facts = {
    dayObs: times.begin ? dayObsOf(times.begin.mjd) : null,
    observationType: "science",
    physicalFilter,
    band: bandOf(physicalFilter),
    mjdMid: times.mjdMid,
    exposureTimeSeconds: times.exposureTimeSeconds,
    object: findText(headers, "OBJECT", "FIELD"),
    program: findText(headers, "PROGRAM"),
  };
  const absent = listMissing(Object.entries(facts).map(([name, value]) => [name, value, "not in the header"]));
  return { ...facts, missing: [...identity.missing, ...absent] };
}

function identify(name: string, path: string): RomanIdentity {
  const simulation = SIMULATION.exec(name);
  if (simulation) {
    const [, filter = null, pointing = "0", sca] = simulation;
    return named(BigInt(pointing), Number(sca), filter, `${filter}_${pointing}`);
  }
  const rimtimsim = RIMTIMSIM.exec(name);
  if (rimtimsim) {
    const [, filter = null, sca, number = "0"] = rimtimsim;
    return named(BigInt(number), Number(sca), filter, `${filter}_${number}`);
  }
  const job = jobOf(path);
  if (job === null) throw unsupported(path, `name ${name}`, "a name with filter, pointing and SCA, or a folder jid<N>");
  return {
    ...named(JOB_OFFSET + BigInt(job), null, null, `jid${job}`),
    isDifference: DIFFERENCE.test(name),
    missing: ["exposureId: the file does not name its pointing; numbered by its job"],
  };
}

function named(exposureId: bigint, sca: number | null, filter: string | null, label: string): RomanIdentity {
  return { exposureId, sca, filter, label, isDifference: false, missing: [] };
}
