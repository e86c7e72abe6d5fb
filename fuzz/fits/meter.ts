// Counts what reading a file allocates: typed arrays and array buffers as they are made, and the scratch of the decoding kernels.
// Strings and objects are bounded otherwise: by the heap limit and the peak memory of the process that runs the cases.

import { decodingKernels } from "@/lib/readers/fits/scratch";

export interface Meter {
  /** Bytes since the last reset, whether they are in use still or not. */
  bytes: number;
  /** Allocating beyond throws AllocationBeyondBound. */
  bound: number;
  /** Puts the constructors back. */
  remove(): void;
}

/** Thrown in place of an allocation that would go beyond the bound, so that the machine need not bear it. */
export class AllocationBeyondBound extends Error {}

const TYPED_ARRAYS = [
  "Uint8Array",
  "Int8Array",
  "Uint8ClampedArray",
  "Uint16Array",
  "Int16Array",
  "Uint32Array",
  "Int32Array",
  "Float32Array",
  "Float64Array",
  "BigInt64Array",
  "BigUint64Array",
] as const;

/** Puts counting constructors in the place of the global ones, until removed. */
export function installMeter(): Meter {
  const meter: Meter = { bytes: 0, bound: Number.POSITIVE_INFINITY, remove };
  const count = (bytes: number): void => {
    meter.bytes += bytes;
    if (meter.bytes > meter.bound) throw new AllocationBeyondBound(`${meter.bytes} bytes, bound ${meter.bound}`);
  };
  const originals = new Map<string, unknown>();
  for (const name of [...TYPED_ARRAYS, "ArrayBuffer"] as const) {
    const original = globalThis[name];
    originals.set(name, original);
    const elementBytes = "BYTES_PER_ELEMENT" in original ? original.BYTES_PER_ELEMENT : 1;
    const counting = new Proxy(original, {
      construct(target, args: unknown[], newTarget) {
        count(elementBytes * lengthOf(args[0]));
        return Reflect.construct(target, args, newTarget);
      },
    });
    Reflect.set(globalThis, name, counting);
  }
  const kernels = decodingKernels();
  const allocate = kernels.allocate;
  kernels.allocate = (bytes) => {
    count(bytes);
    return allocate(bytes);
  };
  return meter;

  function remove(): void {
    for (const [name, original] of originals) Reflect.set(globalThis, name, original);
    kernels.allocate = allocate;
  }
}

/** Elements that a typed array made of this argument allocates; a view of a buffer allocates none. */
function lengthOf(source: unknown): number {
  if (typeof source === "number") return Number.isFinite(source) && source > 0 ? source : 0;
  if (
    typeof source !== "object" ||
    source === null ||
    source instanceof ArrayBuffer ||
    source instanceof SharedArrayBuffer
  )
    return 0;
  return "length" in source && typeof source.length === "number" ? source.length : 0;
}
