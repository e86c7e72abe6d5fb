// What Node brings for inflating; nothing in the browser. Asked for at run time, so that browsers can load the same modules.

import type { Readable } from "node:stream";
import type { pipeline } from "node:stream/promises";
import type { createGunzip, unzipSync } from "node:zlib";

export interface NodeZlib {
  createGunzip: typeof createGunzip;
  unzipSync: typeof unzipSync;
  Readable: typeof Readable;
  pipeline: typeof pipeline;
}

/** Null in the browser. */
export function nodeZlib(): NodeZlib | null {
  const builtin = globalThis.process?.getBuiltinModule;
  if (!builtin) return null;
  const { createGunzip, unzipSync } = builtin("node:zlib");
  const { Readable } = builtin("node:stream");
  return { createGunzip, unzipSync, Readable, pipeline: builtin("node:stream/promises").pipeline };
}
