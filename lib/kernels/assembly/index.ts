// Everything the WebAssembly module exports. One method per file; each export is typed for
// TypeScript in ../exports.ts.

export * from "./arms";
export * from "./bin";
export { binEights } from "./bin-eights";
export * from "./bin-spread";
export * from "./blob";
export * from "./clip";
export { combineClipped } from "./combine";
export * from "./dark-pixels";
export * from "./depth";
export * from "./finite";
export * from "./hcompress";
export {
  matchedBlob,
  matchedBlobDepth,
  matchedRing,
  matchedRingDepth,
  matchRound,
  subtractInPlace,
} from "./match";
export * from "./memory";
export * from "./plio";
export * from "./native";
export * from "./prepare";
export * from "./quantise";
export * from "./rice";
export * from "./rice-encode";
export * from "./rings";
export * from "./runs";
export * from "./search";
export { prepareSearch, searchBytes } from "./search-tables";
export { selectRank, smallest } from "./select";
export * from "./shape";
export * from "./stamps";
export * from "./starlet";
export * from "./statistics";
export * from "./swap";
