// Running other programs from the launcher.

import { spawn } from "node:child_process";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Problem } from "./console.mjs";
import { ROOT } from "./root.mjs";

export { ROOT };

const KEPT_CHARACTERS = 20_000;
const SHOWN_LINES = 30;
/** What a test run may take to stop its server and database. */
const CLEAN_UP_MS = 30_000;
/** An exit code that stands for "ended by a signal", as shells have it. */
export const SIGNAL_EXIT_CODE = 130;

/** @type {Set<import("node:child_process").ChildProcess>} */
const running = new Set();
// a build does not outlive the launcher that wanted it
process.on("exit", () => {
  for (const child of running) child.kill();
});

/**
 * Makes a signal end this process in the orderly way: after its children, which clean up behind themselves.
 *
 * @returns {() => void} takes it back
 */
export function endOnSignals() {
  const signals = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]);
  const end = async (/** @type {NodeJS.Signals} */ signal) => {
    const children = [...running];
    // a Ctrl+C of the terminal has reached them already, and twice means "at once"
    const isFromTerminal = signal === "SIGINT" && process.stdin.isTTY;
    if (!isFromTerminal) for (const child of children) child.kill("SIGINT");
    const closed = Promise.all(children.map((child) => new Promise((resolve) => child.once("close", resolve))));
    await Promise.race([closed, sleep(CLEAN_UP_MS)]);
    process.exit(SIGNAL_EXIT_CODE);
  };
  for (const signal of signals) process.on(signal, end);
  return () => {
    for (const signal of signals) process.off(signal, end);
  };
}

/** Ends a child with this process. */
export function endWithUs(child) {
  running.add(child);
  child.once("close", () => running.delete(child));
}

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
    endWithUs(child);
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
