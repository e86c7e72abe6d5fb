// The door to the WebAssembly kernels: one instance per thread, with its own growing memory that is laid
// out by a simple arena and reused from one detector to the next.

import { TaskFailedError } from "../errors";
import { EXPORT_NAMES, type KernelExports } from "./exports";
import { WASM_BASE64 } from "./wasm.gen";

const PAGE_BYTES = 65536;
/** One cache line: what every allocation is aligned to. */
const ALIGNMENT_BYTES = 64;

export type { KernelExports } from "./exports";

/**
 * The kernels of one thread and their memory. `allocate` may grow the memory, which detaches every view
 * made before: allocate all that a measurement needs first, then make the views.
 */
export interface Kernels {
  readonly memory: WebAssembly.Memory;
  readonly exports: KernelExports;
  /** Takes bytes from the arena, aligned to 64, contents undefined; returns their offset. */
  allocate(bytes: number): number;
  /** The arena's present top, to be handed to `release`. */
  mark(): number;
  /** Gives back everything allocated since the mark. The memory stays with the instance, warm. */
  release(mark: number): void;
  float32(offset: number, length: number): Float32Array<ArrayBuffer>;
  float64(offset: number, length: number): Float64Array<ArrayBuffer>;
  int32(offset: number, length: number): Int32Array<ArrayBuffer>;
  uint8(offset: number, length: number): Uint8Array<ArrayBuffer>;
}

let compiled: WebAssembly.Module | undefined;

/**
 * Makes the kernels of one thread. The module is compiled once per process or thread; a memory starts with
 * one page (64 KiB) and grows to what the largest detector needs.
 *
 * @throws TaskFailedError when the embedded module lacks an export, that is, when it is older than the sources
 */
export function createKernels(): Kernels {
  compiled ??= new WebAssembly.Module(embeddedModule());
  const memory = new WebAssembly.Memory({ initial: 1, maximum: PAGE_BYTES });
  const exports = checkedExports(new WebAssembly.Instance(compiled, { env: { memory } }).exports);
  let top = align(exports.heapBase());
  return {
    memory,
    exports,
    allocate(bytes) {
      const offset = top;
      const end = align(offset + bytes);
      growTo(memory, end);
      top = end;
      return offset;
    },
    mark: () => top,
    release(mark) {
      top = mark;
    },
    float32: (offset, length) => new Float32Array(buffer(memory), offset, length),
    float64: (offset, length) => new Float64Array(buffer(memory), offset, length),
    int32: (offset, length) => new Int32Array(buffer(memory), offset, length),
    uint8: (offset, length) => new Uint8Array(buffer(memory), offset, length),
  };
}

/** The module as it was built, not compiled. */
export function embeddedModule(): Uint8Array<ArrayBuffer> {
  return decodeBase64(WASM_BASE64);
}

/**
 * Lets createKernels of this thread take a module that is compiled already, e.g. kept from another process.
 *
 * @param module compiled from embeddedModule, nothing else
 */
export function takeCompiledModule(module: WebAssembly.Module): void {
  compiled = module;
}

function buffer(memory: WebAssembly.Memory): ArrayBuffer {
  if (memory.buffer instanceof ArrayBuffer) return memory.buffer;
  throw new TaskFailedError({ place: "kernels", found: "a shared memory", expected: "a memory of one thread" });
}

function growTo(memory: WebAssembly.Memory, bytes: number): void {
  const missing = bytes - memory.buffer.byteLength;
  if (missing <= 0) return;
  try {
    memory.grow(Math.ceil(missing / PAGE_BYTES));
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new TaskFailedError(
      { place: "kernels", found: `no memory for ${bytes} bytes`, expected: "at most 4 GiB and room on this machine" },
      { cause },
    );
  }
}

function align(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
}

function decodeBase64(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

function checkedExports(exports: WebAssembly.Exports): KernelExports {
  if (hasAllKernels(exports)) return exports;
  const missing = EXPORT_NAMES.filter((name) => typeof exports[name] !== "function");
  throw new TaskFailedError({
    place: "kernels",
    found: `no export ${missing.join(", ")}`,
    expected: "a module built from these sources (npm run build:kernels)",
  });
}

function hasAllKernels(exports: WebAssembly.Exports): exports is WebAssembly.Exports & KernelExports {
  return EXPORT_NAMES.every((name) => typeof exports[name] === "function");
}
