// Test stand 8 measured one raft at a time. Its headers have no instrument, and its sequence numbers repeat within a night, so
// that the exposure id is the time of the readout to a tenth of a second: YYYYMMDDhhmmsst, as lsst/obs_lsst has it.

import { dayObsOf } from "./dates";
import { SEQUENCE_NUMBERS_PER_DAY } from "./exposure-ids";
import { findCount, findText, findTimes, headersOf } from "./headers";
import { baseName, unsupported } from "./images";
import { isLsstRaw, lsstDescription, lsstRawImage } from "./lsst-raw";
import type { SurveyFile, SurveyReader, TranslatedFile } from "./translated";

const INSTRUMENT = "LSST-TS8";

/** Raw files of test stand 8: 16 amplifier HDUs. */
export const ts8: SurveyReader = {
  name: "ts8",
  recognises: (file) => isLsstRaw(file) && (findText(headersOf(file.fits), "TSTAND") ?? "").startsWith("TS8"),
  translate: translateTs8,
};

function translateTs8(file: SurveyFile): TranslatedFile {
  const headers = headersOf(file.fits);
  const date = findText(headers, "DATE-OBS");
  const digits = date?.slice(0, 21).replaceAll(/\D/g, "") ?? "";
  if (!/^\d{14,15}$/.test(digits)) {
    throw unsupported(file.path, `DATE-OBS ${date ?? "absent"}`, "a date with the time of the readout");
  }
  const sensor = /S[012][012]/.exec(`${findText(headers, "CCDSLOT") ?? ""} ${baseName(file.path)}`)?.[0];
  if (!sensor)
    throw unsupported(file.path, "no CCDSLOT in the header, no Sij in the name", "the place of the detector");
  const times = findTimes(headers);
  const seqNum = findCount(headers, "SEQNUM");
  const image = lsstRawImage(file, INSTRUMENT, `R22_${sensor}`, 3 * Number(sensor[1]) + Number(sensor[2]));
  return {
    survey: "ts8",
    exposure: {
      instrument: INSTRUMENT,
      exposureId: BigInt(digits.padEnd(15, "0")),
      dayObs: times.begin ? dayObsOf(times.begin.mjd) : null,
      seqNum: seqNum !== null && seqNum < SEQUENCE_NUMBERS_PER_DAY ? seqNum : null,
      ...lsstDescription(headers, times),
      label: findText(headers, "FILENAME")?.replace(/\.fits.*$/, "") ?? null,
    },
    images: [image],
  };
}
