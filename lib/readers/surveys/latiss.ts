import { isLsstCamera, isLsstRaw, translateLsstRaw } from "./lsst-raw";
import type { SurveyReader } from "./translated";

/** Raw files of LATISS: 16 amplifier HDUs of its one sensor. */
export const latiss: SurveyReader = {
  name: "latiss",
  recognises: (file) => isLsstRaw(file) && isLsstCamera(file, ["latiss"], "AT"),
  translate: (file) =>
    translateLsstRaw(file, { name: "latiss", instrument: "LATISS", detectorNameOf: () => "RXX_S00" }),
};
