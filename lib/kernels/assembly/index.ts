// Everything the WebAssembly module exports. One method per file; each export is typed for
// TypeScript in ../exports.ts.

export * from "./memory";
export * from "./rice";
export * from "./starlet";
export * from "./swap";
