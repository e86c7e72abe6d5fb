// The door of instrument signature removal.

export {
  type AmplifierBox,
  type DetectorPixels,
  type LoadOptions,
  loadDetector,
} from "./load-detector";
export { rowMedians } from "./overscan";
