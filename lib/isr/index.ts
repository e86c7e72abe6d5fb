// The door of instrument signature removal.

export {
  type AmplifierBox,
  type DetectorPixels,
  type LoadOptions,
  loadDetector,
} from "./load-detector";
export { BAD_PLANES } from "./masks";
export { rowMedians } from "./overscan";
export { type AmplifierReadout, readoutOf } from "./readout";
