// What the WebAssembly module exports, for TypeScript. Offsets are bytes in the module's memory; what each
// function needs there is told beside its source in assembly/.

export interface KernelExports {
  /** memory.ts: first byte that the caller may use */
  heapBase(): number;
  /** starlet.ts: one B3-spline pass; border 0 zero, 1 reflection */
  smooth(
    input: number,
    output: number,
    minuend: number,
    rowBuffer: number,
    width: number,
    height: number,
    step: number,
    border: number,
  ): void;
}

/** Names that the module must export; createKernels refuses a module without one of them. */
export const EXPORT_NAMES: readonly (keyof KernelExports)[] = ["heapBase", "smooth"];
