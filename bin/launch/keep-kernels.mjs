// keep-kernels.mjs [FILE]: compiles the kernels with V8's optimising compiler and keeps its code in build/kernels.code, for
// bin/commands/kept-kernels.ts: SHA-256 of the rest, length of the module (uint32), the module, the code. Run by build.mjs in a process
// of its own: the function of V8 that gives the code ends the process where it cannot.

import { createHash } from "node:crypto";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import v8 from "node:v8";
import { ROOT } from "./root.mjs";

const target = process.argv[2] ?? path.join(ROOT, "build/kernels.code");
const text = readFileSync(path.join(ROOT, "lib/kernels/wasm.gen.ts"), "utf8");
const wire = Buffer.from(/"([^"]+)"/.exec(text)?.[1] ?? "", "base64");

// all functions at once, and none by the baseline compiler
v8.setFlagsFromString("--no-liftoff");
v8.setFlagsFromString("--no-wasm-lazy-compilation");
const compiled = new WebAssembly.Module(wire);
// V8 takes the code back under the flags only that it was written under: those of a plain start
v8.setFlagsFromString("--liftoff");
v8.setFlagsFromString("--wasm-lazy-compilation");
v8.setFlagsFromString("--allow-natives-syntax");
const code = new Uint8Array(new Function("compiled", "return %SerializeWasmModule(compiled)")(compiled));
const length = Buffer.alloc(4);
length.writeUInt32LE(wire.length);
const written = `${target}.${process.pid}`;
const rest = Buffer.concat([length, wire, code]);
writeFileSync(written, Buffer.concat([createHash("sha256").update(rest).digest(), rest]));
renameSync(written, target);
