import { findText } from "./headers";
import { unsupported } from "./images";
import { isLsstCamera, isLsstRaw, translateLsstRaw } from "./lsst-raw";
import type { SurveyReader } from "./translated";

/** Raw files of LSSTComCam, whose one raft is R22 whatever RAFTBAY says in the laboratory. */
export const lsstcomcam: SurveyReader = {
  name: "lsstcomcam",
  recognises: (file) => isLsstRaw(file) && isLsstCamera(file, ["comcam", "lsstcomcam"], "CC"),
  translate: (file) =>
    translateLsstRaw(file, {
      name: "lsstcomcam",
      instrument: "LSSTComCam",
      detectorNameOf: (headers, path) => {
        const slot = findText(headers, "CCDSLOT");
        if (slot) return `R22_${slot}`;
        throw unsupported(path, "no CCDSLOT in the header", "the place of the detector in the raft");
      },
    }),
};
