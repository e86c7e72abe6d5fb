// The kernels as machine code that the set-up has compiled (bin/launch/keep-kernels.mjs). A process that measures one image runs each
// kernel a few times only: V8 would begin with the slow code of its baseline compiler, which it cannot leave within a call.

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import v8 from "node:v8";
import { embeddedModule, takeCompiledModule } from "@/lib/kernels";

/** SHA-256, before everything else. */
const HASH_BYTES = 32;

/**
 * Lets this thread's kernels start with the kept code. Where there is none, or it is of other kernels, another V8, processor or flags,
 * all stays as it was: V8 compiles what is called.
 *
 * @param projectRoot folder of package.json; undefined: unknown, nothing is looked for
 * @returns whether the code was taken
 */
export function loadKeptKernels(projectRoot: string | undefined): boolean {
  const file = projectRoot === undefined ? null : readIfThere(path.join(projectRoot, "build/kernels.code"));
  if (file === null) return false;
  const kept = file.subarray(HASH_BYTES);
  // V8 would run into the dark with half a file
  if (!createHash("sha256").update(kept).digest().equals(file.subarray(0, HASH_BYTES))) return false;
  const wire = embeddedModule();
  const start = 4 + wire.length;
  // V8 asks for its own version, flags and processor, but takes the code of any module
  if (kept.readUInt32LE(0) !== wire.length || !kept.subarray(4, start).equals(wire)) return false;
  const compiled = deserialize(new Uint8Array(kept.subarray(start)).buffer, wire);
  if (!(compiled instanceof WebAssembly.Module)) return false;
  takeCompiledModule(compiled);
  return true;
}

/** @returns the module; anything else where V8 does not want the code */
function deserialize(code: ArrayBuffer, wire: Uint8Array): unknown {
  v8.setFlagsFromString("--allow-natives-syntax");
  try {
    return new Function("code", "wire", "return %DeserializeWasmModule(code, wire)")(code, wire);
  } catch (error) {
    // a V8 without the function
    if (error instanceof SyntaxError) return null;
    throw error;
  } finally {
    v8.setFlagsFromString("--no-allow-natives-syntax");
  }
}

function readIfThere(file: string): Buffer | null {
  try {
    return readFileSync(file);
  } catch (error) {
    if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "EACCES")) return null;
    throw error;
  }
}
