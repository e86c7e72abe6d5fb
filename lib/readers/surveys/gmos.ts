// GMOS at Gemini North and South. The exposure is numbered by its original file name, S20190808S0048: site, UT date, number.
// Products of the pipeline have planes SCI, VAR, DQ ...; each SCI extension is a detector of its own (EXTVER).

import { exposureIdOf } from "./exposure-ids";
import { bandOf, findCount, findText, findTimes, type Headers, headersOf, listMissing } from "./headers";
import { baseName, imageHdus, imageSize, unsupported } from "./images";
import { trimmedSize } from "./iraf-sections";
import { isAuxiliaryPlane } from "./planes";
import type { ExposureFacts, SurveyFile, SurveyReader, TranslatedFile, TranslatedImage } from "./translated";

/** Raw and processed files of GMOS-N and GMOS-S. */
export const gmos: SurveyReader = {
  name: "gmos",
  recognises: ({ fits }) => /^GMOS-[NS]$/.test(findText(headersOf(fits), "INSTRUME") ?? ""),
  translate: (file) =>
    ({ survey: "gmos", exposure: gmosFacts(file), images: gmosImages(file) }) satisfies TranslatedFile,
};

function gmosFacts({ fits, path }: SurveyFile): ExposureFacts {
  const headers = headersOf(fits);
  const label = findText(headers, "ORIGNAME")?.replace(/\.fits$/, "") ?? baseName(path);
  const number = /^[NS](\d{8})S(\d{4,5})/.exec(label);
  if (!number) throw unsupported(path, `name ${label} and no ORIGNAME in the header`, "a name like S20190808S0048");
  const [dayObs, seqNum] = [Number(number[1]), Number(number[2])];
  const times = findTimes(headers);
  const physicalFilter = gmosFilter(headers);
  const band = bandOf(physicalFilter);
  const object = findText(headers, "OBJECT");
  const program = findText(headers, "GEMPRGID");
  const observationType = findText(headers, "OBSTYPE")?.toLowerCase() ?? null;
  return {
    instrument: findText(headers, "INSTRUME") ?? "GMOS",
    exposureId: exposureIdOf(dayObs, seqNum),
    dayObs,
    seqNum,
    observationType: observationType === "object" ? "science" : observationType,
    physicalFilter,
    band,
    mjdMid: times.mjdMid,
    exposureTimeSeconds: times.exposureTimeSeconds,
    object,
    program,
    label: number[0],
    missing: listMissing([
      ["observationType", observationType, "no OBSTYPE in the header"],
      ["physicalFilter", physicalFilter, "no FILTER1 and FILTER2 in the header"],
      ["band", band, `filter ${physicalFilter ?? "unknown"} has no band`],
      ["mjdMid", times.mjdMid, "no date and exposure time in the header"],
      ["exposureTimeSeconds", times.exposureTimeSeconds, "no EXPTIME in the header"],
      ["object", object, "no OBJECT in the header"],
      ["program", program, "no GEMPRGID in the header"],
    ]),
  };
}

/** Names of what stands in the two filter wheels, without the open positions: GG455_G0329. */
function gmosFilter(headers: Headers): string | null {
  const names = [findText(headers, "FILTER1"), findText(headers, "FILTER2")].filter((name) => name !== null);
  if (names.length === 0) return null;
  const inBeam = names.filter((name) => !/^open/i.test(name));
  return inBeam.length === 0 ? "open" : inBeam.join("+");
}

function gmosImages({ fits, path }: SurveyFile): TranslatedImage[] {
  const hdus = imageHdus(fits).filter((hdu) => !isAuxiliaryPlane(hdu));
  if (hdus.length === 0) throw unsupported(path, "no image extension", "an extension SCI");
  const isProcessed = findText(headersOf(fits), "TRIMMED", "SUBOVER", "ADUTOELE", "MOSAIC") !== null;
  return hdus.map((hdu, index) => ({
    detector: index,
    detectorName:
      hdus.length === 1 ? (hdu.name ?? "SCI") : `${hdu.name ?? "SCI"}${findCount([hdu.header], "EXTVER") ?? index + 1}`,
    productType: isProcessed ? "image" : "raw",
    hdu: hdu.index,
    ...(isProcessed ? imageSize(hdu.shape)! : trimmedSize(hdu)),
  }));
}
