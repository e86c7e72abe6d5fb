import { isLsstCamera, isLsstRaw, nameFromBayAndSlot, translateLsstRaw } from "./lsst-raw";
import type { SurveyReader } from "./translated";

/** Raw files of LSSTCam: 16 amplifier HDUs, 8 for a wavefront sensor. */
export const lsstcam: SurveyReader = {
  name: "lsstcam",
  recognises: (file) => isLsstRaw(file) && isLsstCamera(file, ["lsstcam"], "MC"),
  translate: (file) =>
    translateLsstRaw(file, { name: "lsstcam", instrument: "LSSTCam", detectorNameOf: nameFromBayAndSlot }),
};
