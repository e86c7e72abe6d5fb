// The door of instrument signature removal.

export {
  type AmplifierBox,
  type DetectorPixels,
  knownAmplifiers,
  type LoadOptions,
  loadDetector,
} from "./load-detector";
export { rowMedians } from "./overscan";
