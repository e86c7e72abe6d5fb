// Running other programs from the launcher.

import { spawn } from "node:child_process";
import path from "node:path";
import { Problem } from "./console.mjs";

export const ROOT = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), "../..");
const KEPT_CHARACTERS = 20_000;
const SHOWN_LINES = 30;

/** @typedef {{ env?: NodeJS.ProcessEnv, cwd?: string, isShown?: boolean }} RunOptions */

/**
 * Runs a program to its end. Its output is shown, or kept for the message when it fails.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<{ code: number, output: string }>}
 */
export function run(command, args, { env = process.env, cwd = ROOT, isShown = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: ["ignore", isShown ? 2 : "pipe", isShown ? 2 : "pipe"] });
    let output = "";
    const keep = (/** @type {Buffer} */ chunk) => {
      output = (output + chunk).slice(-KEPT_CHARACTERS);
    };
    child.stdout?.on("data", keep);
    child.stderr?.on("data", keep);
    child.once("error", reject);
    child.once("close", (code) => resolve({ code: code ?? 1, output }));
  });
}

/** The same, for a program that must succeed. */
export async function mustRun(what, command, args, options = {}) {
  const { code, output } = await run(command, args, options);
  if (code === 0) return output;
  const lines = output.trimEnd().split("\n").slice(-SHOWN_LINES).join("\n");
  throw new Problem(`${what} failed (exit code ${code})${lines ? `:\n${lines}` : ""}`);
}

/** Path of a script of an installed package. */
export function packageScript(relativePath) {
  return path.join(ROOT, "node_modules", relativePath);
}
